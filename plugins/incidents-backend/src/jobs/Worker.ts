import { LoggerService } from '@backstage/backend-plugin-api';
import { reason } from '@backstage-incidents/incidents-common';
import { Clock } from '../Clock';
import { LostRaceError } from '../database/updateVersioned';
import { logUnexpectedError } from '../logUnexpectedError';
import { RetryLaterError } from '../RetryLaterError';
import { decideFailure, Failure } from './failurePolicy';
import { ClaimLostError, NotYetError, PermanentError } from './jobErrors';
import { JobQueue } from './JobQueue';
import { ClaimedJob, JobKind } from './jobTypes';

/** Runs jobs of one kind; throws when a job is not done. Callers that wait in this process get the return value. */
export type JobHandler =
  | { run: (job: ClaimedJob, signal: AbortSignal) => Promise<unknown> }
  | {
      /** Up to so many jobs are done together, and one batch at a time in this process. */
      batch: number;
      runAll: (
        jobs: readonly ClaimedJob[],
        signal: AbortSignal,
      ) => Promise<unknown>;
    };

/** Kinds without a handler wait for a replica that has one. */
export type JobHandlers = { [kind in JobKind]?: JobHandler };

const CLAIM_MS = 60_000;

/**
 * Runs due jobs with bounded concurrency: woken at once by what is enqueued in
 * this process, and by a poll for what other replicas left. Claims are renewed
 * here and nowhere else.
 */
export class Worker {
  readonly #queue: JobQueue;
  readonly #handlers: JobHandlers;
  readonly #classify: (error: unknown) => Failure | undefined;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #newId: () => string;
  readonly #concurrency: { background: number; interactive: number };
  readonly #onEscalation: (job: ClaimedJob) => void;
  readonly #stopped = new AbortController();
  readonly #running = new Map<
    Promise<void>,
    { jobs: readonly ClaimedJob[]; lost: AbortController }
  >();
  #draining: Promise<void> | undefined;
  #wokenWhileDraining = false;
  #onWake: () => void = () => {};
  #renewal: NodeJS.Timeout | undefined;

