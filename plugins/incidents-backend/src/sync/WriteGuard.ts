import { Knex } from 'knex';
import { ClaimedJob, JobQueue } from '../jobs';

/** Whether the work on whose behalf something is written is still ours; asked in the transaction of the write. */
export interface WriteGuard {
  isHeld(tx: Knex): Promise<boolean>;
}

/** Held while all the claims are. */
export function claimGuard(
  jobs: JobQueue,
  claimed: readonly ClaimedJob[],
): WriteGuard {
  return { isHeld: tx => jobs.areHeld(tx, claimed) };
}
