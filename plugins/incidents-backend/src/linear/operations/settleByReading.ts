import {
  LinearMalformedError,
  LinearRejectedError,
  LinearUnavailableError,
} from '../LinearError';
import type { Lookup } from '../LinearGateway';
import { isRejected } from './isRejected';

/**
 * What a create with an id of ours has made, after it failed in a way that does
 * not tell: what the read of that id finds settles it.
 *
 * @throws the failure, when it does tell, when the read finds nothing, or fails itself
 */
export async function settleByReading<T>(
  failure: unknown,
  read: () => Promise<Lookup<T>>,
): Promise<T> {
  if (!isSettledByReading(failure)) {
    throw failure;
  }
  let found: Lookup<T>;
  try {
    found = await read();
  } catch {
    // Still ambiguous: the failure of the write says more than that of the read.
    throw failure;
  }
  if (found.outcome === 'absent') {
    throw failure;
  }
  return found.value;
}

/**
 * The write may have been done: by us a moment ago, or before a crash. Linear words a conflict as it likes, so a
 * refusal that names no other field may be one as well.
 */
function isSettledByReading(error: unknown): boolean {
  return (
    isRejected(error, 'conflict') ||
    (error instanceof LinearRejectedError &&
      error.reason === 'invalid' &&
      (error.field === undefined || error.field === 'id')) ||
    error instanceof LinearMalformedError ||
    (error instanceof LinearUnavailableError && !error.circuitOpen)
  );
}
