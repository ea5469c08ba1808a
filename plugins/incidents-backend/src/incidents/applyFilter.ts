import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { IncidentFilter } from './incidentRules';

/** Conditions of a policy in SQL, for queries over `incidents`. */
export function applyFilter(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<IncidentFilter>,
): void {
  if (typeof criteria === 'function') {
    query.where(criteria);
  } else if ('allOf' in criteria) {
    query.where(all => {
      for (const part of criteria.allOf)
        all.where(one => applyFilter(one, part));
    });
  } else if ('anyOf' in criteria) {
    query.where(any => {
      for (const part of criteria.anyOf)
        any.orWhere(one => applyFilter(one, part));
    });
  } else {
    query.whereNot(one => applyFilter(one, criteria.not));
  }
}
