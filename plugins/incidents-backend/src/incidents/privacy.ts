import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { applyFilter, IncidentFilter, incidentRules } from './incidentRules';
import { IncidentRecord } from './IncidentRecord';
import { Requester } from './Requester';

/** A condition on an incident, on a record and in SQL side by side. */
interface Condition {
  matches(incident: IncidentRecord): boolean;
  /** Adds it to a query over `incidents`. */
  addTo: IncidentFilter;
}

/** The condition of a permission rule. */
function byRule<P>(
  rule: {
    apply(incident: IncidentRecord, params: P): boolean;
    toQuery(params: P): PermissionCriteria<IncidentFilter>;
  },
  params: P,
): Condition {
  return {
    matches: incident => rule.apply(incident, params),
    addTo: query => applyFilter(query, rule.toQuery(params)),
  };
}

/** Which incidents someone may read: by privacy, and by what the policy leaves of those. */
export interface ReadScope {
  requester: Requester;
  /** Adds the policy's conditions to a query over `incidents`. */
  narrow: IncidentFilter;
}

/**
 * Privacy: any of these conditions lets the requester read an incident in full;
 * `everything` needs none. Privacy is not a permission: no policy widens it.
 */
function conditionsFor(requester: Requester): Condition[] | 'everything' {
  const { isPublic, isLead, isParticipant } = incidentRules;
  const everyone = byRule(isPublic, undefined);
  switch (requester.kind) {
    case 'service':
      return [everyone];
    case 'user': {
      if (requester.readsEverything) return 'everything';
      const { userRef, groupRefs } = requester;
      const isReporter: Condition = {
        matches: incident => incident.reporter === userRef,
        addTo: query => query.where('incidents.reporter', userRef),
      };
      return [
        everyone,
        byRule(isLead, { userRefs: [userRef] }),
        byRule(isParticipant, { userRefs: [userRef, ...groupRefs] }),
        isReporter,
      ];
    }
    default:
      throw new Error(
        `Unknown requester ${JSON.stringify(requester satisfies never)}`,
      );
  }
}

/** Whether privacy lets the requester read an incident in full. */
export function canRead(
  requester: Requester,
  incident: IncidentRecord,
): boolean {
  const conditions = conditionsFor(requester);
  return (
    conditions === 'everything' ||
    conditions.some(({ matches }) => matches(incident))
  );
}

/** Narrows a query over `incidents` to those that someone may read in full. */
export function onlyReadable(
  query: Knex.QueryBuilder,
  scope: ReadScope,
): Knex.QueryBuilder {
  const conditions = conditionsFor(scope.requester);
  if (conditions !== 'everything') {
    query.where(any => {
      for (const { addTo } of conditions) any.orWhere(one => addTo(one));
    });
  }
  scope.narrow(query);
  return query;
}

/** Private incidents that someone may not read, as a query for their numbers. */
function hiddenIncidents(knex: Knex, scope: ReadScope): Knex.QueryBuilder {
  const isPrivate = () =>
    knex('incidents')
      .select('incidents.number')
      .where('incidents.visibility', 'private');
  return isPrivate().whereNotIn(
    'incidents.number',
    onlyReadable(isPrivate(), scope),
  );
}

/** Ids of the present and former parents of incidents. */
const parentsOf = (knex: Knex, incidents: Knex.QueryBuilder) =>
  knex('parent_issues')
    .select('issue_id')
    .whereIn('incident_number', incidents)
    .unionAll(
      knex('former_issues')
        .select('issue_id')
        .where('was', 'parent')
        .whereIn('incident_number', incidents),
    );

/**
 * The one rule on issues: to whoever may not see a private incident, its present
 * and former parents and their sub-issues are items of no incident. As a query
 * for the ids of those issues.
 */
export function hiddenIssues(knex: Knex, scope: ReadScope): Knex.QueryBuilder {
  const hidden = hiddenIncidents(knex, scope);
  return parentsOf(knex, hidden).unionAll(
    knex('action_items')
      .select('issue_id')
      .whereIn('parent_issue_id', parentsOf(knex, hidden)),
  );
}

/**
 * Whether someone must not learn of an issue, so that nobody links or attaches
 * it: it is or was the parent or an item of a private incident that they may not
 * see, or is anywhere beneath one of its parents.
 *
 * @param lineage - UUIDs of the issue and of what is above it in Linear, nearest first
 */
export async function isHiddenIssue(
  knex: Knex,
  scope: ReadScope,
  [id, ...above]: readonly string[],
): Promise<boolean> {
  const hidden = hiddenIncidents(knex, scope);
  const among = (table: string, issueIds: string[]) =>
    knex(table)
      .select('issue_id')
      .whereIn('issue_id', issueIds)
      .whereIn('incident_number', hidden);
  const found: unknown[] = await among('parent_issues', [id, ...above])
    .unionAll([
      among('former_issues', [id]),
      among('former_issues', above).where('was', 'parent'),
      among('action_items', [id]),
    ])
    .limit(1);
  return found.length > 0;
}

/** An incident in full, or only what a service principal gets of a private one. */
export interface VisibleIncident {
  form: 'full' | 'redacted';
  record: IncidentRecord;
}

/** The incident in the form that the requester gets; `undefined`: for them it does not exist. */
export function visibleIncident(
  requester: Requester,
  record: IncidentRecord,
): VisibleIncident | undefined {
  if (canRead(requester, record)) return { form: 'full', record };
  return requester.kind === 'service'
    ? { form: 'redacted', record }
    : undefined;
}
