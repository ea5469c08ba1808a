import { randomUUID } from 'node:crypto';
import type {
  LinearBucket,
  LinearRateLimitStore,
  LinearTokenStore,
} from '../linear';
import { IncidentsDatabase } from './IncidentsDatabase';
import { LinearRateLimitRow, LinearTokenRow } from './tables';

const NAME = 'linear';
const BUCKETS: readonly LinearBucket[] = ['requests', 'points', 'endpoint'];

/** The OAuth token that all replicas share; the gateway seals it before it comes here. */
export function createLinearTokens(
  database: IncidentsDatabase,
): LinearTokenStore {
  const { knex } = database;
  return {
    async read() {
      const row = await knex<LinearTokenRow>('linear_tokens')
        .where({ name: NAME })
        .first();
      return row?.sealed;
    },

    async write({ sealed, issuedAt, expiresAt }) {
      await knex<LinearTokenRow>('linear_tokens')
        .insert({
          name: NAME,
          sealed,
          issued_at: issuedAt,
          expires_at: expiresAt,
        })
        .onConflict('name')
        .merge();
    },

    async acquireLease(milliseconds) {
      const holder = randomUUID();
      const renewals = 'linear_token_renewals';
      const taken: { holder: string }[] = await knex(renewals)
        .insert({
          name: NAME,
          holder,
          expires_at: database.nowPlus(milliseconds),
        })
        .onConflict('name')
        .merge(['holder', 'expires_at'])
        .where(`${renewals}.expires_at`, '<=', database.nowPlus(0))
        .returning('holder');
      return taken[0]?.holder === holder
        ? {
            release: async () => {
              await knex(renewals).where({ holder }).delete();
            },
          }
        : undefined;
    },
  };
}

/**
 * The rate limit that all replicas wait for. Stored by the database's clock and
 * converted to the replica's own, so that a replica with a wrong clock neither
 * waits too long nor makes the others do so.
 *
 * @param localNow - the replica's clock, in epoch milliseconds
 */
export function createLinearRateLimits(
  database: IncidentsDatabase,
  localNow: () => number,
): LinearRateLimitStore {
  const { knex } = database;

  /** How far the replica's clock is ahead of the database's, in milliseconds. */
  async function ahead(): Promise<number> {
    const now = await database.now();
    return localNow() - now.getTime();
  }

  return {
    async read() {
      const row = await knex<LinearRateLimitRow>('linear_rate_limits')
        .where({ name: NAME })
        .first();
      const bucket = BUCKETS.find(known => known === row?.bucket);
      return row && bucket
        ? { until: Number(row.until) + (await ahead()), bucket }
        : undefined;
    },

    async note({ until, bucket }) {
      const rounded = Math.ceil(until - (await ahead()));
      await knex('linear_rate_limits')
        .insert({ name: NAME, until: rounded, bucket })
        .onConflict('name')
        .merge()
        .where('linear_rate_limits.until', '<', rounded);
    },
  };
}
