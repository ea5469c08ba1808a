import { DatabaseService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { InstantColumn } from './tables';
import { toDate } from './columns';
import { migrate } from './migrate';

/**
 * The plugin's database and its clock.
 *
 * Deadlines that several replicas compare (claims, due jobs) use the
 * database's clock: a replica whose own clock is off must not steal work. SQLite
 * has one process and so takes the process's clock.
 */
export class IncidentsDatabase {
  readonly knex: Knex;
  readonly isPostgres: boolean;
  readonly #processNow: () => Date;

  private constructor(knex: Knex, now: () => Date) {
    this.knex = knex;
    // Else a statement that fails on SQLite puts its values, titles too, into the error's message, and so into logs.
    knex.client.config.compileSqlOnError = false;
    this.isPostgres = isPostgres(knex);
    this.#processNow = now;
  }

  static async create(options: {
    database: DatabaseService;
    /** The process's clock. */
    now: () => Date;
  }): Promise<IncidentsDatabase> {
    const { database, now } = options;
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      await migrate({ knex, isPostgres: isPostgres(knex) });
    }
    return new IncidentsDatabase(knex, now);
  }

  /**
   * Now, `milliseconds` later, as an SQL expression of the database's clock. It
   * is the same throughout a statement, so that PostgreSQL can use an index for
   * it and does not ask the clock for each row.
   */
  nowPlus(milliseconds: number): Knex.Raw {
    return this.isPostgres
      ? this.knex.raw(`statement_timestamp() + ? * interval '1 millisecond'`, [
          milliseconds,
        ])
      : this.knex.raw('?', [this.#processNow().getTime() + milliseconds]);
  }

  /** The database's clock. */
  async now(knex: Knex = this.knex): Promise<Date> {
    if (!this.isPostgres) {
      return this.#processNow();
    }
    const result = await knex.raw('select clock_timestamp() as now');
    const [row]: { now: InstantColumn }[] = result.rows;
    return toDate(row.now);
  }
}

function isPostgres(knex: Knex): boolean {
  return String(knex.client.config.client).includes('pg');
}
