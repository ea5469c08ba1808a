import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Labels and Linear teams that incidents have. */
export function useFacets() {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: queryKeys.facets(),
    queryFn: ({ signal }) => api.getFacets({ signal }),
    staleTime: 60_000,
  });
}
