import { Knex } from 'knex';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { EnqueuedJob, JobPriority, JobQueue } from '../jobs';
import { ParentIssueStore } from './ParentIssueStore';

/** Turns requests for parent issues into rows that survive a crash. */
export class DurableParentIssueRequests implements ParentIssueRequests {
  readonly #parentIssues: ParentIssueStore;
  readonly #jobs: JobQueue;
  readonly #newId: () => string;

  constructor(options: {
    parentIssues: ParentIssueStore;
    jobs: JobQueue;
    newId: () => string;
  }) {
    this.#parentIssues = options.parentIssues;
    this.#jobs = options.jobs;
    this.#newId = options.newId;
  }

  async create(tx: Knex, incidentNumber: number): Promise<EnqueuedJob> {
    await this.#parentIssues.insert(tx, {
      issueId: this.#newId(),
      incidentNumber,
      status: 'pending',
      origin: 'created',
    });
    return this.reconcile(tx, incidentNumber, 'interactive');
  }

  async reconcile(
    tx: Knex,
    incidentNumber: number,
    priority: JobPriority,
  ): Promise<EnqueuedJob> {
    return this.#jobs.enqueue(tx, {
      kind: 'reconcileParent',
      key: String(incidentNumber),
      incidentNumber,
      priority,
    });
  }
}
