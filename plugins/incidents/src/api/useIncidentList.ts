import { IncidentFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import {
  keepPreviousData,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef } from 'react';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useIncidentSignals } from './useIncidentSignals';

/** Milliseconds between two refetches that signals may cause. */
const SIGNAL_PAUSE = 3_000;

/** One page of incidents; the former one stays until the next has come. */
export function useIncidentList(
  filters: IncidentFilters,
  options: { enabled?: boolean } = {},
) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const lastRefetch = useRef(0);
  const signals = useIncidentSignals(() => {
    // Any incident may move in or out of the list; in a storm of signals the
    // polling catches up with the last.
    if (Date.now() - lastRefetch.current < SIGNAL_PAUSE) return;
    lastRefetch.current = Date.now();
    queryClient.invalidateQueries({
      queryKey: queryKeys.incidentList(filters),
      exact: true,
    });
  });
  return useQuery({
    queryKey: queryKeys.incidentList(filters),
    queryFn: ({ signal }) => api.listIncidents(filters, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: signals ? 60_000 : 30_000,
    enabled: options.enabled ?? true,
  });
}
