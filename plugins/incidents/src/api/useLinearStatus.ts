import { LinearStatus } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Whether something goes on that an operator may be waiting for. */
function isMoving(status: LinearStatus | undefined): boolean {
  const sweep = status?.sweep?.state;
  return (
    sweep === 'running' ||
    sweep === 'requested' ||
    (status !== undefined && status.work.due > 0)
  );
}

/** How the connection to Linear is doing, for operators. */
export function useLinearStatus() {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: queryKeys.linearStatus(),
    queryFn: ({ signal }) => api.getLinearStatus({ signal }),
    refetchInterval: query => (isMoving(query.state.data) ? 3_000 : 15_000),
  });
}

/** Work that an operator had tried again. */
export interface RetriedWork {
  id: string;
  /** As text. */
  what: string;
  /** Since when it had waited for a person. */
  since: string;
}

/** What an operator can set going; each is pending until its effect was read. */
export function useOperations() {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const onSettled = () =>
    queryClient.invalidateQueries({ queryKey: queryKeys.linearStatus() });
  const startSweep = async (body: { acceptRemovals?: boolean }) => {
    const before = queryClient.getQueryData<LinearStatus>(
      queryKeys.linearStatus(),
    );
    const { sweep } = await api.startSweep(body);
    return {
      id: sweep.id,
      wasRunning: !body.acceptRemovals && before?.sweep?.id === sweep.id,
    };
  };
  return {
    run: useMutation({ mutationFn: () => startSweep({}), onSettled }),
    accept: useMutation({
      mutationFn: () => startSweep({ acceptRemovals: true }),
      onSettled,
    }),
    retry: useMutation({
      mutationFn: (work: RetriedWork) => api.retryWork(work.id),
      onSettled,
    }),
  };
}
