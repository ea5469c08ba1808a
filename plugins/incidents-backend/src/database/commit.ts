import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';

/** A row that counts its writes. */
export interface VersionedRow {
  version: number;
}

/** A lease that must still be held when the row is written. */
export interface HeldLease {
  key: string;
  holder: string;
}

/** What became of a commit. */
export type CommitOutcome<T> =
  | { outcome: 'applied'; row: T }
  /** Someone else wrote first; the update was derived again from their row. */
  | { outcome: 'recomputed'; row: T }
  /** Someone else wrote first; `onConflict` found nothing left to do. */
  | { outcome: 'skipped'; row: T }
  /** Someone else wrote first or the row is gone, and nothing was written. */
  | { outcome: 'conflict'; current: T | undefined }
  | { outcome: 'leaseLost' };

/** Told of every conflict, so that operators can see who collides with whom. */
export type ConflictListener = (conflict: {
  writer: string;
  table: string;
  expected: number;
  actual: number | undefined;
  resolution: 'recomputed' | 'skipped' | 'conflict';
}) => void;

const MAX_RECOMPUTATIONS = 5;

/**
 * The one write door for versioned rows: writes only if the version is the
 * expected one. Without `onConflict` a lost race is a conflict, never an
 * overwrite.
 */
export async function commit<T extends VersionedRow>(options: {
  knex: Knex;
  table: string;
  where: Record<string, string | number>;
  expectedVersion: number;
  /** Names the writer in conflict telemetry. */
  writer: string;
  update: Partial<T>;
  /** Derives the update anew from the row that won; `undefined`: nothing left to do. */
  onConflict?: (current: T) => Partial<T> | undefined;
  lease?: HeldLease & { now: Knex.Raw };
  onConflictTelemetry?: ConflictListener;
}): Promise<CommitOutcome<T>> {
  const { knex, table, where, writer, onConflict, lease } = options;
  let { expectedVersion, update } = options;
  for (let recomputations = 0; ; recomputations++) {
    const query = knex(table)
      .where({ ...where, version: expectedVersion })
      .update({ ...update, version: expectedVersion + 1 });
    if (lease) {
      query.whereExists(
        knex('leases')
          .select(knex.raw('1'))
          .where({ key: lease.key, holder: lease.holder })
          .where('expires_at', '>', lease.now),
      );
    }
    const written = await query;
    const current: T | undefined = await knex(table).where(where).first();
    if (written === 1 && current) {
      return {
        outcome: recomputations === 0 ? 'applied' : 'recomputed',
        row: current,
      };
    }
    if (lease && current?.version === expectedVersion) {
      return { outcome: 'leaseLost' };
    }
    const next =
      current && recomputations < MAX_RECOMPUTATIONS
        ? onConflict?.(current)
        : undefined;
    let resolution: 'recomputed' | 'skipped' | 'conflict' = 'conflict';
    if (next) {
      resolution = 'recomputed';
    } else if (onConflict && current && recomputations < MAX_RECOMPUTATIONS) {
      resolution = 'skipped';
    }
    options.onConflictTelemetry?.({
      writer,
      table,
      expected: expectedVersion,
      actual: current?.version,
      resolution,
    });
    if (resolution === 'skipped' && current) {
      return { outcome: 'skipped', row: current };
    }
    if (!next || !current) {
      return { outcome: 'conflict', current };
    }
    expectedVersion = current.version;
    update = next;
  }
}

/** Somebody else wrote the row first; safe to repeat. */
export class LostRaceError extends ConflictError {}

/** The row of a commit that must have gone through; anything else is an error. */
export function committed<T>(result: CommitOutcome<T>, writer: string): T {
  switch (result.outcome) {
    case 'applied':
    case 'recomputed':
    case 'skipped':
      return result.row;
    case 'conflict':
      throw new LostRaceError(
        `${writer} lost a race for its row and had no way to merge; it will be tried again`,
      );
    case 'leaseLost':
      throw new LostRaceError(
        `${writer} lost its lease before it could write; whoever holds it now goes on`,
      );
    default:
      throw new Error(
        `Unknown outcome ${JSON.stringify(result satisfies never)}`,
      );
  }
}
