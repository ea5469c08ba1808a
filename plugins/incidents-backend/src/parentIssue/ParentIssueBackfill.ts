import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRequests } from '../incidents/ParentIssueRequests';
import { ParentIssueStore } from './ParentIssueStore';

const BATCH = 100;

/**
 * Gives every incident that has none a parent to be created: those declared
 * while Linear was not configured.
 */
export class ParentIssueBackfill {
  readonly #database: IncidentsDatabase;
  readonly #parentIssues: ParentIssueStore;
  readonly #requests: ParentIssueRequests;

  constructor(options: {
    database: IncidentsDatabase;
    parentIssues: ParentIssueStore;
    requests: ParentIssueRequests;
  }) {
    this.#database = options.database;
    this.#parentIssues = options.parentIssues;
    this.#requests = options.requests;
  }

  /** How many incidents got one, oldest first. */
  async run(signal: AbortSignal): Promise<number> {
    let filled = 0;
    while (!signal.aborted) {
      const numbers = await this.#parentIssues.listIncidentsWithout(BATCH);
      for (const number of numbers) {
        try {
          await this.#database.knex.transaction(tx =>
            this.#requests.create(tx, number),
          );
          filled++;
        } catch (error) {
          // Another replica was quicker with this one.
          if (!isDatabaseConflictError(error)) throw error;
        }
      }
      if (numbers.length < BATCH) break;
    }
    return filled;
  }
}
