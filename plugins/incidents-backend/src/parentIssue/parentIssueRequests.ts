import { Knex } from 'knex';
import { ConfiguredLinearSettings } from '../config';
import { ParentIssueRequests as IncidentRequests } from '../incidents/IncidentService';
import { EnqueuedJob, JobQueue } from '../jobs';
import { ParentIssueStore } from './ParentIssueStore';

/** Turns requests for parent issues into rows and jobs that survive a crash. */
export interface ParentIssueRequests extends IncidentRequests {
  /** A creation that waits or failed is tried now. @returns the job that does it */
  retryCreation(tx: Knex, incidentNumber: number): Promise<EnqueuedJob>;
}

export function createParentIssueRequests(deps: {
  parentIssues: ParentIssueStore;
  jobs: JobQueue;
  linearSettings: Pick<ConfiguredLinearSettings, 'syncIdentifiers' | 'routing'>;
  newId: () => string;
}): ParentIssueRequests {
  const { jobs, parentIssues } = deps;
  const { syncIdentifiers, routing } = deps.linearSettings;

  const enqueueReconcile: IncidentRequests['reconcile'] = (
    tx,
    incidentNumber,
    priority,
  ) =>
    jobs.enqueue(tx, {
      kind: 'reconcileParent',
      key: String(incidentNumber),
      incidentNumber,
      priority,
    });

  async function retryCreation(
    tx: Knex,
    incidentNumber: number,
  ): Promise<EnqueuedJob> {
    const reconcile = await enqueueReconcile(tx, incidentNumber, 'interactive');
    return syncIdentifiers
      ? jobs.enqueue(tx, {
          kind: 'claimIdentifiers',
          key: routing.default.team,
          priority: 'interactive',
        })
      : reconcile;
  }

  return {
    retryCreation,
    reconcile: enqueueReconcile,
    async create(tx, incidentNumber) {
      await parentIssues.insert(tx, {
        issueId: deps.newId(),
        incidentNumber,
        status: 'pending',
        origin: 'created',
      });
      return retryCreation(tx, incidentNumber);
    },
  };
}
