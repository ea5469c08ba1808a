import { TestDatabaseId } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/testDatabases';
import { quantiles } from './quantiles';

jest.setTimeout(60_000);

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return (low + high) / 2;
}

function percentile90(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * 9) / 10) - 1];
}

describe.each(testDatabases.eachSupportedId())(
  'quantiles on %p',
  (databaseId: TestDatabaseId) => {
    let knex: Knex;
    beforeAll(async () => {
      knex = await testDatabases.init(databaseId);
      await knex.schema.createTable('samples', table => {
        table.string('name');
        table.integer('value');
      });
    });

    it('are those of each group, whatever is in them', async () => {
      await fc.assert(
        fc
          .asyncProperty(
            fc.dictionary(
              fc.constantFrom('a', 'b', 'c'),
              fc.array(fc.integer({ min: -5, max: 100_000 }), {
                minLength: 1,
                maxLength: 21,
              }),
            ),
            async groups => {
              const rows = Object.entries(groups).flatMap(([name, values]) =>
                values.map(value => ({ name, value })),
              );
              if (rows.length > 0) await knex('samples').insert(rows);
              const found = await quantiles(
                knex,
                knex('samples').select('name', 'value'),
              );
              expect([...found.keys()].sort()).toEqual(
                Object.keys(groups).sort(),
              );
              for (const [name, values] of Object.entries(groups)) {
                expect(found.get(name)).toEqual({
                  size: values.length,
                  median: median(values),
                  p90: percentile90(values),
                });
              }
            },
          )
          .afterEach(() => knex('samples').delete()),
        { numRuns: 40 },
      );
    });
  },
);
