import { TestDatabaseId } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/testDatabases';
import { IncidentsDatabase } from './IncidentsDatabase';

jest.setTimeout(60_000);

const REPLICAS = 5;

const connected: Knex[] = [];

afterEach(async () => {
  await Promise.all(connected.splice(0).map(knex => knex.destroy()));
});

function connectAgain(knex: Knex): Knex {
  const replica = createKnex({
    ...knex.client.config,
    pool: { min: 0, max: 1 },
  });
  connected.push(replica);
  return replica;
}

describe.each(testDatabases.eachSupportedId())(
  'a database that is not up to date on %p',
  (databaseId: TestDatabaseId) => {
    it('is brought there once by replicas that start together', async () => {
      const knex = await testDatabases.init(databaseId);
      // SQLite has one process, and in memory one connection.
      const replicas: Knex[] = databaseId.startsWith('POSTGRES')
        ? Array.from({ length: REPLICAS }, () => connectAgain(knex))
        : [knex];

      const opened = await Promise.all(
        replicas.map(replica =>
          IncidentsDatabase.create({
            database: { getClient: async () => replica },
            now: () => new Date(),
          }),
        ),
      );

      for (const database of opened) {
        await expect(database.knex('incidents')).resolves.toEqual([]);
      }
    });

    it('lets a replica of this version start after a newer version has migrated it', async () => {
      const knex = await testDatabases.init(databaseId);
      const start = () =>
        IncidentsDatabase.create({
          database: { getClient: async () => knex },
          now: () => new Date(),
        });
      await start();
      await knex('knex_migrations').insert({
        name: '29990101000000_of_a_newer_version.js',
        batch: 2,
        migration_time: new Date(),
      });
      const { knex: opened } = await start();
      await expect(opened('incidents')).resolves.toEqual([]);
    });
  },
);
