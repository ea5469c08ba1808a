import { ActionItems } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Forces a refresh from Linear, and returns its result. */
export function useSyncIncident(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.syncIncident(incidentRef),
    onSuccess: result => {
      queryClient.setQueryData<ActionItems>(
        queryKeys.actionItems(incidentRef),
        current => current && { ...current, sync: result.sync },
      );
    },
    onSettled: () =>
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      }),
  });
}
