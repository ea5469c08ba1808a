import {
  incidentStatusSchema,
  FindActionItems,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { toIso } from '../database/instants';
import { readCursor, writeCursor } from '../database/keysetCursor';
import { ActionItemRow } from '../database/tables';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { MatchingIncidents } from '../incidents/MatchingIncidents';
import { ReadScope } from '../incidents/ReadScope';
import { toStoredActionItem } from './actionItemRows';
import { StoredActionItem } from './mapActionItem';

const OVERDUE =
  "(action_items.status in ('todo', 'inProgress') and action_items.due_at is not null and action_items.due_at <= ?)";

const ORDER =
  'case when action_items.due_at is null then 1 else 0 end, action_items.due_at, action_items.issue_id, action_items.incident_number';

/** Due instant, if it has one, issue id and incident number of a page's last item. */
const cursorSchema = z.object({
  dueAt: z.iso.datetime().optional(),
  issueId: z.string().regex(/^\P{Cc}+$/u),
  incident: z.int32(),
});

/** An action item, and as much of its incident as a line about it tells. */
export interface ItemOfIncident {
  incident: Pick<
    IncidentRecord,
    'number' | 'title' | 'severity' | 'status' | 'visibility'
  >;
  item: StoredActionItem;
}

/** A page of action items of all incidents. */
export interface ItemsOfIncidentsPage {
  items: ItemOfIncident[];
  nextCursor: string | undefined;
  totalItems: number;
  overdueItems: number;
}

interface Row extends ActionItemRow {
  incident_title: string;
  incident_severity: string;
  incident_status: string;
  incident_visibility: string;
}

/**
 * The shown items of the incidents that someone may read, what is due first
 * before the rest. An item of two incidents is there for each of them.
 */
export async function findActionItems(options: {
  knex: Knex;
  incidents: MatchingIncidents;
  /** Action items that count, as a query over `action_items`. */
  shownItems: Knex.QueryBuilder;
  query: Omit<FindActionItems, 'assignee'> & {
    /** Users only. */
    assignees?: readonly string[];
  };
  scope: ReadScope;
  now: Date;
}): Promise<ItemsOfIncidentsPage> {
  const { knex, incidents, shownItems, query, scope, now } = options;
  const matching = shownItems
    .withMaterialized(
      'matching',
      incidents
        .query({ filters: { affects: query.affects }, scope })
        .select('incidents.number'),
    )
    .innerJoin('matching', 'matching.number', 'action_items.incident_number');
  if (query.assignees) {
    matching.whereIn('action_items.assignee_ref', query.assignees);
  }
  if (query.status) matching.whereIn('action_items.status', query.status);
  if (query.overdue === true) matching.whereRaw(OVERDUE, [now]);
  if (query.overdue === false) matching.whereRaw(`not ${OVERDUE}`, [now]);

  const [counts]: {
    total: number | string;
    overdue: number | string | null;
  }[] = await matching
    .clone()
    .count({ total: '*' })
    .select({
      overdue: knex.raw(`sum(case when ${OVERDUE} then 1 else 0 end)`, [now]),
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
  const rows: Row[] = await knex('action_items')
    .innerJoin(keys.as('page'), on =>
      on
        .on('page.incident_number', 'action_items.incident_number')
        .on('page.issue_id', 'action_items.issue_id'),
    )
    .innerJoin('incidents', 'incidents.number', 'action_items.incident_number')
    .select('action_items.*', {
      incident_title: 'incidents.title',
      incident_severity: 'incidents.severity',
      incident_status: 'incidents.status',
      incident_visibility: 'incidents.visibility',
    })
    .orderByRaw(ORDER);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItemOfIncident),
    nextCursor:
      last && rows.length > query.limit
        ? writeCursor({
            dueAt: toIso(last.due_at),
            issueId: last.issue_id,
            incident: last.incident_number,
          })
        : undefined,
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

function toItemOfIncident(row: Row): ItemOfIncident {
  return {
    incident: {
      number: row.incident_number,
      title: row.incident_title,
      severity: severitySchema.parse(row.incident_severity),
      status: incidentStatusSchema.parse(row.incident_status),
      visibility: visibilitySchema.parse(row.incident_visibility),
    },
    item: toStoredActionItem(row),
  };
}
