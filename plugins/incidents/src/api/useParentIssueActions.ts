import {
  ActionItems,
  ParentIssue,
  PutParentIssue,
  WorkflowState,
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

/** A change of the parent issue in Linear. */
export type ParentIssueChange =
  | { kind: 'state'; state: WorkflowState }
  | { kind: 'move'; team: string };

/**
 * Moves the parent issue of one incident to another state, which is shown at
 * once and reverted when it is refused, or to another team.
 */
export function useChangeParentIssue(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const queryKey = queryKeys.actionItems(incidentRef);
  const show = (parentIssue: ParentIssue) =>
    queryClient.setQueryData<ActionItems>(
      queryKey,
      current => current && { ...current, parentIssue },
    );
  return useMutation({
    mutationFn: async (change: ParentIssueChange) => {
      if (change.kind === 'move') {
        show(await api.moveParentIssue(incidentRef, { team: change.team }));
        return;
      }
      await api.transitionParentIssue(incidentRef, { to: change.state.name });
    },
    onMutate: async change => {
      await queryClient.cancelQueries({ queryKey });
      const before =
        queryClient.getQueryData<ActionItems>(queryKey)?.parentIssue;
      if (before && change.kind === 'state') {
        show({ ...before, state: change.state });
      }
      return before;
    },
    onError: (_error, _change, before) => {
      if (before) show(before);
    },
    // Not awaited: the result is shown already.
    onSettled: () => {
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      });
    },
  });
}
