import { TestDatabaseId } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { seedIncident } from '../__testUtils__/seedIncident';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { matchingIncidents } from './matchingIncidents';

jest.setTimeout(60_000);

const search = (database: IncidentsDatabase, q: string): Knex.QueryBuilder =>
  matchingIncidents(
    {
      database,
      shownItems: () => database.knex('action_items'),
      prefix: 'INC',
      now: () => new Date(),
    },
    {
      filters: { q },
      scope: {
        requester: { kind: 'service', subject: 'test' },
        narrow: () => {},
      },
    },
  );

async function seed({ knex }: IncidentsDatabase): Promise<void> {
  await seedIncident(knex, { number: 1, title: 'Checkout "fails" at 100%' });
  await seedIncident(knex, { number: 2, title: 'Search_is slow' });
  await seedIncident(knex, { number: 12, title: 'Café down' });
  await knex('incidents')
    .where({ number: 2 })
    .update({ summary: `${'x '.repeat(4000)}The CACHE is cold\nsince noon` });
}

describe.each(testDatabases.eachSupportedId())(
  'the text that is searched, on %p',
  (databaseId: TestDatabaseId) => {
    let database: IncidentsDatabase;
    beforeAll(async () => {
      database = await openTestDatabase(databaseId);
      await seed(database);
    });
    const found = (q: string) =>
      search(database, q).orderBy('number').pluck('incidents.number');

    it.each([
      ['part of a word', 'heckou', [1]],
      ['the end of a long summary', 'cold\nsince', [2]],
      ['any letter case', 'cache IS', [2]],
      ['letters beyond ASCII', 'café', [12]],
      ['wildcards as they are', '100%', [1]],
      ['an underscore as it is', 'h_is', [2]],
      ['no wildcard', 'h%is', []],
      ['quotation marks', '"fails"', [1]],
      ['two characters', 'ch', [1, 2]],
      ['one character', '%', [1]],
      ['a reference', 'inc-2', [2]],
      ['the beginning of references', 'INC-1', [1, 12]],
      ['digits of a reference', '12', [12]],
      ['words of the full-text language', 'cold AND cache', []],
      ['a backslash', '\\', []],
      ['nothing', '  ', [1, 2, 12]],
    ])('takes %s', async (_, q, numbers) => {
      expect(await found(q)).toEqual(numbers);
    });

    it('follows edits and removals', async () => {
      const { knex } = database;
      await seedIncident(knex, { number: 3, title: 'Zephyr' });
      expect(await found('zephyr')).toEqual([3]);
      await knex('incidents').where({ number: 3 }).update({ title: 'Breeze' });
      expect(await found('zephyr')).toEqual([]);
      expect(await found('breeze')).toEqual([3]);
      await knex('parent_issues').where({ incident_number: 3 }).delete();
      await knex('incidents').where({ number: 3 }).delete();
      expect(await found('breeze')).toEqual([]);
    });
  },
);

describe.each(
  testDatabases.eachSupportedId().filter(([id]) => id.startsWith('POSTGRES')),
)('the text that is searched, on %p alone', databaseId => {
  it('is read from indexes where there are any, and found without them too', async () => {
    const database = await openTestDatabase(databaseId);
    await seed(database);
    const { knex } = database;
    const plan = await knex.transaction(async tx => {
      await tx.raw(
        'set local enable_seqscan = off; set local enable_indexscan = off',
      );
      const { sql, bindings } = search(database, 'checkout').toSQL();
      return JSON.stringify(await tx.raw(`explain ${sql}`, [...bindings]));
    });
    expect(plan).toContain('incidents_title_trgm_idx');
    expect(plan).toContain('incidents_summary_trgm_idx');
    await knex.raw('drop extension pg_trgm cascade');
    expect(await search(database, 'heckou').pluck('number')).toEqual([1]);
  });
});
