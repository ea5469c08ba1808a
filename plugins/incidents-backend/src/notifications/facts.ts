import { Knex } from 'knex';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/columns';
import { ActionItemRow, InstantColumn, JobRow } from '../database/tables';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { hiddenIssues, onlyReadable } from '../incidents/privacy';
import { Requester } from '../incidents/Requester';
import { AssignedItem, TriggerOf } from './triggers';

/** What Linear was last known to say must not be older than this to remind anyone. */
const FRESH_MS = 24 * 60 * 60_000;
/** An incident closed longer ago is no news. */
const CLOSED_MS = 24 * 60 * 60_000;
const OPEN: readonly string[] = ['todo', 'inProgress'];

/** Numbers of incidents, or all of them. */
export type IncidentScope = readonly number[] | 'all';

/** An action item as notifications see it: one, however many incidents show it. */
export interface NotifiedItem extends AssignedItem {
  identifier: string;
  title: string;
  dueAt: Date | undefined;
  /** False while its data may be out of date: no reminder is sent then. */
  fresh: boolean;
  /** Entity refs of who may be reminded, as far as they may read it: the assignee, then leads. */
  candidates: string[];
  /** Every incident that shows it, the one it belongs to first. */
  incidentNumbers: number[];
}

interface ItemRow extends ActionItemRow {
  incident_status: string;
  lead: string | null;
  parent_status: string | null;
  sync_error: string | null;
  last_success_at: InstantColumn | null;
  recorded_version: number | null;
  recorded_assignee_id: string | null;
}

/** The current state, read from the database. */
export type NotificationFacts = ReturnType<typeof createNotificationFacts>;

