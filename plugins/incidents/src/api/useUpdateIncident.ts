import { UpdateIncidentInput } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Edits one incident; rejected when somebody else edited it first. */
export function useUpdateIncident(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateIncidentInput) =>
      api.updateIncident(incidentRef, body),
    onSuccess: incident => {
      if ('version' in incident) {
        queryClient.setQueryData(queryKeys.incident(incidentRef), incident);
      }
    },
    onSettled: () => {
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      });
      queryClient.invalidateQueries({ queryKey: queryKeys.incidentLists() });
    },
  });
}
