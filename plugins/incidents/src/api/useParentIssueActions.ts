import {
  ActionItems,
  PutParentIssue,
} from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Links, creates or retries the parent issue of one incident. */
export function usePutParentIssue(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PutParentIssue) => api.putParentIssue(incidentRef, body),
    onSettled: () =>
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      }),
  });
}

/** Unlinks the parent issue of one incident, which removes its items too. */
export function useDeleteParentIssue(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.deleteParentIssue(incidentRef),
    onSuccess: parentIssue => {
      queryClient.setQueryData<ActionItems>(
        queryKeys.actionItems(incidentRef),
        current => current && { ...current, items: [], parentIssue },
      );
    },
    // Not awaited: the response itself has the new state.
    onSettled: () => {
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      });
    },
  });
}