  constructor(options: {
    queue: JobQueue;
    handlers: JobHandlers;
    /** What a known error means; `undefined`: it is unexpected. */
    classify: (error: unknown) => Failure | undefined;
    logger: LoggerService;
    clock: Clock;
    random: () => number;
    newId: () => string;
    /** How many jobs or batches run at once; those for people have slots of their own beside. */
    concurrency?: { background: number; interactive: number };
    /** Called when a job needs a person, after it is stored. */
    onEscalation?: (job: ClaimedJob) => void;
  }) {
    this.#queue = options.queue;
    this.#handlers = options.handlers;
    this.#classify = options.classify;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#newId = options.newId;
    this.#concurrency = options.concurrency ?? {
      background: 4,
      interactive: 4,
    };
    this.#onEscalation = options.onEscalation ?? (() => {});
    this.#queue.onWake(() => this.#wake());
  }

  /** Works until nothing is due; what is enqueued meanwhile makes it look once more. */
  async drain(): Promise<void> {
    if (this.#stopped.signal.aborted) {
      return undefined;
    }
    if (this.#draining) {
      this.#wokenWhileDraining = true;
      this.#onWake();
      return this.#draining;
    }
    this.#draining = this.#drain();
    return this.#draining;
  }

  /** Claims nothing new, aborts what runs, and waits for it. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    // It may still start what it has just claimed.
    await Promise.allSettled([this.#draining]);
    await Promise.allSettled([...this.#running.keys()]);
  }

  #wake(): void {
    this.drain().catch(error =>
      this.#logUnexpected(error, { looking: 'for due jobs' }),
    );
  }

  async #drain(): Promise<void> {
    let goOn = true;
    try {
      while (goOn && !this.#stopped.signal.aborted) {
        this.#wokenWhileDraining = false;
        const started = await this.#startDue();
        if (this.#running.size > 0 && !this.#wokenWhileDraining) {
          // A new job must not wait behind a slow one while a slot is free.
          const woken = new Promise<void>(resolve => {
            this.#onWake = resolve;
          });
          await Promise.race([...this.#running.keys(), woken]);
        }
        goOn =
          started > 0 || this.#running.size > 0 || this.#wokenWhileDraining;
      }
    } finally {
      // At once, so that no wake-up falls between the last look and this.
      this.#draining = undefined;
    }
  }

  /** Starts as many due jobs as there are free slots; returns how many. */
  async #startDue(): Promise<number> {
    const { background, interactive } = this.#concurrency;
    const running = [...this.#running.values()].map(({ jobs }) => jobs[0]);
    const runningBackground = running.filter(
      job => job.priority === 'background',
    ).length;
    const freeForAll = Math.max(0, background - runningBackground);
    const free = background + interactive - running.length;
    if (free === 0) {
      return 0;
    }
    const busyKinds = new Set(running.map(job => job.kind));
    const claimed = await this.#queue.claim({
      kinds: this.#kinds().filter(
        kind => !(busyKinds.has(kind) && this.#batchOf(kind) > 1),
      ),
      limit: Math.min(free, freeForAll > 0 ? freeForAll : free),
      forMs: CLAIM_MS,
      onlyInteractive: freeForAll === 0,
    });
    for (const jobs of await this.#inBatches(claimed)) {
      this.#start(jobs);
    }
    return claimed.length;
  }

  /** Groups claimed jobs of a batched kind, and claims more of them to fill the batch. */
  async #inBatches(claimed: readonly ClaimedJob[]): Promise<ClaimedJob[][]> {
    const batches: ClaimedJob[][] = [];
    for (const kind of new Set(claimed.map(job => job.kind))) {
      const jobs = claimed.filter(job => job.kind === kind);
      const size = this.#batchOf(kind);
      if (size === 1) {
        batches.push(...jobs.map(job => [job]));
        continue;
      }
      if (jobs.length >= size) {
        batches.push(jobs);
        continue;
      }
      const more = await this.#queue.claim({
        kinds: [kind],
        limit: size - jobs.length,
        forMs: CLAIM_MS,
      });
      batches.push([...jobs, ...more]);
    }
    return batches;
  }

  #start(jobs: ClaimedJob[]): void {
    const lost = new AbortController();
    const run = this.#run(
      jobs,
      AbortSignal.any([lost.signal, this.#stopped.signal]),
    ).finally(() => {
      this.#running.delete(run);
      if (this.#running.size === 0) {
        clearInterval(this.#renewal);
        this.#renewal = undefined;
      }
      // A job that was enqueued again meanwhile is due, after the look that is under way.
      this.#wokenWhileDraining = true;
    });
    this.#running.set(run, { jobs, lost });
    this.#renewal ??= setInterval(() => this.#renew(), CLAIM_MS / 3).unref();
  }

  #renew(): void {
    const held = [...this.#running.values()];
    this.#queue
      .renew(
        held.flatMap(({ jobs }) => jobs),
        CLAIM_MS,
      )
      .then(
        lostJobs => {
          const ids = new Set(lostJobs.map(job => job.id));
          for (const { jobs, lost } of held) {
            if (jobs.some(job => ids.has(job.id))) lost.abort();
          }
        },
        error => {
          this.#logUnexpected(error, { renewing: 'claims' });
          for (const { lost } of held) lost.abort();
        },
      );
  }

  async #run(jobs: ClaimedJob[], signal: AbortSignal): Promise<void> {
    try {
      await this.#attempt(jobs, signal);
    } catch (error) {
      // The rows are still claimed; when the claim expires some replica takes them up.
      this.#logUnexpected(error, { settling: jobs[0].kind });
    }
  }

  async #attempt(jobs: ClaimedJob[], signal: AbortSignal): Promise<void> {
    let result: unknown;
    try {
      result = await this.#call(jobs, signal);
    } catch (error) {
      if (signal.aborted || error instanceof ClaimLostError) {
        await this.#queue.release(jobs);
        return;
      }
      await this.#onError(jobs, error, signal);
      return;
    }
    await this.#queue.complete(jobs, result);
  }

  async #call(
    jobs: readonly ClaimedJob[],
    signal: AbortSignal,
  ): Promise<unknown> {
    const handler = this.#handlers[jobs[0].kind];
    if (!handler) {
      throw new Error(`Claimed a job of kind ${jobs[0].kind} without handler`);
    }
    return 'run' in handler
      ? handler.run(jobs[0], signal)
      : handler.runAll(jobs, signal);
  }

  async #onError(
    jobs: ClaimedJob[],
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    if (error instanceof NotYetError) {
      for (const job of jobs) await this.#queue.postpone(job, error.delayMs);
      return;
    }
    const failure = this.#classifyOrLog(jobs[0], error);
    if (
      jobs.length > 1 &&
      (failure.class === 'permanent' || failure.class === 'unexpected')
    ) {
      // One of them is at fault; the others must not suffer for it.
      for (const job of jobs) await this.#attempt([job], signal);
      return;
    }
    for (const job of jobs) await this.#fail(job, failure);
  }

  #classifyOrLog(job: ClaimedJob, error: unknown): Failure {
    if (error instanceof PermanentError) {
      return { class: 'permanent', reason: error.reason };
    }
    if (error instanceof RetryLaterError && error.code !== undefined) {
      const { code, message, params } = error;
      return {
        class: 'transient',
        reason: { code, message, params },
        retryAfterMs: 1_000 * error.retryAfterSeconds,
      };
    }
    if (error instanceof LostRaceError) {
      return { class: 'transient', reason: reason('changedConcurrently') };
    }
    return (
      this.#classify(error) ?? {
        class: 'unexpected',
        reason: this.#logUnexpected(error, {
          job: job.kind,
          attempt: job.attempts + 1,
          ...(job.incidentNumber !== undefined && {
            incident: job.incidentNumber,
          }),
        }),
      }
    );
  }

  async #fail(job: ClaimedJob, failure: Failure): Promise<void> {
    const decision = decideFailure({
      failure,
      attempts: job.attempts,
      failingSince: job.failingSince,
      now: this.#clock.now(),
      random: this.#random(),
    });
    const recorded = await this.#queue.fail(job, decision);
    const what = `Job ${job.kind} ${job.key} failed (attempt ${
      job.attempts + 1
    }): ${decision.reason.code}`;
    if (decision.outcome === 'escalate') {
      this.#logger.error(`${what}; it needs attention`);
    } else if (job.attempts === 0) {
      // Once a job: a long outage must not flood the log.
      this.#logger.warn(
        `${what}; next attempt in ${Math.ceil(decision.delayMs / 1_000)} s`,
      );
    }
    if (recorded === 'recorded' && decision.outcome === 'escalate') {
      this.#onEscalation(job);
    }
  }

  #logUnexpected(error: unknown, context: Record<string, string | number>) {
    return logUnexpectedError({
      logger: this.#logger,
      error,
      id: this.#newId(),
      context,
    });
  }

  #kinds(): JobKind[] {
    return (Object.keys(this.#handlers) as JobKind[]).filter(
      kind => this.#handlers[kind] !== undefined,
    );
  }

  #batchOf(kind: JobKind): number {
    const handler = this.#handlers[kind];
    return handler && 'batch' in handler ? handler.batch : 1;
  }
}
