import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** How the connection to Linear is doing, for operators. */
export function useLinearStatus() {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: queryKeys.linearStatus(),
    queryFn: ({ signal }) => api.getLinearStatus({ signal }),
    refetchInterval: query => {
      const sweep = query.state.data?.sweep?.state;
      return sweep === 'running' || sweep === 'requested' ? 3_000 : 15_000;
    },
  });
}

/** What an operator can set going. */
export function useOperations() {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const onSettled = () =>
    queryClient.invalidateQueries({ queryKey: queryKeys.linearStatus() });
  return {
    sweep: useMutation({
      mutationFn: (body: { acceptRemovals?: boolean }) => api.startSweep(body),
      onSettled,
    }),
    retry: useMutation({
      mutationFn: (id: string) => api.retryWork(id),
      onSettled,
    }),
  };
}
