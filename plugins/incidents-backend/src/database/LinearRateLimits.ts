import type {
  LinearBucket,
  LinearRateLimitStore,
  RateLimitNote,
} from '../linear';
import { IncidentsDatabase } from './IncidentsDatabase';
import { LinearRateLimitRow } from './tables';

const NAME = 'linear';
const BUCKETS: readonly LinearBucket[] = ['requests', 'points', 'endpoint'];

/**
 * The rate limit that all replicas wait for. Stored by the database's clock and
 * converted to the replica's own, so that a replica with a wrong clock neither
 * waits too long nor makes the others do so.
 */
export class LinearRateLimits implements LinearRateLimitStore {
  readonly #database: IncidentsDatabase;
  readonly #now: () => number;

  /** @param options.now - the replica's clock, in epoch milliseconds */
  constructor(options: { database: IncidentsDatabase; now: () => number }) {
    this.#database = options.database;
    this.#now = options.now;
  }

  async read(): Promise<RateLimitNote | undefined> {
    const row = await this.#database
      .knex<LinearRateLimitRow>('linear_rate_limits')
      .where({ name: NAME })
      .first();
    const bucket = BUCKETS.find(known => known === row?.bucket);
    return row && bucket
      ? { until: Number(row.until) + (await this.#ahead()), bucket }
      : undefined;
  }

  async note({ until, bucket }: RateLimitNote): Promise<void> {
    const rounded = Math.ceil(until - (await this.#ahead()));
    await this.#database
      .knex('linear_rate_limits')
      .insert({ name: NAME, until: rounded, bucket })
      .onConflict('name')
      .merge({ until: rounded, bucket })
      .where('linear_rate_limits.until', '<', rounded);
  }

  /** How far the replica's clock is ahead of the database's, in milliseconds. */
  async #ahead(): Promise<number> {
    const now = await this.#database.now();
    return this.#now() - now.getTime();
  }
}
