import createKnex, { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureReads } from './measureReads';

/** `statistics/main.ts [CONNECTION]`: on SQLite, and on an empty PostgreSQL database where one is given. */
async function main(): Promise<void> {
  const [connection] = process.argv.slice(2);
  const folder = await mkdtemp(join(tmpdir(), 'benchmark-'));
  const databases: [string, Knex][] = [
    ...(connection
      ? [
          ['PostgreSQL', createKnex({ client: 'pg', connection })] satisfies [
            string,
            Knex,
          ],
        ]
      : []),
    [
      'SQLite',
      createKnex({
        client: 'better-sqlite3',
        connection: { filename: join(folder, 'incidents.sqlite') },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      }),
    ],
  ];
  for (const [name, knex] of databases) {
    const reads = await measureReads(knex, {
      incidents: 10_000,
      itemsPerIncident: 10,
    });
    await knex.destroy();
    process.stdout.write(
      `\n${name}\n\n| read | counted | fastest | median | processor |\n|---|---:|---:|---:|---:|\n${reads
        .map(
          ({ what, counted, ...times }) =>
            `| ${what} | ${counted?.toLocaleString('en') ?? ''} | ${[
              times.fastest,
              times.median,
              times.processor,
            ]
              .map(time => `${Math.round(time)} ms`)
              .join(' | ')} |`,
        )
        .join('\n')}\n`,
    );
  }
  await rm(folder, { recursive: true });
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
