import {
  FindActionItems,
  IncidentActionItemPage,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { toIso } from '../database/columns';
import { pageOf, readCursor } from '../database/keysetCursor';
import { ActionItemRow } from '../database/tables';
import { toIncidentSummary } from '../incidents/IncidentRecord';
import {
  IncidentQueries,
  IS_OVERDUE,
  matchingIncidents,
} from '../incidents/matchingIncidents';
import { ReadScope } from '../incidents/privacy';
import { actionItemView } from './actionItemViews';
import { toStoredActionItem } from './StoredActionItem';

/** The columns of an incident that would clash with those of its items. */
const INCIDENT_COLUMNS = {
  incident_title: 'incidents.title',
  incident_severity: 'incidents.severity',
  incident_status: 'incidents.status',
  incident_visibility: 'incidents.visibility',
} as const;
type IncidentColumns = Record<keyof typeof INCIDENT_COLUMNS, string>;

const ORDER =
  'case when action_items.due_at is null then 1 else 0 end, action_items.due_at, action_items.issue_id, action_items.incident_number';

/** Due instant, if it has one, issue id and incident number of a page's last item. */
const cursorSchema = z.object({
  dueAt: z.iso.datetime().optional(),
  issueId: z.string().regex(/^\P{Cc}+$/u),
  incident: z.int32(),
});

/**
 * The shown items of the incidents that someone may read, what is due first
 * before the rest. An item of two incidents is there for each of them.
 *
 * @param query.assignees - users only
 */
export async function findActionItems(
  queries: IncidentQueries,
  query: Omit<FindActionItems, 'assignee'> & { assignees?: readonly string[] },
  scope: ReadScope,
): Promise<IncidentActionItemPage> {
  const now = queries.now();
  const { knex } = queries.database;
  const matching = queries
    .shownItems(scope)
    .withMaterialized(
      'matching',
      matchingIncidents(queries, {
        filters: { affects: query.affects },
        scope,
      }).select('incidents.number'),
    )
    .innerJoin('matching', 'matching.number', 'action_items.incident_number');
  if (query.assignees) {
    matching.whereIn('action_items.assignee_ref', query.assignees);
  }
  if (query.status) matching.whereIn('action_items.status', query.status);
  if (query.overdue === true) matching.whereRaw(IS_OVERDUE, [now]);
  if (query.overdue === false) matching.whereRaw(`not ${IS_OVERDUE}`, [now]);

  const [counts]: {
    total: number | string;
    overdue: number | string | null;
  }[] = await matching
    .clone()
    .count({ total: '*' })
    .select({
      overdue: knex.raw(`sum(case when ${IS_OVERDUE} then 1 else 0 end)`, [
        now,
      ]),
    });
  const keys = matching
    .clone()
    .select('action_items.incident_number', 'action_items.issue_id')
    .orderByRaw(ORDER)
    .limit(query.limit + 1);
  if (query.cursor !== undefined) {
    addCursor(keys, readCursor(cursorSchema, query.cursor));
  }
  // One statement finds and reads them, so that an incident that has just
  // become private cannot slip in between.
  const rows: (ActionItemRow & IncidentColumns)[] = await knex('action_items')
    .innerJoin(keys.as('page'), on =>
      on
        .on('page.incident_number', 'action_items.incident_number')
        .on('page.issue_id', 'action_items.issue_id'),
    )
    .innerJoin('incidents', 'incidents.number', 'action_items.incident_number')
    .select('action_items.*', INCIDENT_COLUMNS)
    .orderByRaw(ORDER);
  const { shown, nextCursor } = pageOf(rows, query.limit, last => ({
    dueAt: toIso(last.due_at),
    issueId: last.issue_id,
    incident: last.incident_number,
  }));
  return {
    items: shown.map(row => ({
      incident: toIncidentSummary(
        {
          number: row.incident_number,
          title: row.incident_title,
          severity: row.incident_severity,
          status: row.incident_status,
          visibility: row.incident_visibility,
        },
        queries.prefix,
      ),
      actionItem: actionItemView(toStoredActionItem(row), now),
    })),
    nextCursor,
    totalItems: Number(counts.total),
    overdueItems: Number(counts.overdue),
  };
}

function addCursor(
  page: Knex.QueryBuilder,
  { dueAt, issueId, incident }: z.infer<typeof cursorSchema>,
): void {
  const beyond =
    '(action_items.issue_id > ? or (action_items.issue_id = ? and action_items.incident_number > ?))';
  const tie = [issueId, issueId, incident];
  if (dueAt === undefined) {
    page.whereRaw(`(action_items.due_at is null and ${beyond})`, tie);
  } else {
    const due = new Date(dueAt);
    page.whereRaw(
      `(action_items.due_at is null or action_items.due_at > ? or (action_items.due_at = ? and ${beyond}))`,
      [due, due, ...tie],
    );
  }
}
