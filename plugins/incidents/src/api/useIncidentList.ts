import { IncidentFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useRefetchOnSignal } from './useRefetchOnSignal';

/** One page of incidents; the previous one is kept until the next is loaded. */
export function useIncidentList(filters: IncidentFilters) {
  const api = useApi(incidentsApiRef);
  const queryKey = queryKeys.incidentList(filters);
  const signals = useRefetchOnSignal({ queryKey });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => api.listIncidents(filters, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: signals ? 60_000 : 30_000,
  });
}
