import {
  reason,
  SweepState,
  sweepStateSchema,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate, toIso } from '../database/columns';
import { ActionItemRow, SweepRow } from '../database/tables';
import {
  ConflictListener,
  expectApplied,
  updateVersioned,
} from '../database/updateVersioned';
import { chunk } from '../linear';
import { KnownItem } from './KnownIssues';
import { WriteGuard } from './WriteGuard';

const CHUNK = 200;

/** What a sweep has read so far. */
export type SweepCounts = SweepState['counts'];

const NO_COUNTS: SweepCounts = {
  incidents: 0,
  items: 0,
  added: 0,
  changed: 0,
  removed: 0,
  unchanged: 0,
  requests: 0,
};

/** `verify`: every incident was read, and what was not found is looked at again. */
const cursorSchema = z.object({
  phase: z.enum(['read', 'verify']),
  /** Incidents up to this number were read. */
  afterIncident: z.int(),
});
export type SweepCursor = z.infer<typeof cursorSchema>;

const START: SweepCursor = { phase: 'read', afterIncident: 0 };
const breakerSchema = z.object({ wouldRemove: z.int(), of: z.int() });
const { counts: countsSchema, state: stateSchema } = sweepStateSchema.shape;

/** A sweep as the database has it. */
export interface SweepRecord {
  id: string;
  version: number;
  state: SweepState['state'];
  /** By the database's clock. */
  startedAt: Date;
  finishedAt: Date | undefined;
  cursor: SweepCursor;
  counts: SweepCounts;
  /** An operator confirmed the removals that were held. */
  acceptRemovals: boolean;
  /** Set while the removals are held. */
  breaker: { wouldRemove: number; of: number } | undefined;
}

/** An item that a sweep did not find. */
export interface SweepCandidate {
  incidentNumber: number;
  issueId: string;
  team: { id: string; key: string };
}

/** Sweeps and what they did not find, in the database; at most one sweep is unfinished. */
export type SweepStore = ReturnType<typeof createSweepStore>;

