import {
  ActionItem,
  ActionItems,
  Priority,
  UpdateActionItemInput,
  WorkflowState,
} from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { statusOfStateType } from './statusOfStateType';

/** One change to one action item. `null` clears. */
export type ActionItemEdit =
  | { kind: 'state'; to: string; state?: WorkflowState }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'assignee'; assignee: string | null; name: string }
  | { kind: 'dueDate'; dueDate: string | null };

function optimistic(item: ActionItem, edit: ActionItemEdit): ActionItem {
  switch (edit.kind) {
    case 'state':
      return edit.state
        ? {
            ...item,
            state: edit.state,
            status: statusOfStateType(edit.state.type),
          }
        : item;
    case 'priority':
      return { ...item, priority: edit.priority };
    case 'assignee':
      return {
        ...item,
        assignee: edit.assignee
          ? { name: edit.name, userRef: edit.assignee }
          : undefined,
      };
    // When exactly it is due is for the backend to say: it knows the team's time zone.
    case 'dueDate':
      return item;
    default:
      return edit satisfies never;
  }
}

function patchOf(
  edit: Exclude<ActionItemEdit, { kind: 'state' }>,
): UpdateActionItemInput {
  switch (edit.kind) {
    case 'priority':
      return { priority: edit.priority };
    case 'assignee':
      return { assignee: edit.assignee };
    case 'dueDate':
      return { dueDate: edit.dueDate };
    default:
      return edit satisfies never;
  }
}

/**
 * Edits action items: shown at once, taken back with the server's reason when
 * it is refused, for example because somebody else was quicker.
 */
export function useActionItemEdits(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const queryKey = queryKeys.actionItems(incidentRef);
  const replace = (next: ActionItem) =>
    queryClient.setQueryData<ActionItems>(
      queryKey,
      current =>
        current && {
          ...current,
          items: current.items.map(item => (item.id === next.id ? next : item)),
        },
    );
  return useMutation({
    mutationFn: async (change: { item: ActionItem; edit: ActionItemEdit }) => {
      const { item, edit } = change;
      if (edit.kind === 'state') {
        await api.transitionActionItem(incidentRef, item.identifier, {
          to: edit.to,
          expectedFrom: item.state.name,
        });
        return;
      }
      replace(
        await api.updateActionItem(incidentRef, item.identifier, {
          ...patchOf(edit),
          expectedUpdatedAt: item.updatedAt,
        }),
      );
    },
    onMutate: async ({ item, edit }) => {
      await queryClient.cancelQueries({ queryKey });
      replace(optimistic(item, edit));
    },
    onError: (_, { item }) => {
      replace(item);
    },
    // Not waited for: the reason of a refusal must not come after the refetch.
    onSettled: () => {
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      });
    },
  });
}
