import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { startSimulator } from 'linear-simulator';
import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, HostProcess } from '../hosts/HostProcess';
import { installBundle } from '../hosts/installBundle';
import { dropDatabases, startProductionHost } from '../hosts/productionHost';

const READY_WITHIN_MILLISECONDS = 120_000;
const ROOT = resolve(resolvePackagePath('benchmarks'), '../..');

/** What each start has in common. */
interface Bench {
  mode: 'production' | 'development';
  /** Where the bundle, the logs and SQLite's files are. */
  folder: string;
  linearUrl: string;
  /** In production: a server on which databases may be made, and what their names begin with. */
  postgres?: { connection: URL; prefix: string };
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
  const { connection = '' } = values;
  if (mode === 'production' && connection === '') {
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
    postgres:
      mode === 'production'
        ? {
            connection: new URL(connection),
            prefix: `incidents_starts_${process.pid}`,
          }
        : undefined,
  };
  try {
    await runStarts(bench, Number(values.count));
  } finally {
    await simulator.close();
    await forgetDatabases(bench);
  }
}

async function runStarts(bench: Bench, count: number): Promise<void> {
  const times: number[] = [];
  const failed: string[] = [];
  for (let index = 0; index < count; index++) {
    if (index % 2 === 0) {
      await forgetDatabases(bench);
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
  const { folder, linearUrl, postgres } = bench;
  if (postgres) {
    return startProductionHost({
      ...postgres,
      host: join(folder, 'host'),
      root: ROOT,
      linearUrl,
      folder,
      logFile,
    });
  }
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
        database: { connection: { directory: join(folder, 'database') } },
      },
      incidents: { linear: { apiUrl: `${linearUrl}/graphql` } },
    }),
  );
  return HostProcess.start({
    args: [
      join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli'),
      ...['package', 'start'],
      ...['--config', join(ROOT, 'app-config.yaml'), '--config', overlay],
    ],
    cwd: join(ROOT, 'packages', 'backend'),
    env: process.env,
    port,
    logFile,
    reports: folder,
  });
}

/** So that the next start makes and migrates all of its databases. */
async function forgetDatabases({ folder, postgres }: Bench): Promise<void> {
  await rm(join(folder, 'database'), { recursive: true, force: true });
  if (postgres) {
    await dropDatabases(postgres.connection, postgres.prefix);
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
