import { Knex } from 'knex';
import { Requester } from './Requester';

/** Which incidents someone may read: by privacy, and by what the policy leaves of those. */
export interface ReadScope {
  requester: Requester;
  /** Adds the policy's conditions to a query over `incidents`. */
  narrow: (matching: Knex.QueryBuilder) => void;
}
