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
      const columns = { sealed, issued_at: issuedAt, expires_at: expiresAt };
      await knex('linear_tokens')
        .insert({ name: NAME, ...columns })
        .onConflict('name')
        .merge(columns);
    },

    /** One replica renews the token at a time; `undefined` while another one does. */
    async acquireLease(milliseconds) {
      const holder = randomUUID();
      const taken: { holder: string }[] = await knex('linear_token_renewals')
        .insert({
          name: NAME,
          holder,
          expires_at: database.nowPlus(milliseconds),
        })
        .onConflict('name')
        .merge(['holder', 'expires_at'])
        .where('linear_token_renewals.expires_at', '<=', database.nowPlus(0))
        .returning('holder');
      const release = async () => {
        await knex('linear_token_renewals').where({ holder }).delete();
      };
      return taken[0]?.holder === holder ? { release } : undefined;
    },
  };
}

/**
 * The rate limit that all replicas wait for. Stored by the database's clock and
 * converted to the replica's own, so that a replica with a wrong clock neither
 * waits too long nor makes the others do so.
 *
 * @param now - the replica's clock, in epoch milliseconds
 */
export function createLinearRateLimits(
  database: IncidentsDatabase,
  now: () => number,
): LinearRateLimitStore {
  const { knex } = database;
  /** How far the replica's clock is ahead of the database's, in milliseconds. */
  const ahead = async () => {
    const then = await database.now();
    return now() - then.getTime();
  };
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
        .merge({ until: rounded, bucket })
        .where('linear_rate_limits.until', '<', rounded);
    },
  };
}
