import {
  ActionItem,
  ActionItems,
  UpdateActionItemInput,
} from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import {
  QueryClient,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { ActionItemEdit, applyEdit } from './applyEdit';
import { describeFailure } from './describeFailure';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

function editsKey(incidentRef: string) {
  return [...queryKeys.actionItems(incidentRef), 'edit'];
}

function patchOf(
  edit: Exclude<ActionItemEdit, { kind: 'state' }>,
): UpdateActionItemInput {
  switch (edit.kind) {
    case 'title':
      return { title: edit.title };
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
 * What the last edit of an item here made of its `updatedAt`, as far as known: the
 * next edit may be based on the item as shown before, and must not take our own
 * change for somebody else's.
 */
const ownWrites = new Map<string, { base: string; next: string | undefined }>();

/** Whether an edit is pending: a read meanwhile would revert what is shown. */
export function isEditing(
  queryClient: QueryClient,
  incidentRef: string,
): boolean {
  return queryClient.isMutating({ mutationKey: editsKey(incidentRef) }) > 0;
}

/**
 * Edits action items. An edit is shown at once, and reverted with the server's
 * reason when it is rejected, for example because somebody else edited first.
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
  const readAgain = () =>
    queryClient.invalidateQueries({
      queryKey: queryKeys.incident(incidentRef),
    });
  return useMutation({
    mutationKey: editsKey(incidentRef),
    // One after the other: the next is based on what the one before wrote.
    scope: { id: editsKey(incidentRef).join(' ') },
    mutationFn: async (change: { item: ActionItem; edit: ActionItemEdit }) => {
      const { item, edit } = change;
      if (edit.kind === 'state') {
        await api.transitionActionItem(incidentRef, item.identifier, {
          to: edit.to,
          expectedFrom: item.state.name,
        });
        ownWrites.set(item.id, { base: item.updatedAt, next: undefined });
        return;
      }
      const own = ownWrites.get(item.id);
      const written = await api.updateActionItem(incidentRef, item.identifier, {
        ...patchOf(edit),
        expectedUpdatedAt:
          own?.base === item.updatedAt ? own.next : item.updatedAt,
      });
      if (!('id' in written)) return;
      ownWrites.set(item.id, { base: item.updatedAt, next: written.updatedAt });
      replace(written);
    },
    onMutate: async ({ item, edit }) => {
      await queryClient.cancelQueries({ queryKey });
      replace(applyEdit(item, edit));
    },
    onError: (error, { item }) => {
      replace(item);
      if (describeFailure(error).kind === 'conflict') {
        // Our data is outdated, so read Linear. If that fails or is not allowed,
        // the delta brings the change, and the card shows how fresh it is.
        api.syncIncident(incidentRef).then(readAgain, readAgain);
      }
    },
    // Not awaited: the reason of a rejection must not wait for the refetch.
    onSettled: () => {
      // The last of several edits refetches for all of them.
      if (queryClient.isMutating({ mutationKey: editsKey(incidentRef) }) <= 1) {
        readAgain();
      }
    },
  });
}
