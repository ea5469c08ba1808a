import {
  SweepState,
  sweepStateSchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { toDate, toIso } from '../database/instants';
import { SweepRow } from '../database/tables';

/** What a sweep has read so far. */
export type SweepCounts = SweepState['counts'];

export const NO_COUNTS: SweepCounts = {
  incidents: 0,
  items: 0,
  added: 0,
  changed: 0,
  removed: 0,
  unchanged: 0,
  requests: 0,
};

const countsSchema = sweepStateSchema.shape.counts;
const breakerSchema = z.object({ wouldRemove: z.int(), of: z.int() });

/**
 * Where a sweep stands: batch by batch of incidents their parents, children and
 * relations, and at last a second look at what was not found. `counts` are those
 * at the beginning of the phase, since an interrupted phase is done again.
 */
const cursorSchema = z.object({
  phase: z.enum(['parents', 'children', 'relations', 'verify', 'remove']),
  /** Incidents up to this number are done. */
  afterIncident: z.int(),
  /** The last incident of the batch that is being read. */
  through: z.int(),
  counts: countsSchema,
});
export type SweepCursor = z.infer<typeof cursorSchema>;

const stateSchema = sweepStateSchema.shape.state;

/** A sweep as the database has it. */
export interface SweepRecord {
  id: string;
  version: number;
  state: SweepState['state'];
  startedAt: Date;
  finishedAt: Date | undefined;
  cursor: SweepCursor;
  counts: SweepCounts;
  acceptRemovals: boolean;
  breaker: { wouldRemove: number; of: number } | undefined;
  reason: string | undefined;
}

export const START: SweepCursor = {
  phase: 'parents',
  afterIncident: 0,
  through: 0,
  counts: NO_COUNTS,
};

export function toSweepRecord(row: SweepRow): SweepRecord {
  return {
    id: row.id,
    version: row.version,
    state: stateSchema.parse(row.state),
    startedAt: toDate(row.started_at),
    finishedAt: row.finished_at === null ? undefined : toDate(row.finished_at),
    cursor: cursorSchema.parse(JSON.parse(row.cursor)),
    counts: countsSchema.parse(JSON.parse(row.counts)),
    acceptRemovals: Boolean(row.accept_removals),
    breaker:
      row.breaker === null
        ? undefined
        : breakerSchema.parse(JSON.parse(row.breaker)),
    reason: row.reason ?? undefined,
  };
}

/** A sweep as operators see it. */
export function toSweepState(sweep: SweepRecord): SweepState {
  return {
    id: sweep.id,
    state: sweep.state,
    startedAt: sweep.startedAt.toISOString(),
    finishedAt: toIso(sweep.finishedAt ?? null),
    counts: sweep.counts,
    breaker: sweep.breaker,
  };
}
