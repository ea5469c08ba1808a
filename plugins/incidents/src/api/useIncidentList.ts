import { IncidentFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import {
  keepPreviousData,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useIncidentSignals } from './useIncidentSignals';

/** One page of incidents; the former one stays until the next has come. */
export function useIncidentList(
  filters: IncidentFilters,
  options: { enabled?: boolean } = {},
) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const signals = useIncidentSignals(() => {
    queryClient.invalidateQueries({ queryKey: queryKeys.incidentLists() });
  });
  return useQuery({
    queryKey: queryKeys.incidentList(filters),
    queryFn: ({ signal }) => api.listIncidents(filters, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: signals ? 120_000 : 60_000,
    enabled: options.enabled ?? true,
  });
}
