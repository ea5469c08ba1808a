import { useApi } from '@backstage/core-plugin-api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { pollInterval } from './pollInterval';
import { queryKeys } from './queryKeys';
import { isEditing } from './useActionItemEdits';
import { useRefetchOnSignal } from './useRefetchOnSignal';

/** The action items of one incident, kept fresh by signals and polling. */
export function useActionItems(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const queryKey = queryKeys.actionItems(incidentRef);
  // A pending edit refetches when it is settled.
  const isHeld = () => isEditing(queryClient, incidentRef);
  const signals = useRefetchOnSignal({ queryKey, incidentRef, isHeld });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => api.getActionItems(incidentRef, { signal }),
    refetchInterval: query =>
      isHeld() ? false : pollInterval({ data: query.state.data, signals }),
    refetchOnWindowFocus: () => !isHeld(),
  });
}
