import { reason, Reason } from '@backstage-incidents/incidents-common';

/** What went wrong, as far as the policy needs to know. */
export type Failure =
  /** The other side does not respond: worth repeating. */
  | { class: 'transient'; reason: Reason; retryAfterMs?: number }
  /** Not a failure: everyone waits until `resetAt`, in epoch milliseconds. */
  | { class: 'rateLimited'; reason: Reason; resetAt: number }
  /** Credentials rejected: only operators can renew them, and then jobs continue automatically. */
  | { class: 'unauthorized'; reason: Reason }
  /** Every retry would fail too. */
  | { class: 'permanent'; reason: Reason }
  /** A fault of our own, already logged with its stack. */
  | { class: 'unexpected'; reason: Reason };

/** What to do about a failed attempt, with the reason that operators read. */
export type FailureDecision =
  | {
      outcome: 'retry';
      delayMs: number;
      /** False while waiting out a rate limit, which is not a failure. */
      consumesBudget: boolean;
      reason: Reason;
    }
  | { outcome: 'escalate'; reason: Reason };

/** All limits of retrying, in one table; times in milliseconds. */
export const failureBudgets = {
  /** Linear isn't responding: jobs recover automatically from an outage of up to a day. */
  transient: { base: 1_000, cap: 60_000, forAtMost: 24 * 3_600_000 },
  /** Credentials rejected: operators renew them, and then jobs continue automatically. */
  unauthorized: { base: 30_000, cap: 300_000, forAtMost: 7 * 24 * 3_600_000 },
  /** A fault of our own: a few attempts, then a person. */
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
  failure: Failure;
  attempts: number;
  failingSince: Date | undefined;
  now: Date;
  /** In [0, 1). */
  random: number;
}): FailureDecision {
  const { failure, now, random } = options;
  switch (failure.class) {
    case 'rateLimited': {
      const { margin, cap } = failureBudgets.rateLimited;
      const untilReset = Math.max(0, failure.resetAt - now.getTime());
      return {
        outcome: 'retry',
        delayMs: Math.min(cap, untilReset) + margin * (1 + random),
        consumesBudget: false,
        reason: failure.reason,
      };
    }
    case 'permanent':
      return { outcome: 'escalate', reason: failure.reason };
    case 'transient':
    case 'unauthorized':
    case 'unexpected':
      return backOff(failure, options);
    default:
      throw new Error(`Unknown failure ${failure satisfies never}`);
  }
}

function backOff(
  failure: Extract<
    Failure,
    { class: 'transient' | 'unauthorized' | 'unexpected' }
  >,
  options: {
    attempts: number;
    failingSince: Date | undefined;
    now: Date;
    random: number;
  },
): FailureDecision {
  const { attempts, failingSince, now, random } = options;
  const { base, cap, forAtMost } = failureBudgets[failure.class];
  const failingForMs = failingSince
    ? now.getTime() - failingSince.getTime()
    : 0;
  if (failingForMs > forAtMost) {
    return {
      outcome: 'escalate',
      reason: reason('retriesExhausted', {
        attempts,
        cause: failure.reason.code,
        errorId: errorIdOf(failure.reason),
      }),
    };
  }
  const ceiling = Math.min(cap, base * 2 ** Math.min(attempts, 30));
  const jittered = ceiling / 2 + (ceiling / 2) * random;
  const atLeast = failure.class === 'transient' ? failure.retryAfterMs ?? 0 : 0;
  return {
    outcome: 'retry',
    delayMs: Math.max(jittered, atLeast),
    consumesBudget: true,
    reason: failure.reason,
  };
}

function errorIdOf({ params }: Reason): string | undefined {
  return typeof params?.errorId === 'string' ? params.errorId : undefined;
}
