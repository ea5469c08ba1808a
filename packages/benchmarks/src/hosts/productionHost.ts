import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import createKnex from 'knex';
import { freePort, HostProcess } from './HostProcess';

/**
 * Starts an unpacked bundle with the configuration for production, its
 * databases on a PostgreSQL server under names that begin with `prefix`.
 */
export async function startProductionHost(options: {
  /** Folder of the unpacked bundle. */
  host: string;
  /** Root of the working copy whose app-config files are used. */
  root: string;
  connection: URL;
  prefix: string;
  linearUrl: string;
  /** For the configuration that is laid over, and the reports of Node. */
  folder: string;
  logFile: string;
  /** More of `app-config.yaml`. */
  backend?: object;
  incidents?: object;
  linear?: object;
}): Promise<HostProcess> {
  const { host, root, connection, folder, logFile } = options;
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const overlay = join(folder, `app-config.${port}.yaml`);
  // JSON is YAML
  await writeFile(
    overlay,
    JSON.stringify({
      backend: {
        listen: { port, host: '127.0.0.1' },
        database: { prefix: `${options.prefix}_` },
        ...options.backend,
      },
      incidents: {
        ...options.incidents,
        linear: { apiUrl: `${options.linearUrl}/graphql`, ...options.linear },
      },
    }),
  );
  return HostProcess.start({
    args: [
      ...['--preserve-symlinks', '--preserve-symlinks-main'],
      'packages/backend',
      ...['--config', join(root, 'app-config.yaml')],
      ...['--config', join(root, 'app-config.production.yaml')],
      ...['--config', overlay],
    ],
    cwd: host,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      APP_BASE_URL: baseUrl,
      POSTGRES_HOST: connection.hostname,
      POSTGRES_PORT: connection.port,
      POSTGRES_USER: connection.username,
      POSTGRES_PASSWORD: connection.password,
      LINEAR_API_KEY: 'lin_api_demo',
    },
    port,
    logFile,
    reports: folder,
  });
}

/** Drops all databases whose names begin with `prefix`, and ends the connections to them. */
export async function dropDatabases(
  connection: URL,
  prefix: string,
): Promise<void> {
  const knex = createKnex({
    client: 'pg',
    connection: connection.href,
    pool: { min: 0, max: 1 },
  });
  try {
    const { rows } = await knex.raw(
      `select datname as name from pg_database where starts_with(datname, ?)`,
      [`${prefix}_`],
    );
    for (const { name } of rows) {
      await knex.raw('drop database ?? with (force)', [name]);
    }
  } finally {
    await knex.destroy();
  }
}
