import { Knex } from 'knex';
import { JobQueue } from '../jobs';
import { LinearCall, LinearGateway } from '../linear';
import { IssueApplier } from './IssueApplier';
import { KnownIssues } from './KnownIssues';
import { refreshJob } from './refreshJob';
import { WriteGuard } from './WriteGuard';

/** As many as Linear looks up in one request. */
export const ISSUES_PER_READ = 250;

/**
 * Reads issues again that a webhook named, together.
 *
 * @throws the gateway's errors, and ClaimLostError
 */
export async function readIssues(
  issueIds: readonly string[],
  deps: {
    knex: Knex;
    known: KnownIssues;
    linear: LinearGateway;
    applier: IssueApplier;
    jobs: JobQueue;
  },
  options: { call: LinearCall; guard: WriteGuard },
): Promise<void> {
  const { knex, known, linear, applier, jobs } = deps;
  const { call, guard } = options;
  const { issues: found } = await linear.findIssues([...issueIds], call);
  await applier.apply([...found.values()], { writer: 'webhook', guard });
  // A missing issue alone proves nothing; a complete read of its incidents does.
  const absent = issueIds.filter(id => !found.has(id));
  const items = await known.itemsAmong(absent);
  const parents = await known.parentsAmong(absent);
  const incidents = new Set([
    ...items.map(item => item.incidentNumber),
    ...parents.values(),
  ]);
  await jobs.enqueueAll(knex, [...incidents].map(refreshJob));
}
