import { TestDatabaseId } from '@backstage/backend-test-utils';
import { newIncident } from '../__testUtils__/newIncident';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createIncidentStore } from '../incidents/IncidentStore';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'a statement that fails on %p',
  (databaseId: TestDatabaseId) => {
    it('is named in its error without the values it was to write', async () => {
      const database = await openTestDatabase(databaseId);
      const store = createIncidentStore({ database, prefix: 'INC' });
      const incident = newIncident(1, {
        visibility: 'private',
        title: 'Salaries are public',
      });
      await store.insert(database.knex, incident);
      const failed = database.knex.transaction(tx =>
        store.insert(tx, incident),
      );
      await expect(failed).rejects.toThrow(/insert into .incidents./);
      await expect(failed).rejects.not.toThrow(/Salaries/);
    });
  },
);

describe.each(testDatabases.eachSupportedId())(
  'the clock of the database on %p',
  (databaseId: TestDatabaseId) => {
    it('stands still within a statement, so that it is not read for each row', async () => {
      const database = await openTestDatabase(databaseId);
      const { knex } = database;
      const rows = knex
        .withRecursive(
          'numbers',
          knex.raw(
            'select 1 as number union all select number + 1 from numbers where number < 5000',
          ),
        )
        .select({ instant: database.nowPlus(0) })
        .from('numbers');
      const [{ instants }] = await knex
        .from(rows.as('rows'))
        .countDistinct({ instants: 'instant' });
      expect(Number(instants)).toBe(1);
    });
  },
);
