import { RoutingPreview } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';

/** Where in Linear the parent issue of an incident would go, and why there. */
export function useRoutingPreview(draft: RoutingPreview) {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: ['routing-preview', draft],
    queryFn: () => api.previewRouting(draft),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
