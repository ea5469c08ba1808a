import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

const directory = resolvePackagePath(
  '@backstage-incidents/incidents-backend',
  'migrations',
);

/** Not validated against the folder: a replica of the version before starts, too, once a newer one has migrated. */
const migrations = { directory, disableMigrationsListValidation: true };

/** Any number: it tells this lock from other advisory locks of the database. */
const ADVISORY_LOCK = 1_229_867_331;

/**
 * Brings the tables up to date. Replicas that start together take turns, by a
 * lock that ends with its transaction: knex's own fails whoever comes second,
 * and stays behind when a process dies.
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
