import {
  updateVersioned,
  expectApplied,
  ConflictListener,
} from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Lease } from '../database/Leases';
import { SweepRow } from '../database/tables';
import { ClaimLostError } from '../jobs';
import { NO_COUNTS, START, SweepRecord, toSweepRecord } from './Sweep';

/** What a write of a sweep may change. */
export type SweepUpdate = Partial<
  Pick<SweepRecord, 'state' | 'cursor' | 'counts' | 'breaker' | 'reason'>
> & { isFinished?: boolean };

/** Sweeps in the database; at most one is active. */
export class SweepStore {
  readonly #database: IncidentsDatabase;
  readonly #newId: () => string;
  readonly #onConflict: ConflictListener | undefined;

  constructor(options: {
    database: IncidentsDatabase;
    newId: () => string;
    onConflict?: ConflictListener;
  }) {
    this.#database = options.database;
    this.#newId = options.newId;
    this.#onConflict = options.onConflict;
  }

  /** The one to be worked on, if there is one. */
  async findActive(): Promise<SweepRecord | undefined> {
    const row = await this.#rows().where({ active: 1 }).first();
    return row && toSweepRecord(row);
  }

  async findLatest(): Promise<SweepRecord | undefined> {
    const row = await this.#rows().orderBy('started_at', 'desc').first();
    return row && toSweepRecord(row);
  }

  /** Asks for a sweep; the one that is asked for or runs already, if there is one. */
  async request(): Promise<SweepRecord> {
    await this.#database
      .knex('sweeps')
      .insert({
        id: this.#newId(),
        version: 1,
        active: 1,
        state: 'requested',
        started_at: this.#database.nowPlus(0),
        cursor: JSON.stringify(START),
        counts: JSON.stringify(NO_COUNTS),
        accept_removals: false,
      })
      .onConflict('active')
      .ignore();
    const active = (await this.findActive()) ?? (await this.findLatest());
    if (!active) {
      throw new Error('The sweep that was just asked for is not there');
    }
    return active;
  }

  /** Lets a held sweep go on to remove; `undefined` when none is held. */
  async acceptRemovals(): Promise<SweepRecord | undefined> {
    const latest = await this.findLatest();
    if (latest?.state !== 'held') {
      return undefined;
    }
    const result = await updateVersioned<SweepRow>({
      knex: this.#database.knex,
      table: 'sweeps',
      where: { id: latest.id },
      expectedVersion: latest.version,
      writer: 'operator',
      update: {
        state: 'running',
        active: 1,
        accept_removals: true,
        finished_at: null,
      },
      onConflict: current =>
        current.state === 'held'
          ? { state: 'running', active: 1, accept_removals: true }
          : undefined,
      onConflictTelemetry: this.#onConflict,
    });
    return toSweepRecord(expectApplied(result, 'operator'));
  }

  /** Whether the interval since the last sweep began is over, by the database's clock. */
  async isDue(intervalMilliseconds: number): Promise<boolean> {
    const recent = await this.#rows()
      .where('started_at', '>', this.#database.nowPlus(-intervalMilliseconds))
      .first();
    return recent === undefined;
  }

  /** @throws ClaimLostError when another replica has taken over */
  async save(
    sweep: SweepRecord,
    update: SweepUpdate,
    lease: Lease,
  ): Promise<SweepRecord> {
    const { isFinished, cursor, counts, breaker, reason, state } = update;
    const result = await updateVersioned<SweepRow>({
      knex: this.#database.knex,
      table: 'sweeps',
      where: { id: sweep.id },
      expectedVersion: sweep.version,
      writer: 'sweep',
      update: {
        ...(state && { state }),
        ...(cursor && { cursor: JSON.stringify(cursor) }),
        ...(counts && { counts: JSON.stringify(counts) }),
        ...('breaker' in update && {
          breaker: breaker ? JSON.stringify(breaker) : null,
        }),
        ...('reason' in update && { reason: reason ?? null }),
        ...(isFinished && {
          active: null,
          finished_at: await this.#database.now(),
        }),
      },
      lease: {
        key: lease.key,
        holder: lease.holder,
        now: this.#database.nowPlus(0),
      },
      onConflictTelemetry: this.#onConflict,
    });
    if (result.outcome === 'claimLost') {
      throw new ClaimLostError('sweep');
    }
    return toSweepRecord(expectApplied(result, 'sweep'));
  }

  /** Finished sweeps begun before that, but the latest. */
  async deleteOlderThan(before: Date): Promise<number> {
    const latest = await this.findLatest();
    return this.#database
      .knex('sweeps')
      .where('started_at', '<', before)
      .whereNull('active')
      .whereNot('id', latest?.id ?? '')
      .delete();
  }

  #rows() {
    return this.#database.knex<SweepRow>('sweeps');
  }
}
