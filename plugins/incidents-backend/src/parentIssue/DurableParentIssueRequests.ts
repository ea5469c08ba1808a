import { Knex } from 'knex';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { WorkStore } from '../work/WorkStore';
import { ParentIssueStore } from './ParentIssueStore';

/** Turns requests for parent issues into rows that survive a crash. */
export class DurableParentIssueRequests implements ParentIssueRequests {
  readonly #parentIssues: ParentIssueStore;
  readonly #work: WorkStore;
  readonly #newId: () => string;

  constructor(options: {
    parentIssues: ParentIssueStore;
    work: WorkStore;
    newId: () => string;
  }) {
    this.#parentIssues = options.parentIssues;
    this.#work = options.work;
    this.#newId = options.newId;
  }

  async create(tx: Knex, incidentNumber: number): Promise<void> {
    await this.#parentIssues.insert(tx, {
      issueId: this.#newId(),
      incidentNumber,
      status: 'pending',
      origin: 'created',
    });
    await this.follow(tx, incidentNumber);
  }

  async follow(tx: Knex, incidentNumber: number): Promise<void> {
    await this.#work.request(tx, {
      kind: 'parentIssue',
      key: String(incidentNumber),
      incidentNumber,
    });
  }
}
