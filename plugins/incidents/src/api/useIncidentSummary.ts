import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { listAllIncidents } from './listAllIncidents';
import { queryKeys } from './queryKeys';

/** The numbers above the list of incidents. */
export interface IncidentSummary {
  open: number;
  openItems: number;
  overdueItems: number;
  /** When the open incidents started. */
  startedAt: string[];
  /** False when there were more incidents than are counted for items and age. */
  complete: boolean;
}

/** Counts what is open, over everything the reader may see. */
export function useIncidentSummary() {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: [...queryKeys.incidentLists(), 'summary'],
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<IncidentSummary> => {
      const [open, withItems] = await Promise.all([
        listAllIncidents({
          api,
          signal,
          filters: { status: ['active', 'mitigated', 'postmortem'] },
        }),
        listAllIncidents({
          api,
          signal,
          filters: { hasOpenActionItems: true },
        }),
      ]);
      let openItems = 0;
      let overdueItems = 0;
      for (const { progress } of withItems.incidents) {
        openItems += progress.todo + progress.inProgress;
        overdueItems += progress.overdue;
      }
      return {
        open: open.total,
        openItems,
        overdueItems,
        startedAt: open.incidents.map(incident => incident.startedAt),
        complete: open.complete && withItems.complete,
      };
    },
  });
}
