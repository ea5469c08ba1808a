import { TestDatabaseId } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { incidentRow, parentIssueRow } from '../__testUtils__/rows';
import { readSqlSchema, sqlReport } from '../__testUtils__/sqlSchema';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@backstage-incidents/incidents-backend',
  'migrations',
);
const files = readdirSync(directory).sort();

async function tablesOf(knex: Knex): Promise<string[]> {
  const rows: { name: string }[] = String(knex.client.config.client).includes(
    'pg',
  )
    ? await knex('pg_tables')
        .where({ schemaname: 'public' })
        .select({ name: 'tablename' })
    : await knex('sqlite_master')
        .where({ type: 'table' })
        .whereNot('name', 'like', 'sqlite_%')
        .select('name');
  return rows
    .map(({ name }) => name)
    .filter(name => !name.startsWith('knex_'))
    .sort();
}

const declaredAt = new Date('2026-03-01T10:00:00.123Z');

describe.each(testDatabases.eachSupportedId())(
  'migrations on %p',
  (databaseId: TestDatabaseId) => {
    it('go all the way up, down one by one, and up again', async () => {
      const knex = await testDatabases.init(databaseId);
      await knex.migrate.latest({ directory });
      const top = await tablesOf(knex);
      expect(top).toEqual(
        expect.arrayContaining([
          'action_items',
          'affected_entities',
          'affected_entity_owners',
          'idempotency_keys',
          'incidents',
          'jobs',
          'parent_issues',
        ]),
      );
      for (let remaining = files.length; remaining > 0; remaining--) {
        await knex.migrate.down({ directory });
      }
      expect(await tablesOf(knex)).toEqual([]);
      await knex.migrate.latest({ directory });
      expect(await tablesOf(knex)).toEqual(top);
    });

    it('allow one current parent issue per incident and any number of former ones', async () => {
      const knex = await testDatabases.init(databaseId);
      await knex.migrate.latest({ directory });
      await knex('incidents').insert(incidentRow(1, declaredAt));
      await knex('parent_issues').insert([
        { ...parentIssueRow(1, 'former 1'), is_current: false },
        { ...parentIssueRow(1, 'former 2'), is_current: false },
        parentIssueRow(1, 'current'),
      ]);
      await expect(
        knex('parent_issues').insert(parentIssueRow(1, 'second')),
      ).rejects.toThrow();
    });

    it('take everything of an incident with it', async () => {
      const knex = await testDatabases.init(databaseId);
      if (databaseId === 'SQLITE_3') {
        await knex.raw('pragma foreign_keys = on');
      }
      await knex.migrate.latest({ directory });
      await knex('incidents').insert(incidentRow(1, declaredAt));
      await knex('parent_issues').insert(parentIssueRow(1, 'a'));
      await knex('incidents').delete();
      expect(await knex('parent_issues')).toEqual([]);
    });
  },
);

const reportFile = resolvePackagePath(
  '@backstage-incidents/incidents-backend',
  'report.sql.md',
);

describe.each(
  testDatabases.eachSupportedId().filter(([id]) => id.startsWith('POSTGRES')),
)('migrations on %p alone', databaseId => {
  it('comment every table and column, and name every index', async () => {
    const knex = await testDatabases.init(databaseId);
    await knex.migrate.latest({ directory });
    const { rows: uncommented } = await knex.raw(`
      select c.relname as table_name, a.attname as column_name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attnum >= 0 and not a.attisdropped
      where c.relkind = 'r' and c.relname not like 'knex_%'
        and col_description(c.oid, a.attnum) is null
      union
      select c.relname, '' from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where c.relkind = 'r' and c.relname not like 'knex_%'
        and obj_description(c.oid, 'pg_class') is null`);
    expect(uncommented).toEqual([]);
    const { rows: unnamed } = await knex.raw(`
      select indexname from pg_indexes
      where schemaname = 'public' and tablename not like 'knex_%'
        and indexname !~ '_(idx|uniq|pk)$'`);
    expect(unnamed).toEqual([]);
  });

  it('only add after the first one, so that the version before runs on beside the new one', async () => {
    const knex = await testDatabases.init(databaseId);
    await knex.migrate.up({ directory });
    for (let migrated = 1; migrated < files.length; migrated++) {
      const before = await readSqlSchema(knex);
      await knex.migrate.up({ directory });
      const after = await readSqlSchema(knex);
      for (const [table, { columns, indices, constraints }] of Object.entries(
        before,
      )) {
        expect(after[table]).toMatchObject({ columns, indices, constraints });
        const added = Object.keys(after[table].columns).filter(
          name => !columns[name],
        );
        for (const name of added) {
          const { nullable, defaultValue } = after[table].columns[name];
          expect({ name, optional: nullable || defaultValue !== null }).toEqual(
            { name, optional: true },
          );
        }
        // Rows of the version before have nothing there, so they are no duplicates
        const unique = Object.entries(after[table].indices).filter(
          ([name, index]) => !indices[name] && index.unique,
        );
        for (const [name, index] of unique) {
          const empty = index.columns.filter(
            column =>
              added.includes(column) &&
              after[table].columns[column].defaultValue === null,
          );
          expect({ name, empty }).not.toEqual({ name, empty: [] });
        }
      }
    }
  });

  it('are what report.sql.md says; WRITE_SQL_REPORT=1 writes it', async () => {
    const knex = await testDatabases.init(databaseId);
    await knex.migrate.latest({ directory });
    const report = sqlReport(
      '@backstage-incidents/incidents-backend',
      await readSqlSchema(knex),
    );
    if (process.env.WRITE_SQL_REPORT) {
      await writeFile(reportFile, report);
    }
    expect(await readFile(reportFile, 'utf8')).toBe(report);
  });
});
