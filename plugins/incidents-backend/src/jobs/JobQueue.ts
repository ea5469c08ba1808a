import { Reason } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/instants';
import { readReason } from '../database/readReason';
import { JobRow } from '../database/tables';
import { FailureDecision } from './failurePolicy';
import {
  ClaimedJob,
  EnqueuedJob,
  JobKind,
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

/** How an attempt ended, for callers that wait in this process. */
export interface SettledJob {
  id: string;
  generation: number;
  outcome:
    | { outcome: 'completed'; result: unknown }
    | { outcome: 'failed'; reason: Reason; escalated: boolean };
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
export class JobQueue {
  readonly #database: IncidentsDatabase;
  readonly #newId: () => string;
  readonly #wakeListeners = new Set<() => void>();
  readonly #settleListeners = new Set<(settled: SettledJob) => void>();

  constructor(options: { database: IncidentsDatabase; newId: () => string }) {
    this.#database = options.database;
    this.#newId = options.newId;
  }

  /**
   * Makes a job due, in the caller's transaction, and wakes this process's
   * worker once that is committed. An interactive request runs now whatever it
   * waited for; a background one keeps the back-off of a job that fails. Either
   * resumes an escalated job, since what it failed on may have changed.
   */
  async enqueue(tx: Knex, request: JobRequest): Promise<EnqueuedJob> {
    const [enqueued] = await this.enqueueAll(tx, [request]);
    return enqueued;
  }

  /** Several at once, each kind and key at most once. */
  async enqueueAll(
    tx: Knex,
    requests: readonly JobRequest[],
  ): Promise<EnqueuedJob[]> {
    const enqueued: EnqueuedJob[] = [];
    // In one order, so that two transactions do not wait for each other in a circle.
    const ordered = [...requests].sort((a, b) => compareKeys(a, b));
    for (const request of ordered) {
      const rows: EnqueuedJob[] = await tx('jobs')
        .insert(this.#newRow(request))
        .onConflict(['kind', 'key'])
        .merge(
          request.priority === 'interactive'
            ? this.#raiseAtOnce(request)
            : this.#raiseInBackground(),
        )
        .returning(['id', 'generation']);
      enqueued.push(...rows);
    }
    if (enqueued.length > 0) {
      this.#wakeAfter(
        tx,
        Math.max(...ordered.map(({ delayMs = 0 }) => delayMs)),
      );
    }
    return enqueued;
  }

  /** Called whenever there may be something to claim. */
  onWake(listener: () => void): void {
    this.#wakeListeners.add(listener);
  }

  wake(): void {
    for (const listener of this.#wakeListeners) listener();
  }

  /** Called at the end of every attempt of this process; the return value ends it. */
  onSettled(listener: (settled: SettledJob) => void): () => void {
    this.#settleListeners.add(listener);
    return () => this.#settleListeners.delete(listener);
  }

  /** Takes up to `limit` due jobs of kinds that the caller knows; other replicas pass them over until the claim expires. */
  async claim(options: {
    kinds: readonly JobKind[];
    limit: number;
    forMs: number;
    /** Leave background jobs alone. */
    onlyInteractive?: boolean;
  }): Promise<ClaimedJob[]> {
    const { kinds, limit, forMs, onlyInteractive = false } = options;
    const { knex, isPostgres } = this.#database;
    const now = this.#database.nowPlus(0);
    const due = knex('jobs')
      .select('id')
      // What a newer replica enqueued waits for a replica that knows it.
      .whereIn('kind', kinds)
      .where('state', 'due')
      .where('run_at', '<=', now)
      .where(free =>
        free.whereNull('claim_id').orWhere('claim_expires_at', '<=', now),
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
        claim_id: this.#newId(),
        claimed_generation: knex.ref('generation'),
        claim_expires_at: this.#database.nowPlus(forMs),
      })
      .returning('*');
    return rows
      .map(toClaimedJob)
      .sort((a, b) => PRIORITIES[a.priority] - PRIORITIES[b.priority]);
  }

  /** Prolongs claims; returns those that are lost and whose work must stop. */
  async renew(
    jobs: readonly ClaimedJob[],
    forMs: number,
  ): Promise<ClaimedJob[]> {
    const renewed: { id: string; claim_id: string }[] = await this.#held(jobs)
      .where('claim_expires_at', '>', this.#database.nowPlus(0))
      .update({ claim_expires_at: this.#database.nowPlus(forMs) })
      .returning(['id', 'claim_id']);
    const held = new Set(renewed.map(row => row.id));
    return jobs.filter(job => !held.has(job.id));
  }

  /** Whether all the claims are still held, by the database's clock; give the transaction that depends on it. */
  async areHeld(tx: Knex, jobs: readonly ClaimedJob[]): Promise<boolean> {
    const [row] = await this.#held(jobs, tx)
      .where('claim_expires_at', '>', this.#database.nowPlus(0))
      .count({ held: '*' });
    return Number(row.held) === jobs.length;
  }

  /** Done: the rows go, but for those that were enqueued again meanwhile, which are due at once. */
  async complete(jobs: readonly ClaimedJob[], result?: unknown): Promise<void> {
    const { knex } = this.#database;
    // Whoever waits for a job whose claim was lost waits for its new holder.
    const settled = new Set<string>(await this.#held(jobs).pluck('id'));
    await this.#held(jobs)
      .where('generation', knex.ref('claimed_generation'))
      .delete();
    await this.#held(jobs).update({
      ...FREE,
      completed_generation: knex.ref('claimed_generation'),
      attempts: 0,
      failing_since: null,
      reason: null,
    });
    this.#settle(
      jobs.filter(job => settled.has(job.id)),
      { outcome: 'completed', result },
    );
  }

  /**
   * Not done: waits or escalates, as the failure policy decided. `outdated`: it
   * was enqueued again meanwhile, and is due at once for what changed.
   */
  async fail(
    job: ClaimedJob,
    decision: FailureDecision,
  ): Promise<'recorded' | 'outdated' | 'lost'> {
    const { knex } = this.#database;
    const now = this.#database.nowPlus(0);
    const recorded = await this.#held([job])
      .where('generation', this.#database.knex.ref('claimed_generation'))
      .update({
        ...FREE,
        priority: PRIORITIES.background,
        reason: JSON.stringify(decision.reason),
        failed_generation: knex.ref('claimed_generation'),
        // A budget of time begins when a wait is over that uses up none of it.
        failing_since:
          decision.outcome === 'retry' && !decision.consumesBudget
            ? this.#database.nowPlus(decision.delayMs)
            : knex.raw('coalesce(failing_since, ?)', [now]),
        ...(decision.outcome === 'retry'
          ? {
              attempts: job.attempts + (decision.consumesBudget ? 1 : 0),
              run_at: this.#database.nowPlus(decision.delayMs),
            }
          : { state: 'escalated', escalated_at: now }),
      });
    const outcome =
      recorded === 1
        ? 'recorded'
        : await this.#free(job, {
            reason: JSON.stringify(decision.reason),
            failed_generation: knex.ref('claimed_generation'),
          });
    if (outcome !== 'lost') {
      this.#settle([job], {
        outcome: 'failed',
        reason: decision.reason,
        escalated: outcome === 'recorded' && decision.outcome === 'escalate',
      });
    }
    return outcome;
  }

  /** Waits without counting as a failure, unless it was enqueued again meanwhile. */
  async postpone(job: ClaimedJob, delayMs: number): Promise<void> {
    const postponed = await this.#held([job])
      .where('generation', this.#database.knex.ref('claimed_generation'))
      .update({ ...FREE, run_at: this.#database.nowPlus(delayMs) });
    if (postponed !== 1) {
      await this.#free(job);
    }
  }

  /** Neither done nor failed, as at shutdown: any worker can claim it next. */
  async release(jobs: readonly ClaimedJob[]): Promise<void> {
    await this.#held(jobs).update(FREE);
  }

  /** Has a job wait for a person, because what it is for was found to fail whenever it is tried. */
  async escalate(tx: Knex, request: JobRequest, reason: Reason): Promise<void> {
    const now = this.#database.nowPlus(0);
    const escalated = {
      state: 'escalated' as const,
      reason: JSON.stringify(reason),
      failing_since: now,
      escalated_at: now,
    };
    await tx('jobs')
      .insert({ ...this.#newRow(request), ...escalated })
      .onConflict(['kind', 'key'])
      .merge({
        ...escalated,
        generation: this.#database.knex.raw('jobs.generation + 1'),
      });
  }

  /** Resumes an escalated job; `false` when there is none. */
  async retry(id: string): Promise<boolean> {
    const resumed = await this.#database
      .knex('jobs')
      .where({ id, state: 'escalated' })
      .update({
        ...RESUMED,
        generation: this.#database.knex.raw('generation + 1'),
        priority: PRIORITIES.interactive,
        run_at: this.#database.nowPlus(0),
      });
    this.wake();
    return resumed === 1;
  }

  async find(kind: JobKind, key: string): Promise<JobView | undefined> {
    const row = await this.#rows().where({ kind, key }).first();
    return row && this.#toView(row);
  }

  /** Jobs that need a person, the longest waiting first. */
  async listEscalated(): Promise<JobView[]> {
    const rows = await this.#rows()
      .where({ state: 'escalated' })
      .orderBy('escalated_at')
      .limit(200);
    return rows.map(row => this.#toView(row));
  }

  /** Jobs that failed and will be tried again, the longest failing first. */
  async listWaiting(): Promise<JobView[]> {
    const rows = await this.#rows()
      .where({ state: 'due' })
      .whereNotNull('reason')
      .orderBy('failing_since')
      .limit(200);
    return rows.map(row => this.#toView(row));
  }

  async count(): Promise<{ due: number; escalated: number }> {
    const rows: { state: string; count: number | string }[] =
      await this.#database
        .knex('jobs')
        .select('state')
        .count({ count: '*' })
        .groupBy('state');
    const of = (state: string) =>
      Number(rows.find(row => row.state === state)?.count ?? 0);
    return { due: of('due'), escalated: of('escalated') };
  }

  /** The progress of each of these jobs; a job without an entry is completed. */
  async progress(ids: readonly string[]): Promise<
    Map<
      string,
      {
        completedGeneration: number;
        failedGeneration: number;
        reason: Reason | undefined;
        escalated: boolean;
      }
    >
  > {
    const rows = await this.#rows().whereIn('id', ids);
    return new Map(
      rows.map(row => [
        row.id,
        {
          completedGeneration: row.completed_generation,
          failedGeneration: row.failed_generation,
          reason: readReason(row.reason),
          escalated: row.state === 'escalated',
        },
      ]),
    );
  }

  #newRow(request: JobRequest) {
    const { kind, key, incidentNumber, priority = 'background' } = request;
    return {
      id: this.#newId(),
      kind,
      key,
      incident_number: incidentNumber ?? null,
      generation: 1,
      completed_generation: 0,
      failed_generation: 0,
      priority: PRIORITIES[priority],
      ...RESUMED,
      run_at: this.#database.nowPlus(request.delayMs ?? 0),
      created_at: this.#database.nowPlus(0),
    };
  }

  #raiseAtOnce(request: JobRequest) {
    return {
      ...RESUMED,
      generation: this.#database.knex.raw('jobs.generation + 1'),
      priority: PRIORITIES.interactive,
      run_at: this.#database.nowPlus(request.delayMs ?? 0),
    };
  }

  #raiseInBackground() {
    const { knex } = this.#database;
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

  #rows(): Knex.QueryBuilder<JobRow, JobRow[]> {
    return this.#database.knex<JobRow>('jobs');
  }

  #held(
    jobs: readonly ClaimedJob[],
    knex: Knex = this.#database.knex,
  ): Knex.QueryBuilder {
    return knex('jobs')
      .whereIn('claim_id', [...new Set(jobs.map(job => job.claim.claimId))])
      .whereIn(
        'id',
        jobs.map(job => job.id),
      );
  }

  async #free(
    job: ClaimedJob,
    changes: Record<string, unknown> = {},
  ): Promise<'outdated' | 'lost'> {
    const freed = await this.#held([job]).update({ ...FREE, ...changes });
    return freed === 1 ? 'outdated' : 'lost';
  }

  #settle(jobs: readonly ClaimedJob[], outcome: SettledJob['outcome']): void {
    for (const { id, generation } of jobs) {
      for (const listener of [...this.#settleListeners]) {
        listener({ id, generation, outcome });
      }
    }
  }

  #wakeAfter(tx: Knex, delayMs: number): void {
    const wake = () => {
      if (delayMs > 0) {
        setTimeout(() => this.wake(), delayMs + EARLY_TIMER_MS).unref();
      } else {
        this.wake();
      }
    };
    if (isTransaction(tx)) {
      tx.executionPromise.then(wake, () => {
        // Rolled back: nothing to do.
      });
    } else {
      wake();
    }
  }

  #toView(row: JobRow): JobView {
    return {
      id: row.id,
      kind: row.kind,
      key: row.key,
      incidentNumber: row.incident_number ?? undefined,
      generation: row.generation,
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
}

function toClaimedJob(row: JobRow): ClaimedJob {
  if (row.claim_id === null) {
    throw new Error(`Job ${row.id} was claimed without an id`);
  }
  return {
    id: row.id,
    // Only kinds that the caller named are claimed.
    kind: row.kind as JobKind,
    key: row.key,
    incidentNumber: row.incident_number ?? undefined,
    priority:
      row.priority === PRIORITIES.interactive ? 'interactive' : 'background',
    attempts: row.attempts,
    failingSince:
      row.failing_since === null ? undefined : toDate(row.failing_since),
    generation: row.generation,
    claim: { jobId: row.id, claimId: row.claim_id },
  };
}

function isTransaction(tx: Knex): tx is Knex.Transaction {
  return 'executionPromise' in tx && tx.executionPromise instanceof Promise;
}

function compareKeys(a: JobRequest, b: JobRequest): number {
  const first = `${a.kind}/${a.key}`;
  const second = `${b.kind}/${b.key}`;
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
