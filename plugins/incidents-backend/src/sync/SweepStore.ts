import { commit, committed, ConflictListener } from '../database/commit';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Lease } from '../database/Leases';
import { SweepCandidateRow, SweepRow } from '../database/tables';
import { LeaseLostError } from './LeaseLostError';
import { NO_COUNTS, START, SweepRecord, toSweepRecord } from './Sweep';

/** What a write of a sweep may change. */
export type SweepUpdate = Partial<
  Pick<SweepRecord, 'state' | 'cursor' | 'counts' | 'breaker' | 'reason'>
> & { isFinished?: boolean };

const CHUNK = 200;

/** Sweeps and what they did not find, in the database. */
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
    const result = await commit<SweepRow>({
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
    return toSweepRecord(committed(result, 'operator'));
  }

  /** Whether the interval since the last sweep began is over, by the database's clock. */
  async isDue(intervalMilliseconds: number): Promise<boolean> {
    const recent = await this.#rows()
      .where('started_at', '>', this.#database.nowPlus(-intervalMilliseconds))
      .first();
    return recent === undefined;
  }

  /** @throws LeaseLostError when another replica has taken over */
  async save(
    sweep: SweepRecord,
    update: SweepUpdate,
    lease: Lease,
  ): Promise<SweepRecord> {
    const { isFinished, cursor, counts, breaker, reason, state } = update;
    const result = await commit<SweepRow>({
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
    if (result.outcome === 'leaseLost') {
      throw new LeaseLostError('sweep');
    }
    return toSweepRecord(committed(result, 'sweep'));
  }

  async addCandidates(
    sweepId: string,
    candidates: readonly {
      incidentNumber: number;
      issueId: string;
      contentHash: string;
    }[],
  ): Promise<void> {
    for (let start = 0; start < candidates.length; start += CHUNK) {
      await this.#database
        .knex('sweep_candidates')
        .insert(
          candidates.slice(start, start + CHUNK).map(candidate => ({
            sweep_id: sweepId,
            incident_number: candidate.incidentNumber,
            issue_id: candidate.issueId,
            content_hash: candidate.contentHash,
          })),
        )
        .onConflict(['sweep_id', 'incident_number', 'issue_id'])
        .ignore();
    }
  }

  /** Candidates after another one, in a fixed order. */
  async listCandidates(
    sweepId: string,
    after: SweepCandidateRow | undefined,
    limit: number,
  ): Promise<SweepCandidateRow[]> {
    const query = this.#database
      .knex<SweepCandidateRow>('sweep_candidates')
      .where({ sweep_id: sweepId })
      .orderBy(['incident_number', 'issue_id'])
      .limit(limit);
    if (after) {
      query.where(beyond =>
        beyond
          .where('incident_number', '>', after.incident_number)
          .orWhere(same =>
            same
              .where('incident_number', after.incident_number)
              .where('issue_id', '>', after.issue_id),
          ),
      );
    }
    return query;
  }

  async dropCandidates(
    candidates: readonly SweepCandidateRow[],
  ): Promise<void> {
    for (let start = 0; start < candidates.length; start += CHUNK) {
      const some = candidates.slice(start, start + CHUNK);
      await this.#database.knex.transaction(async tx => {
        for (const candidate of some) {
          await tx('sweep_candidates')
            .where({
              sweep_id: candidate.sweep_id,
              incident_number: candidate.incident_number,
              issue_id: candidate.issue_id,
            })
            .delete();
        }
      });
    }
  }

  /** Drops candidates whose row is gone or was written since: whoever wrote it has seen it. */
  async dropSettledCandidates(sweepId: string): Promise<void> {
    const { knex } = this.#database;
    await knex('sweep_candidates')
      .where({ sweep_id: sweepId })
      .whereNotExists(
        knex('action_items')
          .select(knex.raw('1'))
          .whereRaw(
            'action_items.incident_number = sweep_candidates.incident_number',
          )
          .whereRaw('action_items.issue_id = sweep_candidates.issue_id')
          .whereRaw(
            'action_items.content_hash = sweep_candidates.content_hash',
          ),
      )
      .delete();
  }

  async countCandidates(sweepId: string): Promise<number> {
    const [row] = await this.#database
      .knex('sweep_candidates')
      .where({ sweep_id: sweepId })
      .count({ count: '*' });
    return Number(row.count);
  }

  /** Teams of the candidates' items. */
  async teamsOfCandidates(
    sweepId: string,
  ): Promise<{ id: string; key: string }[]> {
    const rows: { id: string; key: string }[] = await this.#database
      .knex('sweep_candidates')
      .join('action_items', join =>
        join
          .on(
            'action_items.incident_number',
            'sweep_candidates.incident_number',
          )
          .andOn('action_items.issue_id', 'sweep_candidates.issue_id'),
      )
      .where('sweep_candidates.sweep_id', sweepId)
      .distinct({ id: 'action_items.team_id', key: 'action_items.team_key' });
    return rows;
  }

  async countItems(): Promise<number> {
    const [row] = await this.#database
      .knex('action_items')
      .count({ count: '*' });
    return Number(row.count);
  }

  /** Everything that a completed sweep has read is as fresh as the sweep's beginning. */
  async markFresh(startedAt: Date): Promise<void> {
    const { knex } = this.#database;
    const linked = () =>
      knex('parent_issues')
        .where({ is_current: true, status: 'linked' })
        .whereRaw(
          'parent_issues.incident_number = incident_syncs.incident_number',
        );
    await knex('incident_syncs')
      .where(older =>
        older
          .whereNull('last_success_at')
          .orWhere('last_success_at', '<', startedAt),
      )
      .whereExists(linked().select(knex.raw('1')))
      .update({
        last_attempt_at: startedAt,
        last_success_at: startedAt,
        error: null,
      });
    await knex(
      knex.raw(
        'incident_syncs (incident_number, last_attempt_at, last_success_at)',
      ),
    ).insert(
      knex('parent_issues')
        .select(
          'incident_number',
          knex.raw(this.#database.isPostgres ? '?::timestamptz' : '?', [
            startedAt,
          ]),
          knex.raw(this.#database.isPostgres ? '?::timestamptz' : '?', [
            startedAt,
          ]),
        )
        .where({ is_current: true, status: 'linked' })
        .whereNotExists(
          knex('incident_syncs')
            .select(knex.raw('1'))
            .whereRaw(
              'incident_syncs.incident_number = parent_issues.incident_number',
            ),
        ),
    );
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
