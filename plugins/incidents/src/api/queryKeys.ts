import {
  ActionItemFilters,
  IncidentFilters,
  RoutingPreview,
} from '@backstage-incidents/incidents-common';

/** Keys of the plugin's cache; invalidating a key also invalidates all keys that begin with it. */
export const queryKeys = {
  incident: (ref: string) => ['incident', ref] as const,
  actionItems: (ref: string) => ['incident', ref, 'action-items'] as const,
  timeline: (ref: string) => ['incident', ref, 'timeline'] as const,
  incidentLists: () => ['incidents'] as const,
  incidentList: (filters: IncidentFilters) => ['incidents', filters] as const,
  facets: () => ['incidents', 'facets'] as const,
  statistics: (query: IncidentFilters & { weeks: number }) =>
    ['incidents', 'statistics', query] as const,
  openActionItems: (filters: ActionItemFilters) =>
    ['open-action-items', filters] as const,
  linearStatus: () => ['linear-status'] as const,
  doctor: () => ['doctor'] as const,
  routingPreview: (draft: RoutingPreview) =>
    ['routing-preview', draft] as const,
  currentUser: () => ['current-user'] as const,
  teamMembers: () => ['team-members'] as const,
  catalogUser: (userRef: string | undefined) =>
    ['catalog-user', userRef] as const,
  runbooks: (affects: readonly string[]) => ['runbooks', affects] as const,
  userPicture: (userRef: string) => ['user-picture', userRef] as const,
};
