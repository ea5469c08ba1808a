import { Knex } from 'knex';
import { Viewer } from './Viewer';

/** The part of an incident that decides who may see it. */
export interface PrivacyFacts {
  visibility: string;
  lead: string | undefined;
  reporter: string | undefined;
  participants: readonly string[];
}

/**
 * Whether the viewer may read an incident in full. Privacy is not a permission:
 * no policy widens it.
 */
export function maySee(viewer: Viewer, incident: PrivacyFacts): boolean {
  if (incident.visibility === 'public') {
    return true;
  }
  switch (viewer.kind) {
    case 'service':
      return false;
    case 'user':
      return (
        viewer.readsEverything ||
        viewer.userRef === incident.lead ||
        viewer.userRef === incident.reporter ||
        incident.participants.includes(viewer.userRef)
      );
    default:
      throw new Error(
        `Unknown viewer ${JSON.stringify(viewer satisfies never)}`,
      );
  }
}

/** The same rule in SQL, for queries over `incidents`. */
export function onlyVisible(
  query: Knex.QueryBuilder,
  viewer: Viewer,
): Knex.QueryBuilder {
  if (viewer.kind === 'user' && viewer.readsEverything) {
    return query;
  }
  return query.where(visible => {
    visible.where('incidents.visibility', 'public');
    if (viewer.kind === 'user') {
      visible
        .orWhere('incidents.lead', viewer.userRef)
        .orWhere('incidents.reporter', viewer.userRef)
        .orWhereExists(participant =>
          participant
            .from('incident_participants')
            .whereRaw(
              'incident_participants.incident_number = incidents.number',
            )
            .where('incident_participants.user_ref', viewer.userRef),
        );
    }
  });
}
