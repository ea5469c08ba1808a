import { Knex } from 'knex';
import { LinearCall } from '../linear';

/**
 * Checks in the transaction of a write whether the work on whose behalf it is
 * made is still ours.
 *
 * @throws ClaimLostError, which rolls the transaction back
 */
export type WriteGuard = (tx: Knex, writer: string) => Promise<void>;

/** On whose behalf something is read from Linear and written. */
export interface ReadingJob {
  call: LinearCall;
  guard: WriteGuard;
  /** Before anything was read, by the database's clock. */
  startedAt: Date;
}
