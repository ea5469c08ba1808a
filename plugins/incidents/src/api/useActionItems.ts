import { useApi } from '@backstage/core-plugin-api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { pollInterval } from './pollInterval';
import { queryKeys } from './queryKeys';
import { isEditing } from './useActionItemEdits';
import { useIncidentSignals } from './useIncidentSignals';

/** The action items of one incident, kept fresh by signals and polling. */
export function useActionItems(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const signals = useIncidentSignals(changed => {
    // An edit under way reads again when it is settled.
    if (changed === incidentRef && !isEditing(queryClient, incidentRef)) {
      queryClient.invalidateQueries({
        queryKey: queryKeys.incident(incidentRef),
      });
    }
  });
  return useQuery({
    queryKey: queryKeys.actionItems(incidentRef),
    queryFn: ({ signal }) => api.getActionItems(incidentRef, { signal }),
    refetchInterval: query =>
      isEditing(queryClient, incidentRef)
        ? false
        : pollInterval({ data: query.state.data, signals }),
    refetchOnWindowFocus: () => !isEditing(queryClient, incidentRef),
  });
}
