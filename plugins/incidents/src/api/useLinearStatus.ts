import { LinearStatus } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Whether something is in progress that an operator may be waiting for. */
function isMoving(status: LinearStatus | undefined): boolean {
  const sweep = status?.sweep?.state;
  return (
    sweep === 'running' ||
    sweep === 'requested' ||
    (status !== undefined && status.work.due > 0)
  );
}

/** The status of the connection to Linear, for operators. */
export function useLinearStatus(
  options: {
    isEnabled?: boolean;
    /** Whether every change is to show soon. Default: true. */
    isWatching?: boolean;
  } = {},
) {
  const { isEnabled = true, isWatching = true } = options;
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: queryKeys.linearStatus(),
    queryFn: ({ signal }) => api.getLinearStatus({ signal }),
    enabled: isEnabled,
    refetchInterval: query => {
      if (!isWatching) return 30_000;
      return isMoving(query.state.data) ? 3_000 : 15_000;
    },
  });
}

/** A job that an operator retried. */
export interface RetriedWork {
  id: string;
  /** As text. */
  what: string;
  /** Since when it needed attention. */
  since: string;
}

/** The actions of an operator; each is pending until its effect was read. */
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
