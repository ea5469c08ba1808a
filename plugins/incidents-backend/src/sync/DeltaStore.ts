import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/instants';
import { DeltaRow } from '../database/tables';
import {
  ConflictListener,
  expectApplied,
  updateVersioned,
} from '../database/updateVersioned';
import { WriteGuard } from './WriteGuard';

const NAME = 'workspace';

/** How far the delta is. */
export interface DeltaProgress {
  version: number;
  /** ISO 8601 by Linear's clock; absent before the first delta that saw an issue. */
  watermark: string | undefined;
  /** By the database's clock. */
  lastCompleteStartedAt: Date | undefined;
  lastCompleteAt: Date | undefined;
}

/** The delta's watermark, and when it was last complete by the database's clock. */
export type DeltaStore = ReturnType<typeof createDeltaStore>;

export function createDeltaStore(deps: {
  database: IncidentsDatabase;
  onConflict?: ConflictListener;
}) {
  const { database } = deps;

  async function read(): Promise<DeltaProgress> {
    const row = await database
      .knex<DeltaRow>('deltas')
      .where({ name: NAME })
      .first();
    if (!row) {
      throw new Error('The delta has no row; run the migrations');
    }
    return toProgress(row);
  }

  /** @throws ClaimLostError when the guard's job was taken over */
  async function save(
    progress: DeltaProgress,
    update: Partial<DeltaRow>,
    guard: WriteGuard,
  ): Promise<DeltaProgress> {
    return database.knex.transaction(async tx => {
      const row = expectApplied(
        await updateVersioned<DeltaRow>({
          knex: tx,
          table: 'deltas',
          where: { name: NAME },
          expectedVersion: progress.version,
          writer: 'delta',
          update,
          onConflictTelemetry: deps.onConflict,
        }),
        'delta',
      );
      await guard(tx, 'delta');
      return toProgress(row);
    });
  }

  return {
    read,

    /** Seconds between the start of the last complete delta and now, by the database's clock. */
    async lagSeconds(): Promise<number | undefined> {
      const { lastCompleteStartedAt } = await read();
      if (!lastCompleteStartedAt) {
        return undefined;
      }
      const now = await database.now();
      return Math.max(
        0,
        (now.getTime() - lastCompleteStartedAt.getTime()) / 1_000,
      );
    },

    /** Everything up to `watermark` was read; later changes were not yet. */
    advance: (
      progress: DeltaProgress,
      watermark: string | undefined,
      guard: WriteGuard,
    ) => save(progress, { watermark: watermark ?? null }, guard),

    /** Everything that had changed by `startedAt` was read. */
    async complete(
      progress: DeltaProgress,
      options: { watermark: string | undefined; startedAt: Date },
      guard: WriteGuard,
    ): Promise<DeltaProgress> {
      return save(
        progress,
        {
          watermark: options.watermark ?? null,
          last_complete_started_at: options.startedAt,
          last_complete_at: await database.now(),
        },
        guard,
      );
    },
  };
}

function toProgress(row: DeltaRow): DeltaProgress {
  return {
    version: row.version,
    watermark: row.watermark ?? undefined,
    lastCompleteStartedAt:
      row.last_complete_started_at === null
        ? undefined
        : toDate(row.last_complete_started_at),
    lastCompleteAt:
      row.last_complete_at === null ? undefined : toDate(row.last_complete_at),
  };
}
