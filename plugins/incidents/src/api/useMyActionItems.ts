import { ActionItem, Incident } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useCurrentUserRef } from './useCurrentUserRef';

/** Incidents looked through: the API cannot be asked for one person's items. */
const INCIDENTS_LOOKED_THROUGH = 20;

/** An open item of the reader's, with the incident it belongs to. */
export interface MyActionItem {
  item: ActionItem;
  incident: Incident;
}

/** The reader's open action items in the most recently changed incidents. */
export function useMyActionItems() {
  const api = useApi(incidentsApiRef);
  const userRef = useCurrentUserRef();
  return useQuery({
    queryKey: [...queryKeys.incidentLists(), 'mine', userRef],
    enabled: userRef !== undefined,
    staleTime: 60_000,
    refetchInterval: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const { items: incidents, totalItems } = await api.listIncidents(
        {
          hasOpenActionItems: true,
          orderBy: '-updatedAt',
          limit: INCIDENTS_LOOKED_THROUGH,
        },
        { signal },
      );
      const answers = await Promise.allSettled(
        incidents.map(incident => api.getActionItems(incident.ref, { signal })),
      );
      const mine = answers.flatMap((answer, index): MyActionItem[] =>
        answer.status === 'fulfilled'
          ? answer.value.items
              .filter(
                item =>
                  (item.status === 'todo' || item.status === 'inProgress') &&
                  item.assignee?.userRef?.toLocaleLowerCase('en-US') ===
                    userRef,
              )
              .map(item => ({ item, incident: incidents[index] }))
          : [],
      );
      return {
        mine,
        complete:
          totalItems <= incidents.length &&
          answers.every(answer => answer.status === 'fulfilled'),
      };
    },
  });
}
