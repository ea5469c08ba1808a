import { Reason } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { readReason, toDate } from '../database/columns';
import { JobRow } from '../database/tables';
import { FailureDecision } from './failurePolicy';
import { ClaimLostError } from './jobErrors';
import {
  ClaimedJob,
  EnqueuedJob,
  JobKind,
  JobOutcome,
  JobPriority,
  JobRequest,
  JobView,
} from './jobTypes';

const PRIORITIES: Record<JobPriority, number> = {
  interactive: 0,
  background: 1,
};

/** Timers may end this much early by the clock; who woke then would find nothing due until the next poll. */
const EARLY_TIMER_MS = 2;

const FREE = {
  claim_id: null,
  claimed_generation: null,
  claim_expires_at: null,
};

const RESUMED = {
  state: 'due' as const,
  attempts: 0,
  failing_since: null,
  escalated_at: null,
};

const MOST_LISTED = 200;

/** `outdated`: it was enqueued again meanwhile. `lost`: the claim was not held any more. */
type FreedJob = 'recorded' | 'outdated' | 'lost';

/** How an attempt ended, for callers that wait in this process. */
export interface SettledJob {
  id: string;
  generation: number;
  outcome: JobOutcome;
}

/**
 * The one queue: a row per kind and key in the database. What has to happen is
 * enqueued in the transaction that makes it necessary, and survives any crash.
 *
 * No library that is kept up serves both SQLite and PostgreSQL through Knex,
 * which is why this is ours. Three rules carry it:
 *
 * - Every `enqueue` raises the row's generation, and `complete` deletes the row
 *   only if the generation is the claimed one: a request that comes while its
 *   job runs is not lost.
 * - Each claim has an id of its own, and everything that a claim may do compares
 *   it: a process that stalled past its claim can settle nothing.
 * - Deadlines are compared by the database's clock alone.
 */
export type JobQueue = ReturnType<typeof createJobQueue>;

