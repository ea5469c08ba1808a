import { Knex } from 'knex';
import { z } from 'zod';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/instants';
import { InstantColumn } from '../database/tables';
import { WebhookHint } from '../linear';
import { JobQueue } from '../jobs';
import { KnownIssues } from './KnownIssues';

/** The result of a delivery. */
export type DeliveryOutcome =
  /** Issues of ours will be read again. */
  | 'marked'
  /** Came before. */
  | 'duplicate'
  /** We made the change ourselves, and know it. */
  | 'echo'
  /** Nothing that we show changed. */
  | 'noise'
  /** Not about anything of an incident. */
  | 'unrelated';

/** Event types that change what is shown of an issue. */
const TYPES = new Set(['Issue', 'IssueSLA']);
const MAX_TYPE_LENGTH = 64;
/** How long the first of a burst waits for the others, to be read in one request; people do not notice it. */
const DEBOUNCE_MS = 150;

/**
 * Takes deliveries in: stored and marked in one transaction before Linear gets
 * its response, so that nothing accepted is lost. What it says is never believed,
 * only looked up.
 */
export type WebhookInbox = ReturnType<typeof createWebhookInbox>;

export function createWebhookInbox(deps: {
  database: IncidentsDatabase;
  known: KnownIssues;
  jobs: JobQueue;
  /** Our app user, once it is known. */
  ownActorId: () => string | undefined;
}) {
  const { database, known, jobs } = deps;

  async function accept(delivery: {
    /** SHA-256 of the signed body, in hexadecimal; identifies the delivery. */
    bodyHash: string;
    hint: WebhookHint;
    /** Whether nothing but sort orders changed. */
    isNoise: boolean;
  }): Promise<DeliveryOutcome> {
    const { bodyHash, hint } = delivery;
    const outcome = await classify(hint, delivery.isNoise);
    const isNew = await database.knex.transaction(async tx => {
      const inserted = await insert(tx, {
        bodyHash,
        type: hint.type,
        outcome,
      });
      if (inserted && outcome === 'marked') {
        await jobs.enqueueAll(
          tx,
          hint.issueIds.map(key => ({
            kind: 'readIssues',
            key,
            delayMs: DEBOUNCE_MS,
          })),
        );
      }
      return inserted;
    });
    return isNew ? outcome : 'duplicate';
  }

  /** When the last delivery came, by the database's clock. */
  async function lastReceivedAt(): Promise<Date | undefined> {
    const row: { received_at: InstantColumn } | undefined = await database
      .knex('webhook_deliveries')
      .orderBy('received_at', 'desc')
      .first('received_at');
    return row && toDate(row.received_at);
  }

  async function deleteOlderThan(milliseconds: number): Promise<number> {
    return database
      .knex('webhook_deliveries')
      .where('received_at', '<', database.nowPlus(-milliseconds))
      .delete();
  }

  async function classify(
    hint: WebhookHint,
    isNoise: boolean,
  ): Promise<Exclude<DeliveryOutcome, 'duplicate'>> {
    if (hint.actorId !== undefined && hint.actorId === deps.ownActorId()) {
      return 'echo';
    }
    if (isNoise) {
      return 'noise';
    }
    if (!TYPES.has(hint.type) || hint.issueIds.length === 0) {
      return 'unrelated';
    }
    const parents = await known.parentsAmong([
      ...hint.issueIds,
      ...hint.parentIds,
    ]);
    if (parents.size > 0) {
      return 'marked';
    }
    const items = await known.itemsAmong(hint.issueIds);
    return items.length > 0 ? 'marked' : 'unrelated';
  }

  async function insert(
    tx: Knex,
    row: { bodyHash: string; type: string; outcome: string },
  ): Promise<boolean> {
    const inserted = await tx('webhook_deliveries')
      .insert({
        // Required while the version before may run
        delivery_id: row.bodyHash,
        body_hash: row.bodyHash,
        type: row.type.slice(0, MAX_TYPE_LENGTH),
        outcome: row.outcome,
        received_at: database.nowPlus(0),
      })
      .onConflict()
      .ignore()
      .returning('body_hash');
    return inserted.length === 1;
  }

  return { accept, lastReceivedAt, deleteOlderThan };
}

/** What changes when people drag issues about in a list, and nothing else. */
const NOISE = new Set([
  'updatedAt',
  'sortOrder',
  'subIssueSortOrder',
  'prioritySortOrder',
  'boardOrder',
]);

const bodySchema = z.object({
  action: z.literal('update'),
  updatedFrom: z.record(z.string(), z.unknown()),
});

/** Whether a verified webhook body says that nothing but the order of issues in lists changed. */
export function isSortOrderNoise(rawBody: Buffer): boolean {
  const body = bodySchema.safeParse(JSON.parse(rawBody.toString('utf8')));
  if (!body.success) {
    return false;
  }
  const keys = Object.keys(body.data.updatedFrom);
  return (
    keys.some(key => key !== 'updatedAt') && keys.every(key => NOISE.has(key))
  );
}
