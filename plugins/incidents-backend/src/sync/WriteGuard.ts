import { Knex } from 'knex';
import { ClaimedJob, ClaimLostError, JobQueue } from '../jobs';

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

/** For what a person does: nobody else can take it over. */
export const alwaysHeld: WriteGuard = { isHeld: async () => true };

/** @throws ClaimLostError, which rolls the transaction back */
export async function ensureHeld(
  guard: WriteGuard,
  tx: Knex,
  what: string,
): Promise<void> {
  if (!(await guard.isHeld(tx))) {
    throw new ClaimLostError(what);
  }
}
