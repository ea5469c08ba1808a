import {
  LinearForbiddenError,
  LinearMalformedError,
  LinearRateLimitedError,
  LinearRejectedError,
  LinearTooComplexError,
  LinearUnauthorizedError,
  LinearUnavailableError,
} from '../linear';
import { decideFailure, failureBudgets } from './failurePolicy';
import { PermanentError } from './PermanentError';

const now = new Date('2026-01-01T12:00:00Z');
const at = { operation: 'FindIssue' };
const hours = (count: number) => count * 3_600_000;
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds);

function decide(
  error: unknown,
  state: { attempts?: number; failingSince?: Date; random?: number } = {},
) {
  return decideFailure({
    error,
    attempts: state.attempts ?? 0,
    failingSince: state.failingSince,
    now,
    random: state.random ?? 0,
  });
}

const transient = [
  ['Linear is down', new LinearUnavailableError('down', at)],
  ['an answer cannot be read', new LinearMalformedError('half', at)],
  ['credentials are refused', new LinearUnauthorizedError('no', at)],
  ['something unexpected happens', new TypeError('secret title')],
] as const;

const permanent = [
  [
    'the input is refused',
    new LinearRejectedError('bad', { ...at, reason: 'invalid' }),
  ],
  ['it is forbidden', new LinearForbiddenError('no', at)],
  ['the query is too complex', new LinearTooComplexError('big', at)],
  ['a person has to decide', new PermanentError('Team XYZ is unknown')],
] as const;

describe('the failure policy', () => {
  it.each(transient)('tries again when %s', (_when, error) => {
    expect(decide(error)).toMatchObject({
      outcome: 'retry',
      consumesBudget: true,
    });
  });

  it.each(permanent)('asks a person at once when %s', (_when, error) => {
    expect(decide(error)).toEqual({
      outcome: 'escalate',
      reason: error.message,
    });
  });

  it.each([
    [transient[0][1], failureBudgets.transient.forAtMost],
    [transient[1][1], failureBudgets.transient.forAtMost],
    [transient[2][1], failureBudgets.unauthorized.forAtMost],
    [transient[3][1], failureBudgets.unexpected.forAtMost],
  ])('asks a person when %s lasts longer than its budget', (error, budget) => {
    const attempts = 7;
    expect(decide(error, { attempts, failingSince: ago(budget) }).outcome).toBe(
      'retry',
    );
    expect(
      decide(error, { attempts, failingSince: ago(budget + 1) }),
    ).toMatchObject({
      outcome: 'escalate',
      reason: expect.stringContaining('7 tries'),
    });
  });

  it('backs off exponentially, with jitter, up to a ceiling', () => {
    const delay = (attempts: number, random: number) => {
      const decision = decide(transient[0][1], { attempts, random });
      return decision.outcome === 'retry' ? decision.delayMilliseconds : NaN;
    };
    const { base, cap } = failureBudgets.transient;
    expect([0, 1, 2, 3].map(attempts => delay(attempts, 0))).toEqual([
      base / 2,
      base,
      base * 2,
      base * 4,
    ]);
    expect(delay(0, 0.5)).toBe(base * 0.75);
    expect(delay(50, 0.999999)).toBeLessThanOrEqual(cap);
    expect(delay(50, 0)).toBe(cap / 2);
  });

  it('waits for the reset of a rate limit, which is nobody’s failure', () => {
    const resetAt = now.getTime() + 90_000;
    const limited = new LinearRateLimitedError({
      ...at,
      resetAt,
      bucket: 'points',
      heldBack: false,
    });
    expect(
      decide(limited, { attempts: 30, failingSince: ago(hours(500)) }),
    ).toMatchObject({
      outcome: 'retry',
      delayMilliseconds: 91_000,
      consumesBudget: false,
    });
  });

  it('waits at least as long as Linear asks', () => {
    const down = new LinearUnavailableError('down', {
      ...at,
      retryAfterMs: 45_000,
    });
    expect(decide(down)).toMatchObject({ delayMilliseconds: 45_000 });
  });

  it('never repeats the message of an unexpected error, which may quote a title', () => {
    expect(decide(transient[3][1]).reason).not.toContain('secret');
  });

  it.each([
    [-3_600_000, 1_000],
    [3_600_000 + 60_000, 3_601_000],
    [24 * 3_600_000, 3_601_000],
  ])(
    'waits for no rate limit longer than an hour: one that ends in %d ms by a clock that was set meanwhile',
    (endsIn, delayMilliseconds) => {
      expect(
        decide(
          new LinearRateLimitedError({
            ...at,
            resetAt: now.getTime() + endsIn,
            bucket: 'requests',
            heldBack: true,
          }),
        ),
      ).toMatchObject({ outcome: 'retry', delayMilliseconds });
    },
  );
});
