import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';

/** A mark as it was read; it is deleted only if nobody has renewed it since. */
export interface DirtyIssue {
  issueId: string;
  ticket: string;
}

/** Issues to be read again, because a webhook said so. */
export class DirtyIssues {
  readonly #database: IncidentsDatabase;
  readonly #newId: () => string;

  constructor(options: { database: IncidentsDatabase; newId: () => string }) {
    this.#database = options.database;
    this.#newId = options.newId;
  }

  async mark(tx: Knex, issueIds: readonly string[]): Promise<void> {
    // Sorted, so that two deliveries at once do not wait for each other in a circle.
    for (const issueId of [...issueIds].sort()) {
      const mark = {
        ticket: this.#newId(),
        marked_at: this.#database.nowPlus(0),
      };
      await tx('dirty_issues')
        .insert({ issue_id: issueId, ...mark })
        .onConflict('issue_id')
        .merge(mark);
    }
  }

  /** The oldest marks. */
  async list(limit: number): Promise<DirtyIssue[]> {
    const rows: { issue_id: string; ticket: string }[] = await this.#database
      .knex('dirty_issues')
      .select('issue_id', 'ticket')
      .orderBy('marked_at')
      .limit(limit);
    return rows.map(row => ({ issueId: row.issue_id, ticket: row.ticket }));
  }

  async clean(marks: readonly DirtyIssue[]): Promise<void> {
    if (marks.length === 0) {
      return;
    }
    await this.#database
      .knex('dirty_issues')
      .whereIn(
        'ticket',
        marks.map(mark => mark.ticket),
      )
      .delete();
  }
}