export function createSweepStore(deps: {
  database: IncidentsDatabase;
  newId: () => string;
  onConflict?: ConflictListener;
}) {
  const { database, newId } = deps;
  const { knex } = database;

  async function findActive(tx: Knex = knex): Promise<SweepRecord | undefined> {
    const row = await tx<SweepRow>('sweeps').where({ active: 1 }).first();
    return row && toSweepRecord(row);
  }

  async function findLatest(tx: Knex = knex): Promise<SweepRecord | undefined> {
    const row = await tx<SweepRow>('sweeps')
      .orderBy('started_at', 'desc')
      .first();
    return row && toSweepRecord(row);
  }

  return {
    findActive,
    findLatest,

    /** Inserts a sweep, or returns the unfinished one. */
    async request(tx: Knex): Promise<SweepRecord> {
      await tx('sweeps')
        .insert({
          id: newId(),
          version: 1,
          active: 1,
          state: 'requested',
          started_at: database.nowPlus(0),
          cursor: JSON.stringify(START),
          counts: JSON.stringify(NO_COUNTS),
          accept_removals: false,
        })
        .onConflict('active')
        .ignore();
      const active = await findActive(tx);
      if (!active) {
        throw new Error('The sweep that was just requested is not there');
      }
      return active;
    },

    /** Lets a held sweep continue and remove; `undefined` when none is held. */
    async acceptRemovals(tx: Knex): Promise<SweepRecord | undefined> {
      const latest = await findLatest(tx);
      if (latest?.state !== 'held') {
        return undefined;
      }
      const update: Partial<SweepRow> = {
        state: 'running',
        active: 1,
        accept_removals: true,
        finished_at: null,
      };
      const result = await updateVersioned<SweepRow>({
        knex: tx,
        table: 'sweeps',
        where: { id: latest.id },
        expectedVersion: latest.version,
        writer: 'operator',
        update,
        onConflict: current => (current.state === 'held' ? update : undefined),
        onConflictTelemetry: deps.onConflict,
      });
      return toSweepRecord(expectApplied(result, 'operator'));
    },

    /** Whether the interval since the last sweep began is over, by the database's clock. */
    async isDue(intervalMs: number): Promise<boolean> {
      const recent = await knex('sweeps')
        .where('started_at', '>', database.nowPlus(-intervalMs))
        .first();
      return recent === undefined;
    },

    /** @throws ClaimLostError when another replica has taken over */
    async save(
      sweep: SweepRecord,
      update: Partial<
        Pick<SweepRecord, 'state' | 'cursor' | 'counts' | 'breaker'>
      >,
      guard: WriteGuard,
    ): Promise<SweepRecord> {
      const { state, cursor, counts, breaker } = { ...sweep, ...update };
      const isFinished = state !== 'requested' && state !== 'running';
      const finishedAt = isFinished ? await database.now() : undefined;
      return knex.transaction(async tx => {
        const result = await updateVersioned<SweepRow>({
          knex: tx,
          table: 'sweeps',
          where: { id: sweep.id },
          expectedVersion: sweep.version,
          writer: 'sweep',
          update: {
            state,
            cursor: JSON.stringify(cursor),
            counts: JSON.stringify(counts),
            breaker: breaker ? JSON.stringify(breaker) : null,
            ...(finishedAt && { active: null, finished_at: finishedAt }),
          },
          onConflictTelemetry: deps.onConflict,
        });
        await guard(tx, 'sweep');
        return toSweepRecord(expectApplied(result, 'sweep'));
      });
    },

    /** Finished sweeps begun before that, but the latest. */
    async deleteOlderThan(before: Date): Promise<number> {
      const latest = await findLatest();
      return knex('sweeps')
        .where('started_at', '<', before)
        .whereNull('active')
        .whereNot('id', latest?.id ?? '')
        .delete();
    },

    /** To add one again changes nothing, since an interrupted batch is read again. */
    async addCandidates(
      sweepId: string,
      candidates: readonly KnownItem[],
    ): Promise<void> {
      for (const some of chunk(candidates, CHUNK)) {
        await knex('sweep_candidates')
          .insert(
            some.map(({ incidentNumber, issueId, contentHash }) => ({
              sweep_id: sweepId,
              incident_number: incidentNumber,
              issue_id: issueId,
              content_hash: contentHash,
            })),
          )
          .onConflict(['sweep_id', 'incident_number', 'issue_id'])
          .ignore();
      }
    },

    /** But for those whose row is gone or was written since: that writer has read the issue. */
    async listCandidates(sweepId: string): Promise<SweepCandidate[]> {
      const rows: ActionItemRow[] = await knex('sweep_candidates')
        .join('action_items', {
          'action_items.incident_number': 'sweep_candidates.incident_number',
          'action_items.issue_id': 'sweep_candidates.issue_id',
          'action_items.content_hash': 'sweep_candidates.content_hash',
        })
        .where('sweep_candidates.sweep_id', sweepId)
        .select('action_items.*');
      return rows.map(row => ({
        incidentNumber: row.incident_number,
        issueId: row.issue_id,
        team: { id: row.team_id, key: row.team_key },
      }));
    },

    async forgetCandidates(sweepId: string): Promise<void> {
      await knex('sweep_candidates').where({ sweep_id: sweepId }).delete();
    },
  };
}

function toSweepRecord(row: SweepRow): SweepRecord {
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
  };
}

/** A sweep as operators see it; `failed` while its job needs a person. */
export function toSweepState(
  sweep: SweepRecord,
  isEscalated: boolean,
): SweepState {
  const { id, breaker } = sweep;
  const isUnfinished = sweep.finishedAt === undefined;
  return {
    id,
    state: isUnfinished && isEscalated ? 'failed' : sweep.state,
    startedAt: sweep.startedAt.toISOString(),
    finishedAt: toIso(sweep.finishedAt ?? null),
    counts: sweep.counts,
    breaker: breaker && {
      ...reason('sweepHeld', breaker),
      code: 'sweepHeld',
      params: breaker,
    },
  };
}
