import { isLinearError } from '../linear';
import { PermanentError } from './PermanentError';

/** What to do about a failed try, with the reason operators read. */
export type FailureDecision =
  | {
      outcome: 'retry';
      delayMilliseconds: number;
      /** Waiting out a rate limit is nobody's failure. */
      consumesBudget: boolean;
      reason: string;
    }
  | { outcome: 'escalate'; reason: string };

/** All limits of retrying, in one table; times in milliseconds. */
export const failureBudgets = {
  /** Linear does not answer: an outage of a day heals without a person. */
  transient: { base: 1_000, cap: 60_000, forAtMost: 24 * 3_600_000 },
  /** Credentials refused: only operators can mend it, and then it goes on by itself. */
  unauthorized: { base: 30_000, cap: 300_000, forAtMost: 7 * 24 * 3_600_000 },
  /** A fault of our own: a few tries, then a person. */
  unexpected: { base: 2_000, cap: 300_000, forAtMost: 3_600_000 },
  /**
   * At least `margin` after a rate limit, so that replicas do not race for the first point; Linear's buckets are full
   * again after an hour (`cap`), whatever a clock that was set meanwhile says.
   */
  rateLimited: { margin: 1_000, cap: 3_600_000 },
} as const;

/**
 * The one place that decides what a failure means: transient → back off
 * exponentially with jitter inside a budget; rate limit → wait until the reset;
 * permanent → escalate at once; budget spent → escalate.
 */
export function decideFailure(options: {
  error: unknown;
  attempts: number;
  failingSince: Date | undefined;
  now: Date;
  /** In [0, 1). */
  random: number;
}): FailureDecision {
  const { error, now } = options;
  if (error instanceof PermanentError) {
    return { outcome: 'escalate', reason: error.message };
  }
  if (!isLinearError(error)) {
    return backOff(options, 'unexpected', describe(error));
  }
  const reason = error.message;
  switch (error.kind) {
    case 'rateLimited':
      return {
        outcome: 'retry',
        delayMilliseconds:
          Math.min(
            failureBudgets.rateLimited.cap,
            Math.max(0, error.resetAt - now.getTime()),
          ) +
          failureBudgets.rateLimited.margin * (1 + options.random),
        consumesBudget: false,
        reason,
      };
    case 'unavailable': {
      const decision = backOff(options, 'transient', reason);
      return decision.outcome === 'retry'
        ? {
            ...decision,
            delayMilliseconds: Math.max(
              decision.delayMilliseconds,
              error.retryAfterMs ?? 0,
            ),
          }
        : decision;
    }
    case 'malformed':
      return backOff(options, 'transient', reason);
    case 'unauthorized':
      return backOff(options, 'unauthorized', reason);
    case 'forbidden':
    case 'rejected':
    case 'tooComplex':
      return { outcome: 'escalate', reason };
    default:
      return backOff(options, 'unexpected', describe(error satisfies never));
  }
}

function backOff(
  options: {
    attempts: number;
    failingSince: Date | undefined;
    now: Date;
    random: number;
  },
  budget: 'transient' | 'unauthorized' | 'unexpected',
  reason: string,
): FailureDecision {
  const { base, cap, forAtMost } = failureBudgets[budget];
  const failingFor = options.failingSince
    ? options.now.getTime() - options.failingSince.getTime()
    : 0;
  if (failingFor > forAtMost) {
    return {
      outcome: 'escalate',
      reason: `Gave up after ${options.attempts} tries: ${reason}`,
    };
  }
  const ceiling = Math.min(cap, base * 2 ** Math.min(options.attempts, 30));
  return {
    outcome: 'retry',
    delayMilliseconds: ceiling / 2 + (ceiling / 2) * options.random,
    consumesBudget: true,
    reason,
  };
}

/** Names the error without its message: a driver's message quotes the values it refused. */
function describe(error: unknown): string {
  return error instanceof Error
    ? `An unexpected ${error.name} in the incidents backend; its log tells more`
    : 'An unexpected error in the incidents backend; its log tells more';
}
