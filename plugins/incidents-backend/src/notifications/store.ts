import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/columns';
import { NotificationRow, NotifiedAssigneeRow } from '../database/tables';
import { updateVersioned } from '../database/updateVersioned';
import { ClaimedJob, JobQueue } from '../jobs';
import {
  AssigneeChange,
  NotificationTrigger,
  notificationTriggerSchema,
  triggerKey,
} from './triggers';

/** How many attempts may have an unknown end: the first, and one after a crash. */
const MAX_UNCONFIRMED_ATTEMPTS = 2;
const ROWS_PER_INSERT = 100;

/** A notification that is not sent yet. */
export interface PendingNotification {
  key: string;
  trigger: NotificationTrigger;
  createdAt: Date;
}

/** What people were and are to be notified of, in the database. */
export function createNotificationStore(deps: {
  database: IncidentsDatabase;
  jobs: JobQueue;
}) {
  const { jobs } = deps;
  const { knex } = deps.database;

  /** Stores each once, however often and by how many replicas its trigger is found; returns the keys of the new ones. */
  async function insert(
    tx: Knex,
    triggers: readonly NotificationTrigger[],
    now: Date,
  ): Promise<string[]> {
    const rows = triggers
      .map(
        (trigger): NotificationRow => ({
          key: triggerKey(trigger),
          trigger: JSON.stringify(trigger),
          state: 'pending',
          failures: 0,
          unconfirmed_attempts: 0,
          created_at: now,
        }),
      )
      // In one order, so that two replicas do not wait for each other in a circle.
      .sort((left, right) => (left.key < right.key ? -1 : 1));
    const added: string[] = [];
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
      const inserted: Pick<NotificationRow, 'key'>[] = await tx('notifications')
        .insert(rows.slice(start, start + ROWS_PER_INSERT))
        .onConflict('key')
        .ignore()
        .returning('key');
      added.push(...inserted.map(row => row.key));
    }
    return added;
  }

  /** `false`: another replica recorded one first. */
  async function writeAssignee(
    tx: Knex,
    { issueId, assigneeId, expectedVersion }: AssigneeChange,
  ): Promise<boolean> {
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

  return {
    /**
     * Stores the triggers found, and enqueues messages for new ones. The replica
     * that first records an assignment sends its message.
     *
     * @param found.together - one message covers all of each group
     */
    async add(found: {
      changes: readonly AssigneeChange[];
      triggers: readonly NotificationTrigger[];
      together: readonly (readonly NotificationTrigger[])[];
      now: Date;
    }): Promise<void> {
      const { changes, triggers, together, now } = found;
      await knex.transaction(async tx => {
        const assigned: NotificationTrigger[] = [];
        const ordered = [...changes].sort((left, right) =>
          left.issueId < right.issueId ? -1 : 1,
        );
        for (const change of ordered) {
          if ((await writeAssignee(tx, change)) && change.trigger) {
            assigned.push(change.trigger);
          }
        }
        const added = await insert(tx, [...triggers, ...assigned], now);
        for (const group of together) {
          const [first, ...covered] = await insert(tx, group, now);
          await tx('notifications')
            .whereIn('key', covered)
            .update({ state: 'dropped' });
          if (first !== undefined) added.push(first);
        }
        if (added.length > 0) {
          await jobs.enqueue(tx, { kind: 'notify', key: 'all' });
        }
      });
    },

    /** What is to be sent, the least failed and oldest first. */
    async listPending(): Promise<PendingNotification[]> {
      const rows: NotificationRow[] = await knex('notifications')
        .where('state', 'pending')
        .where('unconfirmed_attempts', '<', MAX_UNCONFIRMED_ATTEMPTS)
        .orderBy(['failures', 'created_at', 'key']);
      return rows.map(row => ({
        key: row.key,
        trigger: notificationTriggerSchema.parse(JSON.parse(row.trigger)),
        createdAt: toDate(row.created_at),
      }));
    },

    /**
     * Counts an attempt before it is made: until it is known how it ended, it
     * counts as one that may have sent something. Two of those are the most, so
     * a crash in the middle of sending sends once more and never a third time.
     *
     * @throws ClaimLostError when another replica sends now
     */
    async beginAttempt(key: string, job: ClaimedJob): Promise<void> {
      await knex.transaction(async tx => {
        await tx('notifications')
          .where({ key })
          .increment('unconfirmed_attempts', 1);
        await jobs.ensureHeld(tx, [job], 'notify');
      });
    },

    async settle(key: string, state: 'sent' | 'dropped'): Promise<void> {
      await knex('notifications').where({ key }).update({ state });
    },

    /** Known not to have been sent: it may be tried again, however often that fails. */
    async recordFailure(key: string): Promise<void> {
      await knex('notifications')
        .where({ key })
        .increment('failures', 1)
        .decrement('unconfirmed_attempts', 1);
    },

    /** Forgets what cannot come up again. */
    async purge(createdBefore: Date): Promise<void> {
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
    },
  };
}
