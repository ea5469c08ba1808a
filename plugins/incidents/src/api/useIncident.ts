import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useRefetchOnSignal } from './useRefetchOnSignal';

/** One incident, kept fresh by signals and polling. */
export function useIncident(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryKey = queryKeys.incident(incidentRef);
  const signals = useRefetchOnSignal({ queryKey, incidentRef });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => api.getIncident(incidentRef, { signal }),
    refetchInterval: signals ? 60_000 : 30_000,
  });
}
