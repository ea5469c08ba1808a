import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { SweepCandidateRow } from '../database/tables';

const CHUNK = 200;

/**
 * Items that a sweep did not find where they were, in the database: candidates
 * for removal, each with the content it had then.
 */
export class SweepCandidates {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  /** Adding one again changes nothing: an interrupted phase is done again. */
  async add(
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
  async list(
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

  async drop(candidates: readonly SweepCandidateRow[]): Promise<void> {
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
  async dropSettled(sweepId: string): Promise<void> {
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

  async count(sweepId: string): Promise<number> {
    const [row] = await this.#database
      .knex('sweep_candidates')
      .where({ sweep_id: sweepId })
      .count({ count: '*' });
    return Number(row.count);
  }

  /** Teams of the candidates' items. */
  async teamsOf(sweepId: string): Promise<{ id: string; key: string }[]> {
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
}
