import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type AnyLinearError,
  type LinearBucket,
  linearError,
} from '../LinearError';
import type {
  LinearBudgetBucket,
  LinearCall,
  LinearStatus,
} from '../LinearGateway';
import type {
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

type BudgetOptions = {
  clock: LinearClock;
  store: LinearRateLimitStore;
  logger: LoggerService;
  /** Share (0 to 1) of each budget that background calls leave to others. */
  reserve: number;
};

/** Keeps track of Linear's limits and decides which calls are sent. */
export class RateBudget {
  readonly #options: BudgetOptions;
  readonly #endpointWaits = new Map<string, number>();
  #requests?: Observed;
  #points?: Observed;
  #note?: RateLimitNote;
  #noteSince = 0;
  #noteReadAt = Number.NEGATIVE_INFINITY;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /**
   * Passes while the budget that is left, less the cost of the operation, stays above what is kept for others:
   * `budgetReserve` of it from background calls, CREATION_SHARE from all calls that create no parent issue.
   *
   * @throws a `rateLimited` error with `heldBack`, and with the time from which on it would pass
   */
  async admit(
    { name, points }: { name: string; points: number },
    { priority, purpose }: LinearCall,
  ): Promise<void> {
    await this.#refreshNote();
    const now = this.#options.clock.now();
    const isCreation = purpose === 'createParent';
    const goesFirst = isCreation || priority === 'interactive';
    const hold = (bucket: LinearBucket, until: number | undefined) => {
      if (until !== undefined && until > now) {
        throw linearError({
          kind: 'rateLimited',
          operation: name,
          bucket,
          resetAt: until,
          heldBack: true,
        });
      }
    };
    hold('endpoint', this.#endpointWaits.get(name));
    if (this.#note) {
      hold(
        this.#note.bucket,
        this.#note.until + (goesFirst ? 0 : INTERACTIVE_FIRST_MS),
      );
    }
    if (!isCreation) {
      const kept = goesFirst
        ? CREATION_SHARE
        : Math.max(CREATION_SHARE, this.#options.reserve);
      hold('requests', this.#blockedUntil(this.#requests, 1, kept, now));
      hold('points', this.#blockedUntil(this.#points, points, kept, now));
    }
  }

  observe(rate: ResponseHeaders): void {
    const observedAt = this.#options.clock.now();
    if (rate.requests) {
      this.#requests = { ...rate.requests, observedAt };
    }
    if (rate.points) {
      this.#points = { ...rate.points, observedAt };
    }
  }

  /** A limit was hit: everyone waits, or, for the limit of one endpoint, everyone who calls it here. */
  async exceeded(
    error: Extract<AnyLinearError, { kind: 'rateLimited' }>,
  ): Promise<void> {
    if (error.bucket === 'endpoint') {
      this.#endpointWaits.set(error.operation, error.resetAt);
      return;
    }
    const note = { until: error.resetAt, bucket: error.bucket };
    this.#keep(note);
    this.#options.logger.warn(
      `Linear's rate limit (${
        note.bucket
      }) is used up; calls wait until ${new Date(note.until).toISOString()}`,
    );
    try {
      await this.#options.store.note(note);
    } catch {
      this.#options.logger.warn(
        'The rate limit could not be stored for the other replicas; each will run into it itself',
      );
    }
  }

  status(): Pick<LinearStatus, 'budget' | 'waiting'> {
    const now = this.#options.clock.now();
    return {
      budget: {
        requests: this.#now(this.#requests, now),
        points: this.#now(this.#points, now),
      },
      waiting:
        this.#note && this.#note.until > now
          ? { ...this.#note, since: this.#noteSince }
          : undefined,
    };
  }

  /** The later one; a wait that is only prolonged began when it began. */
  #keep(note: RateLimitNote): void {
    const now = this.#options.clock.now();
    if (this.#note && this.#note.until >= note.until) {
      return;
    }
    if (!this.#note || this.#note.until <= now) {
      this.#noteSince = now;
    }
    this.#note = note;
  }

  async #refreshNote(): Promise<void> {
    const now = this.#options.clock.now();
    if (now - this.#noteReadAt < NOTE_AGE_MS) {
      return;
    }
    this.#noteReadAt = now;
    try {
      const note = await this.#options.store.read();
      if (note) {
        this.#keep(note);
      }
    } catch {
      this.#options.logger.warn(
        'The shared rate limit could not be read; this replica goes by its own responses',
      );
    }
  }

  /** The bucket as it should be now, refilled since the last response. */
  #now(
    bucket: Observed | undefined,
    now: number,
  ): LinearBudgetBucket | undefined {
    if (!bucket) {
      return undefined;
    }
    const { limit, resetAt } = bucket;
    const refilled =
      (Math.max(0, now - bucket.observedAt) * limit) / REFILL_PERIOD_MS;
    const remaining =
      resetAt <= now
        ? limit
        : Math.min(limit, Math.floor(bucket.remaining + refilled));
    return { limit, remaining, resetAt };
  }

  /** When `cost` may be spent again without touching the share that is kept; undefined: now. */
  #blockedUntil(
    bucket: Observed | undefined,
    cost: number,
    kept: number,
    now: number,
  ): number | undefined {
    const current = this.#now(bucket, now);
    if (!current) {
      return undefined;
    }
    const missing = current.limit * kept + cost - current.remaining;
    if (missing <= 0) {
      return undefined;
    }
    const refillMs = Math.ceil((missing * REFILL_PERIOD_MS) / current.limit);
    return Math.min(
      now + Math.max(1_000, refillMs),
      Math.max(current.resetAt, now + 1_000),
    );
  }
}
