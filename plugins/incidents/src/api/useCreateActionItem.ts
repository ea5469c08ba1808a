import {
  ActionItems,
  CreateActionItemInput,
} from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useIdempotencyKey } from './useIdempotencyKey';

/** Creates a sub-issue of the incident's parent issue. */
export function useCreateActionItem(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const idempotencyKeyFor = useIdempotencyKey();
  return useMutation({
    mutationFn: ({
      idempotencyKey,
      ...body
    }: CreateActionItemInput & {
      /** Absent: the same for the same body. */
      idempotencyKey?: string;
    }) =>
      api.createActionItem(incidentRef, body, {
        idempotencyKey: idempotencyKey ?? idempotencyKeyFor(body),
      }),
    onSuccess: created => {
      if ('id' in created) {
        queryClient.setQueryData<ActionItems>(
          queryKeys.actionItems(incidentRef),
          current =>
            current && {
              ...current,
              items: [
                ...current.items.filter(item => item.id !== created.id),
                created,
              ],
            },
        );
      }
      return queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      });
    },
  });
}
