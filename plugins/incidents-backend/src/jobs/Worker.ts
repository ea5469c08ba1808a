import { LoggerService } from '@backstage/backend-plugin-api';
import { Reason, reason } from '@backstage-incidents/incidents-common';
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

/** How long one line stands for all jobs of a kind that fail for the same reason. */
const LOGGED_EVERY_MS = 10 * 60_000;

const CONCURRENCY = { background: 4, interactive: 4 };

/**
 * Runs due jobs with bounded concurrency: woken at once by what is enqueued in
 * this process, and by a poll for what other replicas left. Claims are renewed
 * here and nowhere else.
 */
export function createWorker(deps: {
  jobs: JobQueue;
  handlers: JobHandlers;
  /** What a known error means; `undefined`: it is unexpected. */
  classify: (error: unknown) => Failure | undefined;
  logger: LoggerService;
  now: () => Date;
  random: () => number;
  newId: () => string;
  /** How many jobs or batches run at once; those for people have slots of their own beside. */
  concurrency?: { background: number; interactive: number };
  /** Called when a job needs a person, after it is stored. */
  onEscalation?: (job: ClaimedJob) => void;
}) {
  const { jobs: queue, handlers, logger } = deps;
  const { background, interactive } = deps.concurrency ?? CONCURRENCY;
  const kinds = (Object.keys(handlers) as JobKind[]).filter(
    kind => handlers[kind] !== undefined,
  );
  const stopped = new AbortController();
  const running = new Map<
    Promise<void>,
    { jobs: readonly ClaimedJob[]; lost: AbortController }
  >();
  let draining: Promise<void> | undefined;
  let wokenWhileDraining = false;
  let onWake = () => {};
  let renewal: NodeJS.Timeout | undefined;
  /** When failures of a kind and reason were last logged, and how many there were since. */
  const logged = new Map<string, { at: number; more: number }>();

  /** Works until nothing is due; what is enqueued meanwhile makes it look once more. */
  async function drain(): Promise<void> {
    if (stopped.signal.aborted) {
      return undefined;
    }
    if (draining) {
      wokenWhileDraining = true;
      onWake();
    } else {
      draining = workUntilNothingIsDue();
    }
    return draining;
  }

  /** Claims nothing new, aborts what runs, and waits for it. */
  async function stop(): Promise<void> {
    stopped.abort();
    // It may still start what it has just claimed.
    await Promise.allSettled([draining]);
    await Promise.allSettled([...running.keys()]);
  }

  async function workUntilNothingIsDue(): Promise<void> {
    let goOn = true;
    try {
      while (goOn && !stopped.signal.aborted) {
        wokenWhileDraining = false;
        const started = await startDue();
        if (running.size > 0 && !wokenWhileDraining) {
          // A new job must not wait behind a slow one while a slot is free.
          await Promise.race([...running.keys(), nextWake()]);
        }
        goOn = started > 0 || running.size > 0 || wokenWhileDraining;
      }
    } finally {
      // At once, so that no wake-up falls between the last look and this.
      draining = undefined;
    }
  }

  async function nextWake(): Promise<void> {
    return new Promise(resolve => {
      onWake = resolve;
    });
  }

  /** Starts as many due jobs as there are free slots; returns how many. */
  async function startDue(): Promise<number> {
    const busy = [...running.values()].map(({ jobs }) => jobs[0]);
    const free = background + interactive - busy.length;
    if (free === 0) {
      return 0;
    }
    const freeForAll =
      background - busy.filter(job => job.priority === 'background').length;
    const claimed = await queue.claim({
      kinds: kinds.filter(
        kind => batchOf(kind) === 1 || !busy.some(job => job.kind === kind),
      ),
      limit: freeForAll > 0 ? Math.min(free, freeForAll) : free,
      forMs: CLAIM_MS,
      onlyInteractive: freeForAll <= 0,
    });
    for (const kind of new Set(claimed.map(job => job.kind))) {
      const jobs = claimed.filter(job => job.kind === kind);
      const size = batchOf(kind);
      if (size === 1) {
        for (const job of jobs) start([job]);
        continue;
      }
      const more =
        jobs.length < size
          ? await queue.claim({
              kinds: [kind],
              limit: size - jobs.length,
              forMs: CLAIM_MS,
            })
          : [];
      start([...jobs, ...more]);
    }
    return claimed.length;
  }

  function start(jobs: readonly ClaimedJob[]): void {
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, stopped.signal]);
    const run = attempt(jobs, signal)
      .catch(error => {
        // The rows are still claimed; when the claim expires some replica takes them up.
        logUnexpected(error, { settling: jobs[0].kind });
      })
      .finally(() => {
        running.delete(run);
        if (running.size === 0) {
          clearInterval(renewal);
          renewal = undefined;
        }
        // A job that was enqueued again meanwhile is due, after the look that is under way.
        wokenWhileDraining = true;
      });
    running.set(run, { jobs, lost });
    renewal ??= setInterval(renew, CLAIM_MS / 3).unref();
  }

  async function renew(): Promise<void> {
    const held = [...running.values()];
    const jobs = held.flatMap(each => each.jobs);
    let lostJobs: readonly ClaimedJob[] = jobs;
    try {
      lostJobs = await queue.renew(jobs, CLAIM_MS);
    } catch (error) {
      logUnexpected(error, { renewing: 'claims' });
    }
    for (const each of held) {
      if (each.jobs.some(job => lostJobs.includes(job))) each.lost.abort();
    }
  }

  async function attempt(
    jobs: readonly ClaimedJob[],
    signal: AbortSignal,
  ): Promise<void> {
    const [{ kind }] = jobs;
    const handler = handlers[kind];
    let result: unknown;
    try {
      if (!handler) {
        throw new Error(`Claimed a job of kind ${kind} without handler`);
      }
      result = await ('run' in handler
        ? handler.run(jobs[0], signal)
        : handler.runAll(jobs, signal));
    } catch (error) {
      if (signal.aborted || error instanceof ClaimLostError) {
        await queue.release(jobs);
      } else {
        await settleFailed(jobs, error, signal);
      }
      return;
    }
    await queue.complete(jobs, result);
  }

  async function settleFailed(
    jobs: readonly ClaimedJob[],
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    if (error instanceof NotYetError) {
      for (const job of jobs) await queue.postpone(job, error.delayMs);
      return;
    }
    const failure = classifyOrLog(jobs[0], error);
    const isOneAtFault =
      failure.class === 'permanent' || failure.class === 'unexpected';
    for (const job of jobs) {
      // The others must not suffer for it.
      await (isOneAtFault && jobs.length > 1
        ? attempt([job], signal)
        : fail(job, failure));
    }
  }

  function classifyOrLog(job: ClaimedJob, error: unknown): Failure {
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
    const known = deps.classify(error);
    if (known) {
      return known;
    }
    const context = { job: job.kind, attempt: job.attempts + 1 };
    const { incidentNumber: incident } = job;
    return {
      class: 'unexpected',
      reason: logUnexpected(
        error,
        incident === undefined ? context : { ...context, incident },
      ),
    };
  }

  async function fail(job: ClaimedJob, failure: Failure): Promise<void> {
    const decision = decideFailure({
      failure,
      attempts: job.attempts,
      failingSince: job.failingSince,
      now: deps.now(),
      random: deps.random(),
    });
    const freed = await queue.fail(job, decision);
    if (decision.outcome === 'escalate') {
      logFailure('error', job, decision.reason, 'it needs attention');
      if (freed === 'recorded') {
        deps.onEscalation?.(job);
      }
    } else if (job.attempts === 0) {
      const seconds = Math.ceil(decision.delayMs / 1_000);
      logFailure('warn', job, decision.reason, `next attempt in ${seconds} s`);
    }
  }

  /** An outage that thousands of jobs wait for must not flood the log; the operations page lists them. */
  function logFailure(
    level: 'warn' | 'error',
    { id, kind, incidentNumber, attempts }: ClaimedJob,
    { code }: Reason,
    then: string,
  ): void {
    const now = deps.now().getTime();
    const like = `${level} ${kind} ${code}`;
    const before = logged.get(like);
    if (before && now - before.at < LOGGED_EVERY_MS) {
      before.more += 1;
      return;
    }
    logged.set(like, { at: now, more: 0 });
    const since = before?.more ? `; ${before.more} more like it before` : '';
    const of =
      incidentNumber === undefined ? '' : ` of incident ${incidentNumber}`;
    // Not its key, which may be an entity that a private incident affects.
    logger[level](
      `Job ${kind}${of} (id ${id}) failed (attempt ${
        attempts + 1
      }): ${code}; ${then}${since}`,
    );
  }

  function logUnexpected(
    error: unknown,
    context: Record<string, string | number>,
  ) {
    return logUnexpectedError({ logger, error, id: deps.newId(), context });
  }

  function batchOf(kind: JobKind): number {
    const handler = handlers[kind];
    return handler && 'batch' in handler ? handler.batch : 1;
  }

  queue.onWake(() => {
    drain().catch(error => logUnexpected(error, { looking: 'for due jobs' }));
  });

  return { drain, stop };
}