/** Items that are not shown cause no notifications. */
export function createNotificationFacts(deps: {
  database: IncidentsDatabase;
  actionItems: ActionItemStore;
  now: () => Date;
}) {
  const { actionItems } = deps;
  const { knex } = deps.database;
  const fromNow = (ms: number) => new Date(deps.now().getTime() + ms);

  /** Those of the issues that some incident shows. */
  async function itemsIn(issueIds: Knex.QueryBuilder): Promise<NotifiedItem[]> {
    const delta: { last_complete_at: InstantColumn | null } | undefined =
      await knex('deltas').first('last_complete_at');
    const rows: ItemRow[] = await actionItems
      .shown({})
      .join('incidents', 'incidents.number', 'action_items.incident_number')
      .leftJoin('parent_issues', on =>
        on
          .on('parent_issues.incident_number', 'action_items.incident_number')
          .andOnVal('parent_issues.is_current', true),
      )
      .leftJoin('jobs', on =>
        on
          .on('jobs.incident_number', 'action_items.incident_number')
          .andOnVal('jobs.kind', 'refresh'),
      )
      .leftJoin(
        'incident_syncs',
        'incident_syncs.incident_number',
        'action_items.incident_number',
      )
      .leftJoin(
        'notified_assignees',
        'notified_assignees.issue_id',
        'action_items.issue_id',
      )
      .select('action_items.*', {
        incident_status: 'incidents.status',
        lead: 'incidents.lead',
        parent_status: 'parent_issues.status',
        sync_error: 'jobs.reason',
        last_success_at: 'incident_syncs.last_success_at',
        recorded_version: 'notified_assignees.version',
        recorded_assignee_id: 'notified_assignees.assignee_id',
      })
      .whereIn('action_items.issue_id', issueIds);
    const since = fromNow(-FRESH_MS);
    const isFresh = (row: ItemRow) =>
      row.incident_status !== 'canceled' &&
      row.parent_status === 'linked' &&
      row.sync_error === null &&
      [delta?.last_complete_at, row.last_success_at].some(
        at => at && toDate(at) >= since,
      );
    const byIssue = new Map<string, ItemRow[]>();
    for (const row of rows) {
      byIssue.set(row.issue_id, [...(byIssue.get(row.issue_id) ?? []), row]);
    }
    return [...byIssue.values()].map(same => toItem(same, isFresh));
  }

  return {
    /** The item of an issue, if some incident shows it. */
    async find(issueId: string): Promise<NotifiedItem | undefined> {
      const [item] = await itemsIn(
        knex('action_items').select('issue_id').where('issue_id', issueId),
      );
      return item;
    },

    /** The incident at which someone finds an item; `undefined`: for them there is no such item. */
    async homeFor(
      { issueId, incidentNumbers }: NotifiedItem,
      requester: Requester,
    ): Promise<number | undefined> {
      // Nobody is here in whose name the policy could be asked.
      const scope = { requester, narrow: () => {} };
      const readable: number[] = await onlyReadable(
        knex('incidents')
          .whereIn('incidents.number', incidentNumbers)
          .whereNotExists(
            knex
              .select(knex.raw('1'))
              .from(hiddenIssues(knex, scope).as('hidden'))
              .where('hidden.issue_id', issueId),
          ),
        scope,
      ).pluck('incidents.number');
      return incidentNumbers.find(number => readable.includes(number));
    },

    /** Items that are open and due in so many milliseconds, or overdue. */
    dueWithin: (ms: number) =>
      itemsIn(
        knex('action_items')
          .select('issue_id')
          .whereIn('status', OPEN)
          .where('due_at', '<=', fromNow(ms)),
      ),

    /** Items whose assignee is not the recorded one. */
    reassigned(scope: IncidentScope): Promise<NotifiedItem[]> {
      const changed = knex('action_items')
        .select('action_items.issue_id')
        .leftJoin(
          'notified_assignees',
          'notified_assignees.issue_id',
          'action_items.issue_id',
        )
        .where(differs =>
          differs
            .whereNull('notified_assignees.issue_id')
            .orWhereRaw(
              "coalesce(notified_assignees.assignee_id, '') <> coalesce(action_items.assignee_id, '')",
            ),
        );
      if (scope !== 'all') {
        changed.whereIn('action_items.incident_number', scope);
      }
      return itemsIn(changed);
    },

    /** Open items that an incident shows to everyone who can read it. */
    async countOpen({ number, visibility }: IncidentRecord): Promise<number> {
      const anyone = { kind: 'service' as const, subject: '' };
      const scope = { requester: anyone, narrow: () => {} };
      const [row] = await actionItems
        .shown(visibility === 'public' ? { scope } : {})
        .where('incident_number', number)
        .whereIn('status', OPEN)
        .count({ count: '*' });
      return Number(row.count);
    },

    /** Incidents closed a short while ago. */
    async closed(scope: IncidentScope): Promise<TriggerOf<'closed'>[]> {
      const query = knex('incidents')
        .select('number', 'closed_at')
        .whereIn('status', ['done', 'canceled'])
        .where('closed_at', '>=', fromNow(-CLOSED_MS));
      if (scope !== 'all') {
        query.whereIn('number', scope);
      }
      const rows: { number: number; closed_at: InstantColumn }[] = await query;
      return rows.map(row => ({
        kind: 'closed',
        incidentNumber: row.number,
        closedAt: toDate(row.closed_at).toISOString(),
      }));
    },

    /** Who brought the incident to the status that it has; absent when that was automatic. */
    async statusSetBy(incidentNumber: number): Promise<string | undefined> {
      const row = await knex('timeline_entries')
        .where({ incident_number: incidentNumber, kind: 'statusChanged' })
        .orderBy('position', 'desc')
        .first('actor');
      return row?.actor ?? undefined;
    },

    /**
     * Jobs that need attention, newest first. Not the one that sends
     * notifications: a notification of it could not be sent, and would resume it.
     */
    async escalated() {
      const rows: (JobRow & { escalated_at: InstantColumn })[] = await knex(
        'jobs',
      )
        .where('state', 'escalated')
        .whereNot('kind', 'notify')
        .whereNotNull('escalated_at')
        .orderBy('escalated_at', 'desc');
      return rows.map(row => ({
        trigger: {
          kind: 'escalated' as const,
          jobId: row.id,
          escalatedAt: toDate(row.escalated_at).toISOString(),
        },
        incidentNumber: row.incident_number ?? undefined,
      }));
    },
  };
}

/** The latest reading of an item says how it is; each incident's says where it belongs. */
function toItem(
  rows: readonly ItemRow[],
  isFresh: (row: ItemRow) => boolean,
): NotifiedItem {
  const rank = (row: ItemRow) =>
    (isFresh(row) ? 0 : 2) + (row.source === 'child' ? 0 : 1);
  const [latest] = [...rows].sort(
    (left, right) =>
      toDate(right.issue_updated_at).getTime() -
      toDate(left.issue_updated_at).getTime(),
  );
  const homes = [...rows].sort(
    (left, right) =>
      rank(left) - rank(right) || left.incident_number - right.incident_number,
  );
  const assigneeRef = latest.assignee_ref ?? undefined;
  return {
    issueId: latest.issue_id,
    identifier: latest.identifier,
    title: latest.title,
    open: OPEN.includes(latest.status),
    dueAt: latest.due_at === null ? undefined : toDate(latest.due_at),
    fresh: rows.some(isFresh),
    createdAt: toDate(latest.issue_created_at),
    assigneeId: latest.assignee_id ?? undefined,
    assigneeRef,
    recorded:
      latest.recorded_version === null
        ? undefined
        : {
            version: latest.recorded_version,
            assigneeId: latest.recorded_assignee_id ?? undefined,
          },
    candidates: [assigneeRef, ...homes.map(row => row.lead)].filter(
      ref => typeof ref === 'string',
    ),
    incidentNumbers: homes.map(row => row.incident_number),
  };
}
