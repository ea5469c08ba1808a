import type {
  LinearBucket,
  LinearRateLimitStore,
  RateLimitNote,
} from '../linear';
import { IncidentsDatabase } from './IncidentsDatabase';
import { LinearRateLimitRow } from './tables';

const NAME = 'linear';
const BUCKETS: readonly LinearBucket[] = ['requests', 'points', 'endpoint'];

/** The hit limit that all replicas wait for. */
export class LinearRateLimits implements LinearRateLimitStore {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  async read(): Promise<RateLimitNote | undefined> {
    const row = await this.#database
      .knex<LinearRateLimitRow>('linear_rate_limits')
      .where({ name: NAME })
      .first();
    const bucket = BUCKETS.find(known => known === row?.bucket);
    return row && bucket ? { until: Number(row.until), bucket } : undefined;
  }

  async note({ until, bucket }: RateLimitNote): Promise<void> {
    const rounded = Math.ceil(until);
    await this.#database
      .knex('linear_rate_limits')
      .insert({ name: NAME, until: rounded, bucket })
      .onConflict('name')
      .merge({ until: rounded, bucket })
      .where('linear_rate_limits.until', '<', rounded);
  }
}
