import type { LinearTokenStore, SealedToken } from '../linear';
import { IncidentsDatabase } from './IncidentsDatabase';
import { Leases } from './Leases';
import { LinearTokenRow } from './tables';

const NAME = 'linear';

/** The OAuth token that all replicas share; the gateway seals it before it comes here. */
export class LinearTokens implements LinearTokenStore {
  readonly #database: IncidentsDatabase;
  readonly #leases: Leases;

  constructor(options: { database: IncidentsDatabase; leases: Leases }) {
    this.#database = options.database;
    this.#leases = options.leases;
  }

  async read(): Promise<SealedToken | undefined> {
    const row = await this.#database
      .knex<LinearTokenRow>('linear_tokens')
      .where({ name: NAME })
      .first();
    return (
      row && {
        sealed: row.sealed,
        issuedAt: Number(row.issued_at),
        expiresAt: Number(row.expires_at),
      }
    );
  }

  async write(token: SealedToken): Promise<void> {
    const columns = {
      sealed: token.sealed,
      issued_at: token.issuedAt,
      expires_at: token.expiresAt,
    };
    await this.#database
      .knex('linear_tokens')
      .insert({ name: NAME, ...columns })
      .onConflict('name')
      .merge(columns);
  }

  async acquireLease(
    milliseconds: number,
  ): Promise<{ release(): Promise<void> } | undefined> {
    return this.#leases.acquire({ key: 'linear-token', milliseconds });
  }
}
