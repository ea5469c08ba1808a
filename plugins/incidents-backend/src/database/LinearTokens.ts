import { randomUUID } from 'node:crypto';
import type { LinearTokenStore, SealedToken } from '../linear';
import { IncidentsDatabase } from './IncidentsDatabase';
import { LinearTokenRow } from './tables';

const NAME = 'linear';

/** The OAuth token that all replicas share; the gateway seals it before it comes here. */
export class LinearTokens implements LinearTokenStore {
  readonly #database: IncidentsDatabase;

  constructor(options: { database: IncidentsDatabase }) {
    this.#database = options.database;
  }

  async read(): Promise<string | undefined> {
    const row = await this.#database
      .knex<LinearTokenRow>('linear_tokens')
      .where({ name: NAME })
      .first();
    return row?.sealed;
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

  /** One replica renews the token at a time; `undefined` while another one does. */
  async acquireLease(
    milliseconds: number,
  ): Promise<{ release(): Promise<void> } | undefined> {
    const holder = randomUUID();
    const { knex } = this.#database;
    const taken: { holder: string }[] = await knex('linear_token_renewals')
      .insert({
        name: NAME,
        holder,
        expires_at: this.#database.nowPlus(milliseconds),
      })
      .onConflict('name')
      .merge(['holder', 'expires_at'])
      .where(
        'linear_token_renewals.expires_at',
        '<=',
        this.#database.nowPlus(0),
      )
      .returning('holder');
    return taken[0]?.holder === holder
      ? {
          release: async () => {
            await knex('linear_token_renewals').where({ holder }).delete();
          },
        }
      : undefined;
  }
}
