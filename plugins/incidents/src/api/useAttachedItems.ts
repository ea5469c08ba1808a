import { ActionItem, ActionItems } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Changes the cached items of one incident, and reads them again. */
function useCachedItems(incidentRef: string) {
  const queryClient = useQueryClient();
  const queryKey = queryKeys.actionItems(incidentRef);
  return {
    set: (change: (items: ActionItem[]) => ActionItem[]) =>
      queryClient.setQueryData<ActionItems>(
        queryKey,
        current => current && { ...current, items: change(current.items) },
      ),
    cancelReads: () => queryClient.cancelQueries({ queryKey }),
    readAgain: () =>
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      }),
  };
}

/** Makes an existing issue, by its identifier or URL, an action item. */
export function useAttachActionItem(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const { set, readAgain } = useCachedItems(incidentRef);
  return useMutation({
    mutationFn: (issue: string) => api.attachActionItem(incidentRef, { issue }),
    onSuccess: attached => {
      if (!('id' in attached)) return;
      set(items => [...items.filter(({ id }) => id !== attached.id), attached]);
    },
    onSettled: readAgain,
  });
}

/** Makes an issue no action item any more, which shows at once; deletes no issue. */
export function useDetachActionItem(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const { set, cancelReads, readAgain } = useCachedItems(incidentRef);
  return useMutation({
    mutationFn: ({ identifier }: ActionItem) =>
      api.detachActionItem(incidentRef, identifier),
    onMutate: async detached => {
      await cancelReads();
      set(items => items.filter(({ id }) => id !== detached.id));
    },
    onError: (_error, detached) => {
      set(items => [...items.filter(({ id }) => id !== detached.id), detached]);
    },
    // Not awaited: the result is shown already.
    onSettled: () => {
      readAgain();
    },
  });
}
