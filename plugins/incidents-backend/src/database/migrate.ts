import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

const directory = resolvePackagePath(
  '@backstage-incidents/incidents-backend',
  'migrations',
);

/** Not validated against the folder: a replica of the version before starts, too, once a newer one has migrated. */
const migrations = { directory, disableMigrationsListValidation: true };

/** An arbitrary number that identifies this lock among the database's advisory locks. */
const ADVISORY_LOCK = 1_229_867_331;

/**
 * Migrates the tables under an advisory lock, so replicas can start at the same
 * time. Knex's own lock fails the second replica, and stays behind when a
 * process dies; this one ends with its transaction.
 */
export async function migrate(options: {
  knex: Knex;
  isPostgres: boolean;
}): Promise<void> {
  const { knex, isPostgres } = options;
  if (!isPostgres) {
    await knex.migrate.latest(migrations);
    return;
  }
  await knex.transaction(async tx => {
    await tx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
    await tx.migrate.latest(migrations);
  });
}

/** Names of the migrations that this version has and the database lacks. */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const [, pending]: [unknown, { file: string }[]] = await knex.migrate.list(
    migrations,
  );
  return pending.map(({ file }) => file);
}
