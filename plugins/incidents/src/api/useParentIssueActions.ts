import { PutParentIssue } from '@backstage-incidents/incidents-common';
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
