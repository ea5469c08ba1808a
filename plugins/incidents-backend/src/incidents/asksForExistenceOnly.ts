import { ListIncidents } from '@backstage-incidents/incidents-common';

const HARMLESS: readonly string[] = [
  'visibility',
  'orderBy',
  'limit',
  'cursor',
];

/**
 * Whether a list tells no more of its incidents than that they exist. Matching
 * or ordering by anything else would tell a secret of a private one.
 */
export function asksForExistenceOnly(query: ListIncidents): boolean {
  return (
    ['createdAt', '-createdAt'].includes(query.orderBy) &&
    Object.entries(query).every(
      ([key, value]) => value === undefined || HARMLESS.includes(key),
    )
  );
}
