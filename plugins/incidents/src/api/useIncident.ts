import { useApi } from '@backstage/core-plugin-api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useIncidentSignals } from './useIncidentSignals';

/** One incident, kept fresh by signals and polling. */
export function useIncident(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const signals = useIncidentSignals(changed => {
    if (changed === incidentRef) {
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
        exact: true,
      });
    }
  });
  return useQuery({
    queryKey: queryKeys.incident(incidentRef),
    queryFn: ({ signal }) => api.getIncident(incidentRef, { signal }),
    refetchInterval: signals ? 60_000 : 30_000,
  });
}
