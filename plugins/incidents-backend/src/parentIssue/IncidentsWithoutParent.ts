import { readReason } from '../database/readReason';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRow } from '../database/tables';

/** Which incidents have no parent issue in Linear, and why: what their cards and the creation of parents need to know. */
export class IncidentsWithoutParent {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  /** The lowest incident whose parent is still to be created, and not by a person's help only. */
  async findFirstPending(): Promise<number | undefined> {
    const { knex } = this.#database;
    const [row]: { first: number | null }[] = await knex('parent_issues')
      .where({ is_current: true, status: 'pending', origin: 'created' })
      .whereNotExists(
        knex('jobs')
          .select(knex.raw('1'))
          .whereRaw('jobs.incident_number = parent_issues.incident_number')
          .where({ 'jobs.kind': 'reconcileParent', 'jobs.state': 'escalated' }),
      )
      .min({ first: 'parent_issues.incident_number' });
    return row.first ?? undefined;
  }

  /** Why the parent is not created any more, of those of the incidents where a person is needed. */
  async findGivenUp(
    incidentNumbers: readonly number[],
  ): Promise<ReadonlyMap<number, string>> {
    if (incidentNumbers.length === 0) {
      return new Map();
    }
    const rows: { incident_number: number; reason: string | null }[] =
      await this.#database
        .knex('parent_issues')

        .join('jobs', on =>
          on
            .on('jobs.incident_number', 'parent_issues.incident_number')
            .andOnVal('jobs.kind', 'reconcileParent')
            .andOnVal('jobs.state', 'escalated'),
        )
        .select('parent_issues.incident_number', 'jobs.reason')
        .whereIn('parent_issues.incident_number', incidentNumbers)
        .where({
          'parent_issues.is_current': true,
          'parent_issues.status': 'pending',
        });
    return new Map(
      rows.map(row => [
        row.incident_number,
        readReason(row.reason)?.message ?? 'See the operations page.',
      ]),
    );
  }

  /** Of the given incidents, those whose parent was unlinked and not replaced. */
  async findUnlinked(
    incidentNumbers: readonly number[],
  ): Promise<ReadonlySet<number>> {
    const { knex } = this.#database;
    const rows: Pick<ParentIssueRow, 'incident_number'>[] = await knex({
      former: 'parent_issues',
    })
      .distinct('former.incident_number')
      .whereIn('former.incident_number', incidentNumbers)
      .where('former.is_current', false)
      .whereNotExists(
        knex({ current: 'parent_issues' })
          .select(knex.raw('1'))
          .whereRaw('current.incident_number = former.incident_number')
          .where('current.is_current', true),
      );
    return new Set(rows.map(row => row.incident_number));
  }

  /** Incidents that never had a parent, not even one to be created, lowest number first. */
  async listNeverRequested(limit: number): Promise<number[]> {
    const rows: { number: number }[] = await this.#database
      .knex('incidents')
      .select('number')
      .whereNotExists(
        this.#database
          .knex('parent_issues')
          .select(this.#database.knex.raw('1'))
          .whereRaw('parent_issues.incident_number = incidents.number'),
      )
      .orderBy('number')
      .limit(limit);
    return rows.map(row => row.number);
  }
}
