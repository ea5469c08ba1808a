import { ListIncidents } from '@backstage-incidents/incidents-common';

const NON_REVEALING_PARAMS: readonly string[] = [
  'visibility',
  'orderBy',
  'limit',
  'cursor',
];

/**
 * Whether a list reveals no more of its incidents than that they exist. Matching
 * or ordering by anything else would reveal a secret of a private one.
 */
export function revealsOnlyExistence(query: ListIncidents): boolean {
  return (
    ['createdAt', '-createdAt'].includes(query.orderBy) &&
    Object.entries(query).every(
      ([key, value]) =>
        value === undefined || NON_REVEALING_PARAMS.includes(key),
    )
  );
}
