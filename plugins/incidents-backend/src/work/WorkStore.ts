import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { WorkRow } from '../database/tables';
import { FailureDecision } from './failurePolicy';

/** What work there is. */
export type WorkKind =
  | 'parentIssue'
  | 'formerParent'
  | 'refresh'
  | 'dirtyIssues'
  /** Teams that an issue named for the first time, to be read with their states. */
  | 'teams';

/** Identifies a unit of work; asking twice is asking once. */
export interface WorkRequest {
  kind: WorkKind;
  key: string;
  incidentNumber: number | undefined;
}

/** Work that this process holds for a while. */
export interface ClaimedWork {
  id: string;
  kind: string;
  key: string;
  incidentNumber: number | undefined;
  /** The request this claim answers; a newer one keeps the row. */
  ticket: string;
  attempts: number;
  failingSince: Date | undefined;
  holder: string;
}

/** Durable due-work rows. */
export class WorkStore {
  readonly #database: IncidentsDatabase;
  readonly #newId: () => string;

  constructor(options: { database: IncidentsDatabase; newId: () => string }) {
    this.#database = options.database;
    this.#newId = options.newId;
  }

  /**
   * Makes work due, in the caller's transaction. A row that is already there
   * gets a new ticket, so that a change that arrives while it is being worked
   * on is not lost; an escalated one is resumed, since its ground has changed.
   */
  async request(
    tx: Knex,
    request: WorkRequest,
    options: { delayMilliseconds?: number } = {},
  ): Promise<void> {
    const { delayMilliseconds = 0 } = options;
    await tx('work')
      .insert(this.#newRow(request, delayMilliseconds))
      .onConflict(['kind', 'key'])
      .merge({
        ticket: this.#newId(),
        state: 'due',
        due_at: this.#database.nowPlus(delayMilliseconds),
        attempts: 0,
        failing_since: null,
        escalated_at: null,
      });
  }

  /** Makes work due unless it is asked for already; `false` when it is. */
  async requestIfAbsent(tx: Knex, request: WorkRequest): Promise<boolean> {
    const inserted = await tx('work')
      .insert(this.#newRow(request, 0))
      .onConflict(['kind', 'key'])
      .ignore()
      .returning('id');
    return inserted.length === 1;
  }

  /**
   * Makes work due that is fed from a list of its own. A row that is there
   * already gets a new ticket, so that whoever is at it looks at the list again,
   * and keeps its turn and its back-off.
   */
  async requestOnce(tx: Knex, request: WorkRequest): Promise<void> {
    await tx('work')
      .insert(this.#newRow(request, 0))
      .onConflict(['kind', 'key'])
      .merge({ ticket: this.#newId(), state: 'due' });
  }

  /** Drops work that was just done by other means, unless someone is at it. */
  async forget(request: { kind: WorkKind; key: string }): Promise<void> {
    await this.#database
      .knex('work')
      .where({ kind: request.kind, key: request.key })
      .whereNull('lease_holder')
      .delete();
  }

  /** Takes up to `limit` due rows; other replicas pass them over until the lease ends. */
  async claim(options: {
    holder: string;
    limit: number;
    leaseMilliseconds: number;
  }): Promise<ClaimedWork[]> {
    const { holder, limit, leaseMilliseconds } = options;
    const { knex, isPostgres } = this.#database;
    const now = this.#database.nowPlus(0);
    const due = knex('work')
      .select('id')
      .where('state', 'due')
      .where('due_at', '<=', now)
      .where(free =>
        free
          .whereNull('lease_expires_at')
          .orWhere('lease_expires_at', '<=', now),
      )
      .orderBy('due_at')
      .limit(limit);
    const rows: WorkRow[] = await knex('work')
      .whereIn('id', isPostgres ? due.forUpdate().skipLocked() : due)
      .update({
        lease_holder: holder,
        lease_expires_at: this.#database.nowPlus(leaseMilliseconds),
      })
      .returning('*');
    return rows.map(row => ({
      id: row.id,
      kind: row.kind,
      key: row.key,
      incidentNumber: row.incident_number ?? undefined,
      ticket: row.ticket,
      attempts: row.attempts,
      failingSince:
        row.failing_since === null ? undefined : new Date(row.failing_since),
      holder,
    }));
  }

  /** Keeps a claim alive; `false` when someone else has it now. */
  async renew(work: ClaimedWork, leaseMilliseconds: number): Promise<boolean> {
    const renewed = await this.#held(work)
      .where('lease_expires_at', '>', this.#database.nowPlus(0))
      .update({ lease_expires_at: this.#database.nowPlus(leaseMilliseconds) });
    return renewed === 1;
  }

  /** Done: the row goes, unless it was asked for again meanwhile. */
  async settle(work: ClaimedWork): Promise<'settled' | 'dueAgain' | 'lost'> {
    const settled = await this.#held(work)
      .where('ticket', work.ticket)
      .delete();
    return settled === 1 ? 'settled' : this.#handBack(work);
  }

  /** Not done: waits, or escalates, as the failure policy decided. */
  async fail(
    work: ClaimedWork,
    decision: FailureDecision,
  ): Promise<'recorded' | 'dueAgain' | 'lost'> {
    const now = this.#database.nowPlus(0);
    const recorded = await this.#held(work)
      .where('ticket', work.ticket)
      .update({
        lease_holder: null,
        lease_expires_at: null,
        reason: decision.reason,
        failing_since: isNobodysFailure(decision)
          ? this.#database.nowPlus(decision.delayMilliseconds)
          : this.#database.knex.raw('coalesce(failing_since, ?)', [now]),
        ...(decision.outcome === 'retry'
          ? {
              attempts: work.attempts + (decision.consumesBudget ? 1 : 0),
              due_at: this.#database.nowPlus(decision.delayMilliseconds),
            }
          : { state: 'escalated', escalated_at: now }),
      });
    return recorded === 1 ? 'recorded' : this.#handBack(work);
  }

  /** Neither done nor failed: free for whoever comes next, as at shutdown. */
  async release(work: ClaimedWork): Promise<void> {
    await this.#handBack(work);
  }

  /** Resumes an escalated row; `false` when there is none. */
  async retry(id: string): Promise<boolean> {
    const resumed = await this.#database
      .knex('work')
      .where({ id, state: 'escalated' })
      .update({
        state: 'due',
        ticket: this.#newId(),
        attempts: 0,
        failing_since: null,
        escalated_at: null,
        due_at: this.#database.nowPlus(0),
      });
    return resumed === 1;
  }

  async find(request: {
    kind: WorkKind;
    key: string;
  }): Promise<WorkRow | undefined> {
    return this.#database
      .knex<WorkRow>('work')
      .where({ kind: request.kind, key: request.key })
      .first();
  }

  async listEscalated(): Promise<WorkRow[]> {
    return this.#database
      .knex('work')
      .where({ state: 'escalated' })
      .orderBy('escalated_at')
      .limit(200);
  }

  async countDue(): Promise<number> {
    const [row] = await this.#database
      .knex('work')
      .where({ state: 'due' })
      .count({ count: '*' });
    return Number(row.count);
  }

  async count(): Promise<{ due: number; escalated: number }> {
    const rows: { state: string; count: number | string }[] =
      await this.#database
        .knex('work')
        .select('state')
        .count({ count: '*' })
        .groupBy('state');
    const of = (state: string) =>
      Number(rows.find(row => row.state === state)?.count ?? 0);
    return { due: of('due'), escalated: of('escalated') };
  }

  #newRow(request: WorkRequest, delayMilliseconds: number) {
    return {
      id: this.#newId(),
      kind: request.kind,
      key: request.key,
      incident_number: request.incidentNumber ?? null,
      ticket: this.#newId(),
      state: 'due',
      due_at: this.#database.nowPlus(delayMilliseconds),
      attempts: 0,
      failing_since: null,
      reason: null,
      escalated_at: null,
      lease_holder: null,
      lease_expires_at: null,
      created_at: this.#database.nowPlus(0),
    };
  }

  #held(work: ClaimedWork): Knex.QueryBuilder {
    return this.#database
      .knex('work')
      .where({ id: work.id, lease_holder: work.holder });
  }

  /** The ticket changed under us: free the row so that it is taken up at once. */
  async #handBack(work: ClaimedWork): Promise<'dueAgain' | 'lost'> {
    const freed = await this.#held(work).update({
      lease_holder: null,
      lease_expires_at: null,
    });
    return freed === 1 ? 'dueAgain' : 'lost';
  }
}

/** A budget of time begins when a wait is over that uses up none of it. */
function isNobodysFailure(
  decision: FailureDecision,
): decision is Extract<FailureDecision, { outcome: 'retry' }> {
  return decision.outcome === 'retry' && !decision.consumesBudget;
}
