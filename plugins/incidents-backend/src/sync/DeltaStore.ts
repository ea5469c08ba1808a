import {
  updateVersioned,
  expectApplied,
  ConflictListener,
} from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/instants';
import { Lease } from '../database/Leases';
import { DeltaRow } from '../database/tables';

const NAME = 'workspace';

/** How far the delta is. */
export interface DeltaProgress {
  version: number;
  /** ISO 8601 by Linear's clock; absent before the first complete delta that saw an issue. */
  watermark: string | undefined;
  lastCompleteStartedAt: Date | undefined;
  lastCompleteAt: Date | undefined;
}

/** The delta's watermark, and when it was last complete by the database's clock. */
export class DeltaStore {
  readonly #database: IncidentsDatabase;
  readonly #onConflict: ConflictListener | undefined;

  constructor(options: {
    database: IncidentsDatabase;
    onConflict?: ConflictListener;
  }) {
    this.#database = options.database;
    this.#onConflict = options.onConflict;
  }

  async read(): Promise<DeltaProgress> {
    const row = await this.#database
      .knex<DeltaRow>('deltas')
      .where({ name: NAME })
      .first();
    if (!row) {
      throw new Error('The delta has no row; run the migrations');
    }
    return {
      version: row.version,
      watermark: row.watermark ?? undefined,
      lastCompleteStartedAt:
        row.last_complete_started_at === null
          ? undefined
          : toDate(row.last_complete_started_at),
      lastCompleteAt:
        row.last_complete_at === null
          ? undefined
          : toDate(row.last_complete_at),
    };
  }

  /** Seconds between the start of the last complete delta and now, by the database's clock. */
  async lagSeconds(): Promise<number | undefined> {
    const { lastCompleteStartedAt } = await this.read();
    if (!lastCompleteStartedAt) {
      return undefined;
    }
    const now = await this.#database.now();
    return Math.max(
      0,
      (now.getTime() - lastCompleteStartedAt.getTime()) / 1_000,
    );
  }

  /** Everything up to `watermark` was read, by who holds the lease. */
  async complete(options: {
    progress: DeltaProgress;
    watermark: string | undefined;
    startedAt: Date;
    lease: Lease;
  }): Promise<void> {
    const { progress, watermark, startedAt, lease } = options;
    expectApplied(
      await updateVersioned<DeltaRow>({
        knex: this.#database.knex,
        table: 'deltas',
        where: { name: NAME },
        expectedVersion: progress.version,
        writer: 'delta',
        update: {
          watermark: watermark ?? null,
          last_complete_started_at: startedAt,
          last_complete_at: await this.#database.now(),
        },
        lease: {
          key: lease.key,
          holder: lease.holder,
          now: this.#database.nowPlus(0),
        },
        onConflictTelemetry: this.#onConflict,
      }),
      'delta',
    );
  }
}
