import { Knex } from 'knex';

/** The connection string of a database, to be given to another process. */
export function connectionOf(knex: Knex): string {
  const { host, port, user, password, database } =
    knex.client.config.connection;
  return `postgresql://${user}:${password}@${host}:${port}/${database}`;
}
