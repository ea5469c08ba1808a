import { IncidentFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Counts over the incidents that match; the former ones stay until the next have come. */
export function useStatistics(options: {
  filters: Omit<IncidentFilters, 'orderBy' | 'limit' | 'cursor'>;
  /** Calendar weeks to look back on. */
  weeks: number;
}) {
  const api = useApi(incidentsApiRef);
  const query = { ...options.filters, weeks: options.weeks };
  return useQuery({
    queryKey: [...queryKeys.incidentLists(), 'statistics', query],
    queryFn: ({ signal }) => api.getStatistics(query, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    refetchInterval: 60_000,
  });
}
