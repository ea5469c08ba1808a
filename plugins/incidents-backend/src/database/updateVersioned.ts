import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';

/** A row that counts its writes. */
export interface VersionedRow {
  version: number;
}

/** A claim of a job that must still be held when the row is written. */
export interface HeldClaim {
  jobId: string;
  claimId: string;
  /** Now, by the database's clock. */
  now: Knex.Raw;
}

/** The result of an update. */
export type UpdateOutcome<T> =
  | { outcome: 'applied'; row: T }
  /** Someone else wrote first; the update was recomputed from their row. */
  | { outcome: 'recomputed'; row: T }
  /** Someone else wrote first; `onConflict` found nothing left to do. */
  | { outcome: 'skipped'; row: T }
  /** Someone else wrote first or the row is gone, and nothing was written. */
  | { outcome: 'conflict'; current: T | undefined }
  | { outcome: 'claimLost' };

/** Called on every conflict, so that operators can see which writers conflict. */
export type ConflictListener = (conflict: {
  writer: string;
  table: string;
  expected: number;
  actual: number | undefined;
  resolution: 'recomputed' | 'skipped' | 'conflict';
}) => void;

const MAX_RECOMPUTATIONS = 5;

/**
 * The optimistic lock: every update of a versioned row goes through here, and
 * writes only if the version is the expected one. Without `onConflict` a lost race is a conflict, never an
 * overwrite.
 */
export async function updateVersioned<T extends VersionedRow>(options: {
  knex: Knex;
  table: string;
  where: Record<string, string | number>;
  expectedVersion: number;
  /** Names the writer in conflict telemetry. */
  writer: string;
  update: Partial<T>;
  /** Recomputes the update from the newer row; `undefined`: nothing left to do. */
  onConflict?: (current: T) => Partial<T> | undefined;
  claim?: HeldClaim;
  onConflictTelemetry?: ConflictListener;
}): Promise<UpdateOutcome<T>> {
  const { knex, table, where, writer, onConflict, claim } = options;
  let { expectedVersion, update } = options;
  for (let recomputations = 0; ; recomputations++) {
    const query = knex(table)
      .where({ ...where, version: expectedVersion })
      .update({ ...update, version: expectedVersion + 1 });
    if (claim) {
      query.whereExists(
        knex('jobs')
          .select(knex.raw('1'))
          .where({ id: claim.jobId, claim_id: claim.claimId })
          .where('claim_expires_at', '>', claim.now),
      );
    }
    const [written]: T[] = await query.returning('*');
    if (written) {
      return {
        outcome: recomputations === 0 ? 'applied' : 'recomputed',
        row: written,
      };
    }
    const current: T | undefined = await knex(table).where(where).first();
    if (claim && current?.version === expectedVersion) {
      return { outcome: 'claimLost' };
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

/** The row of an update that must have gone through; anything else is an error. */
export function expectApplied<T>(result: UpdateOutcome<T>, writer: string): T {
  switch (result.outcome) {
    case 'applied':
    case 'recomputed':
    case 'skipped':
      return result.row;
    case 'conflict':
      throw new LostRaceError(
        `${writer}: another writer changed the row first; it will be tried again`,
      );
    case 'claimLost':
      throw new LostRaceError(
        `${writer} lost its claim before it could write; the current holder continues`,
      );
    default:
      throw new Error(
        `Unknown outcome ${JSON.stringify(result satisfies never)}`,
      );
  }
}
