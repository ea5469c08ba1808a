import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { TestClock } from './TestClock';

/** The databases that we support; PostgreSQL runs where a connection string is given. */
export const testDatabases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
});

/** A migrated database of our own, and the clock that moves it (SQLite only). */
export async function openTestDatabase(
  databaseId: TestDatabaseId,
  clock = new TestClock(),
): Promise<IncidentsDatabase> {
  const knex: Knex = await testDatabases.init(databaseId);
  return IncidentsDatabase.create({
    database: { getClient: async () => knex },
    now: () => clock.now(),
  });
}
