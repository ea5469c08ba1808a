import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { JobQueue } from './JobQueue';

const LIMIT = 1_000;

/**
 * Enqueues missing jobs that create parent issues. A job is stored in the same
 * transaction as its cause, so one is missing only if rows were deleted by hand
 * or restored from a backup. Safe at any time.
 */
export async function recoverLostJobs(options: {
  knex: Knex;
  jobs: JobQueue;
  logger: LoggerService;
}): Promise<void> {
  const { knex, jobs, logger } = options;
  const pending: { incident_number: number }[] = await knex('parent_issues')
    .select('incident_number')
    .where({ is_current: true, status: 'pending' })
    .whereNotExists(
      knex('jobs')
        .select(knex.raw('1'))
        .where('kind', 'reconcileParent')
        .whereRaw('jobs.incident_number = parent_issues.incident_number'),
    )
    .limit(LIMIT);
  if (pending.length === 0) {
    return;
  }
  await jobs.enqueueAll(
    knex,
    pending.map(row => ({
      kind: 'reconcileParent',
      key: String(row.incident_number),
      incidentNumber: row.incident_number,
    })),
  );
  logger.warn(
    `Found ${pending.length} parent issues without a job that creates them; they are enqueued now`,
  );
}