export function createJobQueue(deps: {
  database: IncidentsDatabase;
  newId: () => string;
}) {
  const { database, newId } = deps;
  const { knex, isPostgres } = database;
  const wakeListeners = new Set<() => void>();
  const settleListeners = new Set<(settled: SettledJob) => void>();

  /**
   * Makes a job due, in the caller's transaction, and wakes this process's
   * worker once that is committed. An interactive request runs now whatever it
   * waited for; a background one keeps the back-off of a job that fails. Either
   * resumes an escalated job, since what it failed on may have changed.
   */
  async function enqueue(tx: Knex, request: JobRequest): Promise<EnqueuedJob> {
    const [enqueued] = await enqueueAll(tx, [request]);
    return enqueued;
  }

  /** Several at once, each kind and key at most once. */
  async function enqueueAll(
    tx: Knex,
    requests: readonly JobRequest[],
  ): Promise<EnqueuedJob[]> {
    const enqueued: EnqueuedJob[] = [];
    // In one order, so that two transactions do not wait for each other in a circle.
    const ordered = [...requests].sort(compareKeys);
    for (const request of ordered) {
      const rows: EnqueuedJob[] = await tx('jobs')
        .insert(newRow(request))
        .onConflict(['kind', 'key'])
        .merge(
          request.priority === 'interactive'
            ? raisedAtOnce(request.delayMs)
            : raisedInBackground(),
        )
        .returning(['id', 'generation']);
      enqueued.push(...rows);
    }
    if (enqueued.length > 0) {
      wakeAfter(tx, Math.max(...ordered.map(({ delayMs = 0 }) => delayMs)));
    }
    return enqueued;
  }

  /** Called whenever there may be something to claim. */
  function onWake(listener: () => void): void {
    wakeListeners.add(listener);
  }

  function wake(): void {
    for (const listener of wakeListeners) listener();
  }

  /** Called at the end of every attempt of this process; the return value ends it. */
  function onSettled(listener: (settled: SettledJob) => void): () => void {
    settleListeners.add(listener);
    return () => settleListeners.delete(listener);
  }

  /** Takes up to `limit` due jobs of kinds that the caller knows; other replicas pass them over until the claim expires. */
  async function claim(options: {
    kinds: readonly JobKind[];
    limit: number;
    forMs: number;
    /** Leave background jobs alone. */
    onlyInteractive?: boolean;
  }): Promise<ClaimedJob[]> {
    const { kinds, limit, forMs, onlyInteractive = false } = options;
    const now = database.nowPlus(0);
    const due = knex('jobs')
      .select('id')
      // What a newer replica enqueued waits for a replica that knows it.
      .whereIn('kind', kinds)
      .where('state', 'due')
      .where('run_at', '<=', now)
      .where(unclaimed =>
        unclaimed.whereNull('claim_id').orWhere('claim_expires_at', '<=', now),
      )
      .orderBy([{ column: 'priority' }, { column: 'run_at' }])
      .limit(limit);
    if (onlyInteractive) {
      due.where('priority', PRIORITIES.interactive);
    }
    // Materialized, so that PostgreSQL runs it once: joined in, it may be run
    // again for each row and lock more rows than the limit.
    const rows: JobRow[] = await knex('jobs')
      .withMaterialized('due', isPostgres ? due.forUpdate().skipLocked() : due)
      .whereIn('id', knex('due').select('id'))
      .update({
        claim_id: newId(),
        claimed_generation: knex.ref('generation'),
        claim_expires_at: database.nowPlus(forMs),
      })
      .returning('*');
    return rows
      .map(toClaimedJob)
      .sort((a, b) => PRIORITIES[a.priority] - PRIORITIES[b.priority]);
  }

  /** Prolongs claims; returns those that are lost and whose work must stop. */
  async function renew(
    jobs: readonly ClaimedJob[],
    forMs: number,
  ): Promise<ClaimedJob[]> {
    const renewed: { id: string }[] = await held(jobs)
      .where('claim_expires_at', '>', database.nowPlus(0))
      .update({ claim_expires_at: database.nowPlus(forMs) })
      .returning('id');
    const ids = new Set(renewed.map(row => row.id));
    return jobs.filter(job => !ids.has(job.id));
  }

  /**
   * Checks by the database's clock that all the claims are still held; give the
   * transaction that depends on it.
   *
   * @throws ClaimLostError, which rolls the transaction back
   */
  async function ensureHeld(
    tx: Knex,
    jobs: readonly ClaimedJob[],
    writer: string,
  ): Promise<void> {
    const [row] = await held(jobs, tx)
      .where('claim_expires_at', '>', database.nowPlus(0))
      .count({ held: '*' });
    if (Number(row.held) !== jobs.length) {
      throw new ClaimLostError(writer);
    }
  }

  /** Done: the rows go, but for those that were enqueued again meanwhile, which are due at once. */
  async function complete(
    jobs: readonly ClaimedJob[],
    result?: unknown,
  ): Promise<void> {
    // Whoever waits for a job whose claim was lost waits for its new holder.
    const settled = new Set<string>(await held(jobs).pluck('id'));
    await held(jobs)
      .where('generation', knex.ref('claimed_generation'))
      .delete();
    await held(jobs).update({
      ...FREE,
      completed_generation: knex.ref('claimed_generation'),
      attempts: 0,
      failing_since: null,
      reason: null,
    });
    settle(
      jobs.filter(job => settled.has(job.id)),
      { outcome: 'completed', result },
    );
  }

  /**
   * Not done: waits or escalates, as the failure policy decided. `outdated`: it
   * was enqueued again meanwhile, and is due at once for what changed.
   */
  async function fail(
    job: ClaimedJob,
    decision: FailureDecision,
  ): Promise<FreedJob> {
    const { reason } = decision;
    const now = database.nowPlus(0);
    const freed = await free(
      job,
      {
        priority: PRIORITIES.background,
        // A budget of time begins when a wait is over that uses up none of it.
        failing_since:
          decision.outcome === 'retry' && !decision.consumesBudget
            ? database.nowPlus(decision.delayMs)
            : knex.raw('coalesce(failing_since, ?)', [now]),
        ...(decision.outcome === 'retry'
          ? {
              attempts: job.attempts + (decision.consumesBudget ? 1 : 0),
              run_at: database.nowPlus(decision.delayMs),
            }
          : { state: 'escalated', escalated_at: now }),
      },
      {
        reason: JSON.stringify(reason),
        failed_generation: knex.ref('claimed_generation'),
      },
    );
    if (freed !== 'lost') {
      const escalated = freed === 'recorded' && decision.outcome === 'escalate';
      settle([job], { outcome: 'failed', reason, escalated });
    }
    return freed;
  }

  /** Waits without counting as a failure, unless it was enqueued again meanwhile. */
  async function postpone(job: ClaimedJob, delayMs: number): Promise<void> {
    await free(job, { run_at: database.nowPlus(delayMs) });
  }

  /** Neither done nor failed, as at shutdown: any worker can claim it next. */
  async function release(jobs: readonly ClaimedJob[]): Promise<void> {
    await held(jobs).update(FREE);
  }

  /** Has a job wait for a person, because what it is for was found to fail whenever it is tried. */
  async function escalate(
    tx: Knex,
    request: JobRequest,
    reason: Reason,
  ): Promise<void> {
    const now = database.nowPlus(0);
    const escalated = {
      state: 'escalated' as const,
      reason: JSON.stringify(reason),
      failing_since: now,
      escalated_at: now,
    };
    await tx('jobs')
      .insert({ ...newRow(request), ...escalated })
      .onConflict(['kind', 'key'])
      .merge({
        ...escalated,
        generation: knex.raw('jobs.generation + 1'),
      });
  }

  /** Resumes an escalated job; `false` when there is none. */
  async function retry(id: string): Promise<boolean> {
    const resumed = await knex('jobs')
      .where({ id, state: 'escalated' })
      .update(raisedAtOnce());
    wake();
    return resumed === 1;
  }

  async function find(
    kind: JobKind,
    key: string,
  ): Promise<JobView | undefined> {
    const row = await knex<JobRow>('jobs').where({ kind, key }).first();
    return row && toView(row);
  }

  async function findById(id: string): Promise<JobView | undefined> {
    const row = await knex<JobRow>('jobs').where({ id }).first();
    return row && toView(row);
  }

  /** Jobs that need a person, the longest waiting first. */
  async function listEscalated(): Promise<JobView[]> {
    return list('escalated_at', query => query.where('state', 'escalated'));
  }

  /** Jobs that failed and will be tried again, the longest failing first. */
  async function listWaiting(): Promise<JobView[]> {
    return list('failing_since', query =>
      query.where('state', 'due').whereNotNull('reason'),
    );
  }

  async function count(): Promise<{ due: number; escalated: number }> {
    const rows: { state: string; count: number | string }[] = await knex('jobs')
      .select('state')
      .count({ count: '*' })
      .groupBy('state');
    const of = (state: string) =>
      Number(rows.find(row => row.state === state)?.count ?? 0);
    return { due: of('due'), escalated: of('escalated') };
  }

  /** Jobs that have been due for longer and that no replica runs. */
  async function countOverdue(milliseconds: number): Promise<number> {
    const [{ overdue }] = await knex('jobs')
      .where({ state: 'due' })
      .where('run_at', '<', database.nowPlus(-milliseconds))
      .where(unclaimed =>
        unclaimed
          .whereNull('claim_expires_at')
          .orWhere('claim_expires_at', '<', database.nowPlus(0)),
      )
      .count({ overdue: '*' });
    return Number(overdue);
  }

  function newRow(request: JobRequest) {
    const { kind, key, incidentNumber, priority = 'background' } = request;
    return {
      id: newId(),
      kind,
      key,
      incident_number: incidentNumber ?? null,
      generation: 1,
      completed_generation: 0,
      failed_generation: 0,
      priority: PRIORITIES[priority],
      ...RESUMED,
      run_at: database.nowPlus(request.delayMs ?? 0),
      created_at: database.nowPlus(0),
    };
  }

  function raisedAtOnce(delayMs = 0) {
    return {
      ...RESUMED,
      generation: knex.raw('jobs.generation + 1'),
      priority: PRIORITIES.interactive,
      run_at: database.nowPlus(delayMs),
    };
  }

  function raisedInBackground() {
    const unlessEscalated = (column: string, otherwise: string) =>
      knex.raw(
        `case when jobs.state = 'escalated' then ${otherwise} else jobs.${column} end`,
      );
    return {
      generation: knex.raw('jobs.generation + 1'),
      state: 'due',
      attempts: unlessEscalated('attempts', '0'),
      failing_since: unlessEscalated('failing_since', 'null'),
      escalated_at: null,
      run_at: knex.raw(
        `case
          when jobs.state <> 'escalated'
            and (jobs.failing_since is not null or jobs.run_at < excluded.run_at)
          then jobs.run_at else excluded.run_at
        end`,
      ),
    };
  }

  async function list(
    since: 'escalated_at' | 'failing_since',
    filter: (query: Knex.QueryBuilder<JobRow>) => void,
  ): Promise<JobView[]> {
    const rows = await knex<JobRow>('jobs')
      .where(filter)
      .orderBy(since)
      .limit(MOST_LISTED);
    return rows.map(toView);
  }

  function held(
    jobs: readonly ClaimedJob[],
    tx: Knex = knex,
  ): Knex.QueryBuilder {
    return tx('jobs')
      .whereIn('claim_id', [...new Set(jobs.map(job => job.claim.claimId))])
      .whereIn(
        'id',
        jobs.map(job => job.id),
      );
  }

  /** Ends a claim; `unlessOutdated` is written only if the job was not enqueued again meanwhile. */
  async function free(
    job: ClaimedJob,
    unlessOutdated: Record<string, unknown>,
    always: Record<string, unknown> = {},
  ): Promise<FreedJob> {
    const recorded = await held([job])
      .where('generation', knex.ref('claimed_generation'))
      .update({ ...FREE, ...always, ...unlessOutdated });
    if (recorded === 1) {
      return 'recorded';
    }
    const freed = await held([job]).update({ ...FREE, ...always });
    return freed === 1 ? 'outdated' : 'lost';
  }

  function settle(
    jobs: readonly ClaimedJob[],
    outcome: SettledJob['outcome'],
  ): void {
    for (const { id, generation } of jobs) {
      for (const listener of [...settleListeners]) {
        listener({ id, generation, outcome });
      }
    }
  }

  function wakeAfter(tx: Knex, delayMs: number): void {
    const wakeThen = () => {
      if (delayMs > 0) {
        setTimeout(wake, delayMs + EARLY_TIMER_MS).unref();
      } else {
        wake();
      }
    };
    if (isTransaction(tx)) {
      tx.executionPromise.then(wakeThen, () => {
        // Rolled back: nothing to do.
      });
    } else {
      wakeThen();
    }
  }

  return {
    enqueue,
    enqueueAll,
    onWake,
    wake,
    onSettled,
    claim,
    renew,
    ensureHeld,
    complete,
    fail,
    postpone,
    release,
    escalate,
    retry,
    find,
    findById,
    listEscalated,
    listWaiting,
    count,
    countOverdue,
  };
}

