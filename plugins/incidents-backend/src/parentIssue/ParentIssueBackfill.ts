import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { IncidentsWithoutParent } from './IncidentsWithoutParent';

const BATCH = 100;

/**
 * Gives every incident that has none a parent to be created: those declared
 * while Linear was not configured.
 */
export class ParentIssueBackfill {
  readonly #database: IncidentsDatabase;
  readonly #withoutParent: IncidentsWithoutParent;
  readonly #requests: ParentIssueRequests;

  constructor(options: {
    database: IncidentsDatabase;
    withoutParent: IncidentsWithoutParent;
    requests: ParentIssueRequests;
  }) {
    this.#database = options.database;
    this.#withoutParent = options.withoutParent;
    this.#requests = options.requests;
  }

  /** How many incidents got one, oldest first. */
  async run(signal: AbortSignal): Promise<number> {
    let filled = 0;
    while (!signal.aborted) {
      const numbers = await this.#withoutParent.listNeverRequested(BATCH);
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
