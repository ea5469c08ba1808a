import {
  DelegateBackoff,
  ExponentialBackoff,
  type IRetryBackoffContext,
  type RetryPolicy,
  handleWhen,
  retry,
} from 'cockatiel';
import { LinearMalformedError, LinearUnavailableError } from '../LinearError';

/**
 * Repeats what may pass, with growing pauses and jitter. Every operation of ours is safe twice, so there is no other
 * policy for writes.
 */
export function createRetryPolicy(options: {
  attempts: number;
  initialDelayMs: number;
  maxDelayMs: number;
}): RetryPolicy {
  const exponential = new ExponentialBackoff({
    initialDelay: options.initialDelayMs,
    maxDelay: options.maxDelayMs,
  });
  const backoff = new DelegateBackoff<
    IRetryBackoffContext<unknown>,
    ReturnType<typeof exponential.next>
  >((context, previous) => {
    const next = previous ? previous.next(context) : exponential.next();
    const asked =
      'error' in context.result ? retryAfterOf(context.result.error) : 0;
    return { delay: Math.max(next.duration, asked), state: next };
  });
  return retry(
    // A longer `Retry-After` than a caller would wait for is passed on to the caller instead.
    handleWhen(
      error => isRepeatable(error) && retryAfterOf(error) <= options.maxDelayMs,
    ),
    { maxAttempts: options.attempts - 1, backoff },
  );
}

function isRepeatable(error: unknown): boolean {
  return (
    (error instanceof LinearUnavailableError && !error.circuitOpen) ||
    error instanceof LinearMalformedError
  );
}

function retryAfterOf(error: unknown): number {
  return error instanceof LinearUnavailableError ? error.retryAfterMs ?? 0 : 0;
}
