import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  IdempotencyStore,
  IdempotentRequest,
} from '../incidents/IdempotencyStore';

/** The UUID that a sub-issue is created under, and who thought of it. */
export interface SubIssueClaim {
  issueId: string;
  by: 'us' | 'earlier';
}

/** Gives each request for a sub-issue one UUID, however often it is repeated. */
export class SubIssueClaims {
  readonly #database: IncidentsDatabase;
  readonly #idempotency: IdempotencyStore;
  readonly #newId: () => string;
  readonly #now: () => Date;

  constructor(options: {
    database: IncidentsDatabase;
    idempotency: IdempotencyStore;
    newId: () => string;
    now: () => Date;
  }) {
    this.#database = options.database;
    this.#idempotency = options.idempotency;
    this.#newId = options.newId;
    this.#now = options.now;
  }

  /**
   * Stored with the key, where there is one, before anything is called.
   *
   * @throws ConflictError for a reused key
   */
  async claim(
    incidentNumber: number,
    idempotency: IdempotentRequest | undefined,
  ): Promise<SubIssueClaim> {
    const issueId = this.#newId();
    if (!idempotency) {
      return { issueId, by: 'us' };
    }
    const known = await this.#findEarlier(idempotency);
    if (known) {
      return known;
    }
    try {
      await this.#database.knex.transaction(tx =>
        this.#idempotency.insert(
          tx,
          idempotency,
          { incidentNumber, issueId },
          this.#now(),
        ),
      );
      return { issueId, by: 'us' };
    } catch (error) {
      // A twin with the same key stored its UUID first; both create under it.
      const twin = isDatabaseConflictError(error)
        ? await this.#findEarlier(idempotency)
        : undefined;
      if (twin) {
        return twin;
      }
      throw error;
    }
  }

  async #findEarlier(
    idempotency: IdempotentRequest,
  ): Promise<SubIssueClaim | undefined> {
    const row = await this.#idempotency.find(idempotency);
    return row?.issue_id ? { issueId: row.issue_id, by: 'earlier' } : undefined;
  }
}
