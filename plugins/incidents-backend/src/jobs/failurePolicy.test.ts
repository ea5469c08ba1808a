import { reason } from '@backstage-incidents/incidents-common';
import { decideFailure, Failure, failureBudgets } from './failurePolicy';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds);

const failures = {
  transient: { class: 'transient', reason: reason('linearUnavailable') },
  unauthorized: { class: 'unauthorized', reason: reason('linearUnauthorized') },
  unexpected: {
    class: 'unexpected',
    reason: reason('unexpectedError', { errorId: 'e-1' }),
  },
  permanent: {
    class: 'permanent',
    reason: reason('linearForbidden', { operation: 'UpdateIssue' }),
  },
} satisfies Record<string, Failure>;

function decide(
  failure: Failure,
  state: { attempts?: number; failingSince?: Date; random?: number } = {},
) {
  return decideFailure({
    failure,
    attempts: state.attempts ?? 0,
    failingSince: state.failingSince,
    now,
    random: state.random ?? 0,
  });
}

describe('the failure policy', () => {
  it.each(['transient', 'unauthorized', 'unexpected'] as const)(
    'tries again after a failure that is %s, and escalates once its budget of time is spent',
    kind => {
      const budget = failureBudgets[kind].forAtMost;
      expect(decide(failures[kind])).toMatchObject({
        outcome: 'retry',
        consumesBudget: true,
        reason: failures[kind].reason,
      });
      expect(
        decide(failures[kind], { failingSince: ago(budget) }),
      ).toMatchObject({ outcome: 'retry' });
      expect(
        decide(failures[kind], { attempts: 7, failingSince: ago(budget + 1) }),
      ).toMatchObject({
        outcome: 'escalate',
        reason: {
          code: 'retriesExhausted',
          params: { attempts: 7, cause: failures[kind].reason.code },
        },
      });
    },
  );

  it('keeps the id of the logged error when it gives up', () => {
    expect(
      decide(failures.unexpected, { failingSince: new Date(0) }),
    ).toMatchObject({ reason: { params: { errorId: 'e-1' } } });
  });

  it('escalates a permanent failure at once', () => {
    expect(decide(failures.permanent)).toEqual({
      outcome: 'escalate',
      reason: failures.permanent.reason,
    });
  });

  it('doubles the delay up to a cap, at least half of it and never more', () => {
    const { base, cap } = failureBudgets.transient;
    const delays = [0, 1, 2, 3, 20, 1_000].map(attempts =>
      [0, 0.999].map(random => {
        const decision = decide(failures.transient, { attempts, random });
        return decision.outcome === 'retry' ? decision.delayMs : undefined;
      }),
    );
    expect(delays.map(([least]) => least)).toEqual(
      [base, 2 * base, 4 * base, 8 * base, cap, cap].map(delay => delay / 2),
    );
    for (const [least, most] of delays) {
      expect(most).toBeLessThan(2 * Number(least));
    }
  });

  it('waits at least as long as Linear says', () => {
    expect(
      decide({ ...failures.transient, retryAfterMs: 40_000 }),
    ).toMatchObject({ delayMs: 40_000 });
  });

  it.each([
    ['until just after the reset', 90_000, 91_000],
    ['a moment when the reset is past', -5_000, 1_000],
    ['an hour at most, whatever the clocks say', 99 * 3_600_000, 3_601_000],
  ])('waits out a rate limit %s, at no cost', (_, untilReset, delayMs) => {
    expect(
      decide({
        class: 'rateLimited',
        reason: reason('linearRateLimited', { bucket: 'points' }),
        resetAt: now.getTime() + untilReset,
      }),
    ).toMatchObject({ outcome: 'retry', delayMs, consumesBudget: false });
  });
});
