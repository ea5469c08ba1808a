import { Knex } from 'knex';
import { Viewer } from './Viewer';

/** Which incidents someone may read: by privacy, and by what the policy leaves of those. */
export interface ReadScope {
  viewer: Viewer;
  /** Adds the policy's conditions to a query over `incidents`. */
  narrow: (matching: Knex.QueryBuilder) => void;
}
