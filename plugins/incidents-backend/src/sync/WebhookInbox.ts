import { z } from 'zod';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/columns';
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

  /** Takes a verified delivery in, unless it came before. */
  async function accept(delivery: {
    /** SHA-256 of the signed body, in hexadecimal; identifies the delivery. */
    bodyHash: string;
    hint: WebhookHint;
    /** Whether nothing but sort orders changed. */
    isNoise: boolean;
  }): Promise<DeliveryOutcome> {
    const { bodyHash, hint, isNoise } = delivery;
    const outcome = await classify(hint, isNoise);
    return database.knex.transaction(async tx => {
      const [inserted] = await tx('webhook_deliveries')
        .insert({
          // Required while the version before may run
          delivery_id: bodyHash,
          body_hash: bodyHash,
          type: hint.type.slice(0, MAX_TYPE_LENGTH),
          outcome,
          received_at: database.nowPlus(0),
        })
        .onConflict()
        .ignore()
        .returning('body_hash');
      if (!inserted) {
        return 'duplicate';
      }
      if (outcome === 'marked') {
        await jobs.enqueueAll(
          tx,
          hint.issueIds.map(key => ({
            kind: 'readIssues',
            key,
            delayMs: DEBOUNCE_MS,
          })),
        );
      }
      return outcome;
    });
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
    { actorId, type, issueIds, parentIds }: WebhookHint,
    isNoise: boolean,
  ): Promise<Exclude<DeliveryOutcome, 'duplicate'>> {
    if (actorId !== undefined && actorId === deps.ownActorId()) {
      return 'echo';
    }
    if (isNoise) {
      return 'noise';
    }
    if (!TYPES.has(type)) {
      return 'unrelated';
    }
    const parents = await known.parentsAmong([...issueIds, ...parentIds]);
    const isOurs =
      parents.size > 0 || (await known.itemsAmong(issueIds)).length > 0;
    return isOurs && issueIds.length > 0 ? 'marked' : 'unrelated';
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
