import { Knex } from 'knex';
import { eventually } from './eventually';

/** On PostgreSQL, that another transaction waits for a lock; SQLite has one connection, so that one waits anyway. */
export async function someoneWaits(knex: Knex, tx: Knex): Promise<void> {
  if (!String(knex.client.config.client).includes('pg')) {
    return;
  }
  await eventually(async () => {
    const { rows } = await tx.raw(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    expect(rows).not.toEqual([]);
  });
}
