import { Knex } from 'knex';
import { updateVersioned } from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/instants';
import { NotificationRow, NotifiedAssigneeRow } from '../database/tables';
import { AssignmentChange, KnownAssignee } from './decideAssignments';
import { Occasion, occasionKey, occasionSchema } from './occasions';

const CLAIM_MILLISECONDS = 60_000;
/** How many attempts may have an unknown end: the first, and one after a crash. */
const MAX_OPEN_ATTEMPTS = 2;
const CHUNK = 200;

/** An occasion that this process is telling of. */
export interface ClaimedNotification {
  key: string;
  occasion: Occasion;
  createdAt: Date;
}

/** What was and is to be told, in the database. */
export class NotificationStore {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  /** Which of these have come up before. */
  async known(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (const part of chunks(keys)) {
      const rows: Pick<NotificationRow, 'key'>[] = await this.#database
        .knex('notifications')
        .select('key')
        .whereIn('key', part);
      for (const { key } of rows) known.add(key);
    }
    return known;
  }

  /** To be told, each once however often and by how many replicas it is found. */
  async add(
    occasions: readonly Occasion[],
    now: Date,
    knex: Knex = this.#database.knex,
  ): Promise<void> {
    for (const occasion of occasions) {
      await this.#insert(knex, occasion, 'pending', now);
    }
  }

  /** As `add`, but one message tells of all of them. */
  async addTogether(occasions: readonly Occasion[], now: Date): Promise<void> {
    await this.#database.knex.transaction(async tx => {
      let state: NotificationRow['state'] = 'pending';
      for (const occasion of occasions) {
        if (await this.#insert(tx, occasion, state, now)) {
          state = 'dropped';
        }
      }
    });
  }

  /** The next that nobody is sending, the least failed and oldest first. */
  async claim(): Promise<ClaimedNotification | undefined> {
    const { knex, isPostgres } = this.#database;
    const now = this.#database.nowPlus(0);
    const next = knex('notifications')
      .select('key')
      .where('state', 'pending')
      .where('open_attempts', '<', MAX_OPEN_ATTEMPTS)
      .where(free =>
        free.whereNull('claimed_until').orWhere('claimed_until', '<=', now),
      )
      .orderBy(['failures', 'created_at', 'key'])
      .limit(1);
    const [row]: NotificationRow[] = await knex('notifications')
      .whereIn('key', isPostgres ? next.forUpdate().skipLocked() : next)
      .update({
        open_attempts: knex.raw('open_attempts + 1'),
        claimed_until: this.#database.nowPlus(CLAIM_MILLISECONDS),
      })
      .returning('*');
    return (
      row && {
        key: row.key,
        occasion: occasionSchema.parse(JSON.parse(row.occasion)),
        createdAt: toDate(row.created_at),
      }
    );
  }

  async settle(key: string, state: 'sent' | 'dropped'): Promise<void> {
    await this.#database
      .knex('notifications')
      .where({ key })
      .update({ state, claimed_until: null });
  }

  /** Known not to have been sent: it may be tried again, how often does not matter. */
  async fail(key: string): Promise<void> {
    const { knex } = this.#database;
    await knex('notifications')
      .where({ key })
      .update({
        failures: knex.raw('failures + 1'),
        open_attempts: knex.raw('open_attempts - 1'),
        claimed_until: null,
      });
  }

  /** To whom items were assigned at the last look. */
  async assignees(
    issueIds: readonly string[],
  ): Promise<ReadonlyMap<string, KnownAssignee>> {
    const known = new Map<string, KnownAssignee>();
    for (const part of chunks(issueIds)) {
      const rows: NotifiedAssigneeRow[] = await this.#database
        .knex('notified_assignees')
        .whereIn('issue_id', part);
      for (const row of rows) {
        known.set(row.issue_id, {
          version: row.version,
          assigneeId: row.assignee_id ?? undefined,
        });
      }
    }
    return known;
  }

  /** Remembers a look; whoever of several replicas is first also tells. */
  async look(change: AssignmentChange, now: Date): Promise<void> {
    const { issueId, assigneeId, expectedVersion } = change;
    await this.#database.knex.transaction(async tx => {
      if (!(await this.#remember(tx, change))) return;
      if (change.tell && assigneeId !== undefined) {
        await this.add(
          [
            {
              kind: 'assigned',
              issueId,
              assigneeId,
              assignment: expectedVersion + 1,
            },
          ],
          now,
          tx,
        );
      }
    });
  }

  /** Forgets what can come up no more. */
  async purge(createdBefore: Date): Promise<void> {
    const { knex } = this.#database;
    await knex('notifications')
      .where('created_at', '<', createdBefore)
      .delete();
    await knex('notified_assignees')
      .whereNotExists(
        knex('action_items')
          .select(knex.raw('1'))
          .whereRaw('action_items.issue_id = notified_assignees.issue_id'),
      )
      .delete();
  }

  async #remember(tx: Knex, change: AssignmentChange): Promise<boolean> {
    const { issueId, assigneeId, expectedVersion } = change;
    const columns = { assignee_id: assigneeId ?? null };
    if (expectedVersion === 0) {
      const inserted = await tx('notified_assignees')
        .insert({ issue_id: issueId, version: 1, ...columns })
        .onConflict('issue_id')
        .ignore()
        .returning('issue_id');
      return inserted.length === 1;
    }
    const result = await updateVersioned<NotifiedAssigneeRow>({
      knex: tx,
      table: 'notified_assignees',
      where: { issue_id: issueId },
      expectedVersion,
      writer: 'notifications.assignee',
      update: columns,
    });
    return result.outcome === 'applied';
  }

  async #insert(
    knex: Knex,
    occasion: Occasion,
    state: NotificationRow['state'],
    now: Date,
  ): Promise<boolean> {
    const row: NotificationRow = {
      key: occasionKey(occasion),
      occasion: JSON.stringify(occasion),
      state,
      failures: 0,
      open_attempts: 0,
      claimed_until: null,
      created_at: now,
    };
    const inserted = await knex('notifications')
      .insert(row)
      .onConflict('key')
      .ignore()
      .returning('key');
    return inserted.length === 1;
  }
}

function chunks(values: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(values.length / CHUNK) }, (_, index) =>
    values.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}
