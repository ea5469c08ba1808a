import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { startSimulator } from 'linear-simulator';
import createKnex from 'knex';
import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, HostProcess } from '../hosts/HostProcess';
import { installBundle } from '../hosts/installBundle';

const READY_WITHIN_MILLISECONDS = 120_000;
const ROOT = resolve(resolvePackagePath('benchmarks'), '../..');

type Mode = 'production' | 'development';

/** What a host of either mode is started with, but for its database. */
interface Bench {
  mode: Mode;
  /** Where the bundle, the logs and the databases are. */
  folder: string;
  linearUrl: string;
  /** Of a PostgreSQL server on which it may make databases; production only. */
  connection?: URL;
}

/**
 * `starts/main.ts production|development [--count N] [--busy N] [--connection URL] [--folder DIR]`:
 * starts whole backends one after another, every other one on a new database,
 * beside `busy` endless loops, and counts those that are not ready in time.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '100' },
      busy: { type: 'string', default: '2' },
      connection: { type: 'string' },
      folder: { type: 'string', default: join(ROOT, '.local', 'starts') },
    },
  });
  const [mode] = positionals;
  if (mode !== 'production' && mode !== 'development') {
    throw new Error('Say which mode: production or development');
  }
  if (mode === 'production' && values.connection === undefined) {
    throw new Error('Give --connection of a PostgreSQL server');
  }
  const folder = join(values.folder, mode);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (mode === 'production') {
    await installBundle({
      source: ROOT,
      dependencies: ROOT,
      into: join(folder, 'host'),
    });
  }
  const simulator = await startSimulator({ seed: 'demo', recordFile: false });
  const busy = Array.from({ length: Number(values.busy) }, () =>
    spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
  );
  process.once('exit', () => busy.forEach(child => child.kill()));
  const bench: Bench = {
    mode,
    folder,
    linearUrl: simulator.url,
    connection:
      values.connection === undefined ? undefined : new URL(values.connection),
  };
  try {
    await runStarts(bench, Number(values.count));
  } finally {
    await simulator.close();
    await dropDatabases(bench);
  }
}

async function runStarts(bench: Bench, count: number): Promise<void> {
  const times: number[] = [];
  const failed: string[] = [];
  for (let index = 0; index < count; index++) {
    if (index % 2 === 0) {
      await dropDatabases(bench);
    }
    const logFile = join(bench.folder, `start-${index}.log`);
    const host = await startHost(bench, logFile);
    try {
      const readiness = await host.ready(READY_WITHIN_MILLISECONDS);
      process.stdout.write(`${JSON.stringify({ index, ...readiness })}\n`);
      if (readiness.outcome === 'ready') {
        times.push(readiness.milliseconds);
        await rm(logFile);
      } else {
        await host.report();
        failed.push(logFile);
      }
    } finally {
      await host.end();
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(times[Math.floor(share * (times.length - 1))]);
  process.stdout.write(
    `${JSON.stringify({
      mode: bench.mode,
      ready: times.length,
      failed,
      milliseconds: { median: at(0.5), p95: at(0.95), longest: at(1) },
    })}\n`,
  );
}

async function startHost(bench: Bench, logFile: string): Promise<HostProcess> {
  const { mode, folder, connection } = bench;
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const overlay = join(folder, 'app-config.overlay.yaml');
  // JSON is YAML
  await writeFile(
    overlay,
    JSON.stringify({
      app: { baseUrl },
      backend: {
        baseUrl,
        listen: { port, host: '127.0.0.1' },
        database:
          mode === 'production'
            ? { prefix: `${databasePrefix(bench)}_` }
            : { connection: { directory: join(folder, 'database') } },
      },
      incidents: { linear: { apiUrl: `${bench.linearUrl}/graphql` } },
    }),
  );
  const shared = { port, logFile, reports: folder };
  if (mode === 'development') {
    return HostProcess.start({
      ...shared,
      args: [
        join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli'),
        ...['package', 'start'],
        ...['--config', join(ROOT, 'app-config.yaml'), '--config', overlay],
      ],
      cwd: join(ROOT, 'packages', 'backend'),
      env: process.env,
    });
  }
  const host = join(folder, 'host');
  return HostProcess.start({
    ...shared,
    args: [
      ...['--preserve-symlinks', '--preserve-symlinks-main'],
      'packages/backend',
      ...['--config', join(ROOT, 'app-config.yaml')],
      ...['--config', join(ROOT, 'app-config.production.yaml')],
      ...['--config', overlay],
    ],
    cwd: host,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      APP_BASE_URL: baseUrl,
      POSTGRES_HOST: connection?.hostname,
      POSTGRES_PORT: connection?.port,
      POSTGRES_USER: connection?.username,
      POSTGRES_PASSWORD: connection?.password,
      LINEAR_API_KEY: 'lin_api_demo',
    },
  });
}

/** Unlike that of any other run. */
function databasePrefix(bench: Bench): string {
  return `incidents_starts_${process.pid}_${bench.mode}`;
}

/** So that the next start makes and migrates all of its databases. */
async function dropDatabases(bench: Bench): Promise<void> {
  await rm(join(bench.folder, 'database'), { recursive: true, force: true });
  if (bench.connection === undefined) return;
  const knex = createKnex({
    client: 'pg',
    connection: bench.connection.href,
    pool: { min: 0, max: 1 },
  });
  try {
    const { rows } = await knex.raw(
      `select datname as name from pg_database where starts_with(datname, ?)`,
      [databasePrefix(bench)],
    );
    for (const { name } of rows) {
      await knex.raw('drop database ?? with (force)', [name]);
    }
  } finally {
    await knex.destroy();
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => process.exit(1));
}
main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
