import { IncidentFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useRefetchOnSignal } from './useRefetchOnSignal';

/** Milliseconds. */
const STALE_AFTER = 15_000;

/** Counts over the incidents that match; the previous ones are kept until the next are loaded. */
export function useStatistics(options: {
  filters: Omit<IncidentFilters, 'orderBy' | 'limit' | 'cursor'>;
  /** Calendar weeks to look back on. */
  weeks: number;
}) {
  const api = useApi(incidentsApiRef);
  const query = { ...options.filters, weeks: options.weeks };
  const queryKey = queryKeys.statistics(query);
  // The most expensive call, so it runs less often than the list.
  useRefetchOnSignal({ queryKey, pause: STALE_AFTER });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => api.getStatistics(query, { signal }),
    placeholderData: keepPreviousData,
    staleTime: STALE_AFTER,
    refetchInterval: 60_000,
  });
}
