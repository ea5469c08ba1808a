import { ActionItemSource } from '@backstage-incidents/incidents-common';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/instants';
import { ActionItemRow, InstantColumn } from '../database/tables';
import { createDeltaStore, DeltaStore } from '../sync/DeltaStore';
import { AssignedItem } from './decideAssignments';
import { RemindedItem } from './decideReminders';
import { Occasion } from './occasions';

/** What Linear was last known to say must not be older than this to remind anyone. */
export const FRESH_MILLISECONDS = 24 * 60 * 60_000;
/** An incident closed longer ago is no news. */
const CLOSED_MILLISECONDS = 24 * 60 * 60_000;
const CHUNK = 200;
const OPEN: readonly string[] = ['todo', 'inProgress'];

/** An action item as notifications see it: one, however many incidents show it. */
export interface NotifiedItem extends RemindedItem, AssignedItem {
  identifier: string;
  title: string;
  /** Every incident that shows it, the one it belongs to first. */
  incidentNumbers: number[];
}

interface ItemRow extends ActionItemRow {
  incident_status: string;
  lead: string | null;
  parent_status: string | null;
  sync_error: string | null;
  last_success_at: InstantColumn | null;
}

/** What is true now, read from the database. */
export class NotificationFacts {
  readonly #database: IncidentsDatabase;
  readonly #deltas: DeltaStore;
  readonly #sources: readonly ActionItemSource[];

  constructor(options: {
    database: IncidentsDatabase;
    /** Which items are shown; nobody is told of others. */
    sources: readonly ActionItemSource[];
  }) {
    this.#database = options.database;
    this.#deltas = createDeltaStore(options);
    this.#sources = options.sources;
  }

  /** Items that are open and due before `until`. */
  async dueBefore(until: Date, now: Date): Promise<NotifiedItem[]> {
    const rows: Pick<ActionItemRow, 'issue_id'>[] = await this.#database
      .knex('action_items')
      .distinct('issue_id')
      .whereIn('status', OPEN)
      .where('due_at', '<=', until);
    return this.items(
      rows.map(row => row.issue_id),
      now,
    );
  }

  /** Items whose assignee is not the one of the last look. */
  async reassigned(now: Date): Promise<NotifiedItem[]> {
    const rows: Pick<ActionItemRow, 'issue_id'>[] = await this.#database
      .knex('action_items')
      .distinct('action_items.issue_id')
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
    return this.items(
      rows.map(row => row.issue_id),
      now,
    );
  }

  /** Those of the items that some incident shows. */
  async items(issueIds: readonly string[], now: Date): Promise<NotifiedItem[]> {
    const { lastCompleteAt } = await this.#deltas.read();
    const byIssue = new Map<string, ItemRow[]>();
    for (let start = 0; start < issueIds.length; start += CHUNK) {
      for (const row of await this.#rows(
        issueIds.slice(start, start + CHUNK),
      )) {
        byIssue.set(row.issue_id, [...(byIssue.get(row.issue_id) ?? []), row]);
      }
    }
    const since = now.getTime() - FRESH_MILLISECONDS;
    const isFresh = (row: ItemRow) =>
      row.incident_status !== 'canceled' &&
      row.parent_status === 'linked' &&
      row.sync_error === null &&
      [lastCompleteAt, row.last_success_at].some(
        at => at && toDate(at).getTime() >= since,
      );
    return [...byIssue.values()].map(rows => toItem(rows, isFresh));
  }

  /** Open items that an incident shows. */
  async countOpen(incidentNumber: number): Promise<number> {
    const { knex } = this.#database;
    const [row] = await knex('action_items')
      .where('incident_number', incidentNumber)
      .whereIn('status', OPEN)
      .whereIn('source', this.#sources)
      .whereNotIn(
        'issue_id',
        knex('parent_issues').select('issue_id').where('is_current', true),
      )
      .count({ count: '*' });
    return Number(row.count);
  }

  /** Incidents closed a short while ago. */
  async closed(now: Date): Promise<Occasion[]> {
    const rows: { number: number; closed_at: InstantColumn }[] =
      await this.#database
        .knex('incidents')
        .select('number', 'closed_at')
        .whereIn('status', ['done', 'canceled'])
        .where(
          'closed_at',
          '>=',
          new Date(now.getTime() - CLOSED_MILLISECONDS),
        );
    return rows.map(row => ({
      kind: 'closed',
      incidentNumber: row.number,
      closedAt: toDate(row.closed_at).toISOString(),
    }));
  }

  /** Work that needs a person, newest first. */
  async escalated(): Promise<
    {
      occasion: Extract<Occasion, { kind: 'escalated' }>;
      incidentNumber: number | undefined;
    }[]
  > {
    const rows: {
      id: string;
      incident_number: number | null;
      escalated_at: InstantColumn;
    }[] = await this.#database
      .knex('jobs')
      .select('id', 'incident_number', 'escalated_at')
      .where('state', 'escalated')
      .whereNotNull('escalated_at')
      .orderBy('escalated_at', 'desc');
    return rows.map(row => ({
      occasion: {
        kind: 'escalated',
        workId: row.id,
        escalatedAt: toDate(row.escalated_at).toISOString(),
      },
      incidentNumber: row.incident_number ?? undefined,
    }));
  }

  /** An issue that is an incident's parent is never an action item. */
  async #rows(issueIds: readonly string[]): Promise<ItemRow[]> {
    const { knex } = this.#database;
    const current = () =>
      knex('parent_issues').select('issue_id').where('is_current', true);
    return knex('action_items')
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
      .select('action_items.*', {
        incident_status: 'incidents.status',
        lead: 'incidents.lead',
        parent_status: 'parent_issues.status',
        sync_error: 'jobs.reason',
        last_success_at: 'incident_syncs.last_success_at',
      })
      .whereIn('action_items.issue_id', issueIds)
      .whereIn('action_items.source', this.#sources)
      .whereNotIn('action_items.issue_id', current());
  }
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
    recipient: assigneeRef ?? homes[0].lead ?? undefined,
    incidentNumbers: homes.map(row => row.incident_number),
  };
}
