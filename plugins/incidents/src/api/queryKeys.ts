import {
  ActionItemFilters,
  IncidentFilters,
} from '@backstage-incidents/incidents-common';

/** Keys of the plugin's cache. */
export const queryKeys = {
  incident: (ref: string) => ['incident', ref] as const,
  actionItems: (ref: string) => ['incident', ref, 'action-items'] as const,
  incidentLists: () => ['incidents'] as const,
  incidentList: (filters: IncidentFilters) => ['incidents', filters] as const,
  openActionItems: (filters: ActionItemFilters) =>
    ['open-action-items', filters] as const,
  linearStatus: () => ['linear-status'] as const,
};
