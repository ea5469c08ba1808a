import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';
import { IncidentsDatabase } from './IncidentsDatabase';
import { LeaseRow } from './tables';

/** A lease that was acquired; release it in a `finally`. */
export interface Lease {
  readonly key: string;
  readonly holder: string;
  /** Prolongs it; `false` when it is lost and the work must stop. */
  renew(): Promise<boolean>;
  /** Whether it is still held, by the database's clock; give the transaction that depends on it. */
  isHeld(knex?: Knex): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Short leases whose only truth is the database row and the database's clock.
 * A lease cannot fence Linear: what runs under it must be safe twice and late.
 */
export class Leases {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  /** Takes the lease if it is free or expired; `undefined` when someone holds it. */
  async acquire(options: {
    key: string;
    milliseconds: number;
  }): Promise<Lease | undefined> {
    const { key, milliseconds } = options;
    const { knex } = this.#database;
    const holder = randomUUID();
    const taken: LeaseRow[] = await knex('leases')
      .insert({
        key,
        holder,
        expires_at: this.#database.nowPlus(milliseconds),
      })
      .onConflict('key')
      .merge(['holder', 'expires_at'])
      .where('leases.expires_at', '<=', this.#database.nowPlus(0))
      .returning('*');
    if (taken[0]?.holder !== holder) {
      return undefined;
    }
    const mine = (on: Knex = knex) => on('leases').where({ key, holder });
    return {
      key,
      holder,
      renew: async () =>
        (await mine()
          .where('expires_at', '>', this.#database.nowPlus(0))
          .update({ expires_at: this.#database.nowPlus(milliseconds) })) === 1,
      isHeld: async on =>
        (await mine(on)
          .where('expires_at', '>', this.#database.nowPlus(0))
          .first()) !== undefined,
      release: async () => {
        await mine().delete();
      },
    };
  }
}