function toView(row: JobRow): JobView {
  return {
    id: row.id,
    kind: row.kind,
    key: row.key,
    incidentNumber: row.incident_number ?? undefined,
    generation: row.generation,
    completedGeneration: row.completed_generation,
    failedGeneration: row.failed_generation,
    state: row.state,
    attempts: row.attempts,
    reason: readReason(row.reason),
    runAt: toDate(row.run_at),
    escalatedAt:
      row.escalated_at === null ? undefined : toDate(row.escalated_at),
    failingSince:
      row.failing_since === null ? undefined : toDate(row.failing_since),
    running: row.claim_id !== null,
    createdAt: toDate(row.created_at),
  };
}

function toClaimedJob(row: JobRow): ClaimedJob {
  if (row.claim_id === null) {
    throw new Error(`Job ${row.id} was claimed without an id`);
  }
  return {
    ...toView(row),
    // Only kinds that the caller named are claimed.
    kind: row.kind as JobKind,
    priority:
      row.priority === PRIORITIES.interactive ? 'interactive' : 'background',
    claim: { jobId: row.id, claimId: row.claim_id },
  };
}

function isTransaction(tx: Knex): tx is Knex.Transaction {
  return 'executionPromise' in tx && tx.executionPromise instanceof Promise;
}

function compareKeys(a: JobRequest, b: JobRequest): number {
  const first = `${a.kind}/${a.key}`;
  const second = `${b.kind}/${b.key}`;
  return Number(first > second) - Number(first < second);
}
