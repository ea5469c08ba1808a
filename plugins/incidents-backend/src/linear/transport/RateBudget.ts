import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type AnyLinearError,
  type LinearBucket,
  linearError,
} from '../LinearError';
import type {
  LinearCall,
  LinearBudgetBucket,
  LinearStatus,
  LinearClock,
  LinearRateLimitStore,
  RateLimitNote,
} from '../ports';
import type { ResponseHeaders } from './responseHeaders';

/** How long background calls wait longer than others after a rate limit. */
const INTERACTIVE_FIRST_MS = 10_000;
/** How old the replicas' shared note may be before it is read again. */
const NOTE_AGE_MS = 1_000;
/** Linear refills its buckets evenly over an hour. */
const REFILL_PERIOD_MS = 3_600_000;
/** Share of each budget that only the creation of parent issues may use: an incident without one helps nobody. */
const CREATION_SHARE = 0.05;

type Observed = LinearBudgetBucket & { observedAt: number };

/** Keeps track of Linear's limits and decides which calls are sent. */
export type RateBudget = ReturnType<typeof createRateBudget>;

export function createRateBudget(deps: {
  clock: LinearClock;
  rateLimitStore: LinearRateLimitStore;
  logger: LoggerService;
  /** Share (0 to 1) of each budget that background calls leave to others. */
  budgetReserve: number;
}) {
  const { clock, rateLimitStore: store, logger, budgetReserve } = deps;
  const endpointWaits = new Map<string, number>();
  let requests: Observed | undefined;
  let points: Observed | undefined;
  let note: (RateLimitNote & { since: number }) | undefined;
  let noteReadAt = Number.NEGATIVE_INFINITY;

  /** Keeps the later one; a wait that is only prolonged began when it began. */
  function keep(newer: RateLimitNote): void {
    const now = clock.now();
    if (!note || note.until < newer.until) {
      const since = note && note.until > now ? note.since : now;
      note = { ...newer, since };
    }
  }

  async function refreshNote(): Promise<void> {
    const now = clock.now();
    if (now - noteReadAt < NOTE_AGE_MS) {
      return;
    }
    noteReadAt = now;
    try {
      const shared = await store.read();
      if (shared) keep(shared);
    } catch {
      logger.warn(
        'The shared rate limit could not be read; this replica goes by its own responses',
      );
    }
  }

  return {
    /**
     * Passes while the budget that is left, less the cost of the operation, stays above what is kept for others:
     * `budgetReserve` of it from background calls, CREATION_SHARE from all calls that create no parent issue.
     *
     * @throws a `rateLimited` error with `heldBack`, and with the time from which on it would pass
     */
    async admit(
      operation: { name: string; points: number },
      { priority, purpose }: LinearCall,
    ): Promise<void> {
      await refreshNote();
      const now = clock.now();
      const hold = (bucket: LinearBucket, until: number | undefined) => {
        if (until !== undefined && until > now) {
          throw linearError({
            kind: 'rateLimited',
            operation: operation.name,
            bucket,
            resetAt: until,
            heldBack: true,
          });
        }
      };
      const isCreation = purpose === 'createParent';
      const goesFirst = isCreation || priority === 'interactive';
      hold('endpoint', endpointWaits.get(operation.name));
      if (note) {
        const pause = goesFirst ? 0 : INTERACTIVE_FIRST_MS;
        hold(note.bucket, note.until + pause);
      }
      if (!isCreation) {
        const kept = Math.max(CREATION_SHARE, goesFirst ? 0 : budgetReserve);
        hold('requests', blockedUntil(requests, 1, kept, now));
        hold('points', blockedUntil(points, operation.points, kept, now));
      }
    },

    observe(rate: ResponseHeaders): void {
      const observedAt = clock.now();
      if (rate.requests) requests = { ...rate.requests, observedAt };
      if (rate.points) points = { ...rate.points, observedAt };
    },

    /** A limit was hit: everyone waits, or, for the limit of one endpoint, everyone who calls it here. */
    async exceeded({
      bucket,
      operation,
      resetAt: until,
    }: Extract<AnyLinearError, { kind: 'rateLimited' }>): Promise<void> {
      if (bucket === 'endpoint') {
        endpointWaits.set(operation, until);
        return;
      }
      keep({ until, bucket });
      const end = new Date(until).toISOString();
      logger.warn(
        `Linear's rate limit (${bucket}) is used up; calls wait until ${end}`,
      );
      try {
        await store.note({ until, bucket });
      } catch {
        logger.warn(
          'The rate limit could not be stored for the other replicas; each will run into it itself',
        );
      }
    },

    status(): Pick<LinearStatus, 'budget' | 'waiting'> {
      const now = clock.now();
      return {
        budget: {
          requests: requests && refilled(requests, now),
          points: points && refilled(points, now),
        },
        waiting: note && note.until > now ? note : undefined,
      };
    },
  };
}

/** The bucket as it should be now, refilled since the last response. */
function refilled(bucket: Observed, now: number): LinearBudgetBucket {
  const { limit, resetAt, observedAt } = bucket;
  const refill = (Math.max(0, now - observedAt) * limit) / REFILL_PERIOD_MS;
  const remaining =
    resetAt <= now
      ? limit
      : Math.min(limit, Math.floor(bucket.remaining + refill));
  return { limit, remaining, resetAt };
}

/** When `cost` may be spent again without touching the share that is kept; undefined: now. */
function blockedUntil(
  bucket: Observed | undefined,
  cost: number,
  kept: number,
  now: number,
): number | undefined {
  if (!bucket) {
    return undefined;
  }
  const { limit, remaining, resetAt } = refilled(bucket, now);
  const missing = limit * kept + cost - remaining;
  if (missing <= 0) {
    return undefined;
  }
  const refillMs = Math.ceil((missing * REFILL_PERIOD_MS) / limit);
  return Math.min(
    now + Math.max(1_000, refillMs),
    Math.max(resetAt, now + 1_000),
  );
}
