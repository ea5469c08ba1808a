import { Knex } from 'knex';
import { Requester } from './Requester';

/** The part of an incident that decides who may see it. */
export interface PrivacyFacts {
  visibility: string;
  lead: string | undefined;
  reporter: string | undefined;
  participants: readonly string[];
}

/**
 * Whether the requester may read an incident in full. Privacy is not a permission:
 * no policy widens it.
 */
export function maySee(requester: Requester, incident: PrivacyFacts): boolean {
  if (incident.visibility === 'public') {
    return true;
  }
  switch (requester.kind) {
    case 'service':
      return false;
    case 'user':
      return (
        requester.readsEverything ||
        requester.userRef === incident.lead ||
        requester.userRef === incident.reporter ||
        incident.participants.includes(requester.userRef)
      );
    default:
      throw new Error(
        `Unknown requester ${JSON.stringify(requester satisfies never)}`,
      );
  }
}

/** The same rule in SQL, for queries over `incidents`. */
export function onlyVisible(
  query: Knex.QueryBuilder,
  requester: Requester,
): Knex.QueryBuilder {
  if (requester.kind === 'user' && requester.readsEverything) {
    return query;
  }
  return query.where(visible => {
    visible.where('incidents.visibility', 'public');
    if (requester.kind === 'user') {
      visible
        .orWhere('incidents.lead', requester.userRef)
        .orWhere('incidents.reporter', requester.userRef)
        .orWhereExists(participant =>
          participant
            .from('incident_participants')
            .whereRaw(
              'incident_participants.incident_number = incidents.number',
            )
            .where('incident_participants.user_ref', requester.userRef),
        );
    }
  });
}
