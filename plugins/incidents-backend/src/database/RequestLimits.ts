import { CustomErrorBase } from '@backstage/errors';
import { Reason, reason } from '@backstage-incidents/incidents-common';
import { toDate } from './columns';
import { IncidentsDatabase } from './IncidentsDatabase';
import { RequestLimitRow } from './tables';

const MINUTE_MS = 60_000;

/** Someone did something more often than they may. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  /** Read by the host's error middleware, which does not know the name. */
  readonly statusCode = 429;
  /** Also sent as the `Retry-After` header. */
  readonly retryAfterSeconds: number;
  readonly code: string;
  readonly params: Reason['params'];

  constructor(limits: { perMinute: number; retryAfterSeconds: number }) {
    const { code, message, params } = reason('tooManyRequests', limits);
    super(message);
    this.retryAfterSeconds = limits.retryAfterSeconds;
    this.code = code;
    this.params = params;
  }
}

/** Limits on what one person or service may do, counted for all replicas. */
export type RequestLimits = ReturnType<typeof createRequestLimits>;

export function createRequestLimits(database: IncidentsDatabase) {
  const { knex } = database;
  return {
    /**
     * Counts a request; a minute begins with the first one that is counted in it.
     *
     * @throws TooManyRequestsError when there were too many in that minute
     */
    async count(options: {
      action: 'declare' | 'sync';
      principal: string;
      perMinute: number;
    }): Promise<void> {
      const { action, principal, perMinute } = options;
      const now = await database.now();
      const ended = 'request_limits.ends_at <= ?';
      const [row]: Pick<RequestLimitRow, 'requests' | 'ends_at'>[] = await knex(
        'request_limits',
      )
        .insert({
          action,
          principal,
          requests: 1,
          ends_at: new Date(now.getTime() + MINUTE_MS),
        })
        .onConflict(['action', 'principal'])
        .merge({
          requests: knex.raw(
            `case when ${ended} then 1 else request_limits.requests + 1 end`,
            [now],
          ),
          ends_at: knex.raw(
            `case when ${ended} then excluded.ends_at else request_limits.ends_at end`,
            [now],
          ),
        })
        .returning(['requests', 'ends_at']);
      if (row.requests > perMinute) {
        const remainingMs = toDate(row.ends_at).getTime() - now.getTime();
        throw new TooManyRequestsError({
          perMinute,
          retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)),
        });
      }
    },
  };
}
