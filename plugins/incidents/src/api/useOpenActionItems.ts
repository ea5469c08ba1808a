import { ActionItemFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useRefetchOnSignal } from './useRefetchOnSignal';

/** The first open action items of all incidents that match, overdue first. */
export function useOpenActionItems(
  filters: Pick<ActionItemFilters, 'assignee' | 'affects' | 'limit'>,
) {
  const api = useApi(incidentsApiRef);
  const queryKey = queryKeys.openActionItems(filters);
  const signals = useRefetchOnSignal({ queryKey });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.findActionItems(
        { ...filters, status: ['todo', 'inProgress'] },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: signals ? 5 * 60_000 : 60_000,
  });
}
