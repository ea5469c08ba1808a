import { RoutingPreview } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Which Linear team would get the parent issue of an incident, and why. */
export function useRoutingPreview(draft: RoutingPreview) {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: queryKeys.routingPreview(draft),
    queryFn: () => api.previewRouting(draft),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
