import { RoutingPreview } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Where in Linear the parent issue of an incident would go, and why there. */
export function useRoutingPreview(draft: RoutingPreview) {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: queryKeys.routingPreview(draft),
    queryFn: () => api.previewRouting(draft),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
