import { LinearCall } from '../linear';
import { RetryLaterError } from '../RetryLaterError';

const WITHIN_MILLISECONDS = 25_000;

/**
 * A call to Linear that a person waits for.
 *
 * @throws RetryLaterError when Linear takes too long
 */
export async function inTime<T>(
  run: (call: LinearCall) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(WITHIN_MILLISECONDS);
  try {
    return await run({ priority: 'interactive', signal });
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      throw new RetryLaterError(
        'Linear did not answer in time, so it may or may not have been done; repeat the request',
        5,
      );
    }
    throw error;
  }
}
