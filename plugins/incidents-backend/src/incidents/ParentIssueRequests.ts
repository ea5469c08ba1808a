import { Knex } from 'knex';

/** How incidents ask for their parent issues, without knowing Linear. */
export interface ParentIssueRequests {
  /** A parent is to be created: stores its UUID and makes the work due, in the given transaction. */
  create(tx: Knex, incidentNumber: number): Promise<void>;
  /** The parent is to follow what changed in the incident. */
  follow(tx: Knex, incidentNumber: number): Promise<void>;
}
