import { Knex } from 'knex';
import { ClaimedJob, JobQueue } from '../jobs';

/**
 * Checks in the transaction of a write whether the work on whose behalf it is
 * made is still ours.
 *
 * @throws ClaimLostError, which rolls the transaction back
 */
export type WriteGuard = (tx: Knex, writer: string) => Promise<void>;

/** Held while all the claims are. */
export function claimGuard(
  jobs: JobQueue,
  claimed: readonly ClaimedJob[],
): WriteGuard {
  return (tx, writer) => jobs.ensureHeld(tx, claimed, writer);
}

/** For what a person does: nobody else can take it over. */
export const alwaysHeld: WriteGuard = async () => {};
