import {
  type AnyLinearError,
  type LinearFailure,
  type LinearRejection,
  isRefusal,
  linearError,
  linearFailure,
} from './LinearError';

const resetAt = Date.parse('2026-03-01T12:30:00Z');
const operation = 'UpdateIssue';

type Case = {
  what: string;
  error: AnyLinearError;
  class: LinearFailure['class'];
  code: string;
  params?: object;
  more?: object;
};

const cases: Case[] = [
  {
    what: 'Linear is down',
    error: linearError({ kind: 'unavailable', operation, status: 502 }),
    class: 'transient',
    code: 'linearUnavailable',
    params: { operation, status: 502 },
  },
  {
    what: 'Linear asks for a pause',
    error: linearError({ kind: 'unavailable', operation, retryAfterMs: 7_000 }),
    class: 'transient',
    code: 'linearUnavailable',
    params: { operation },
    more: { retryAfterMs: 7_000 },
  },
  {
    what: 'no response came in time',
    error: linearError({ kind: 'unavailable', operation, timedOut: true }),
    class: 'transient',
    code: 'linearTimedOut',
  },
  {
    what: 'the response breaks the schema',
    error: linearError({ kind: 'malformed', operation }),
    class: 'transient',
    code: 'linearMalformedResponse',
    params: { operation },
  },
  {
    what: 'a rate limit is used up',
    error: linearError({
      kind: 'rateLimited',
      operation,
      resetAt,
      bucket: 'points',
      heldBack: false,
    }),
    class: 'rateLimited',
    code: 'linearRateLimited',
    params: { bucket: 'points', resetAt: '2026-03-01T12:30:00.000Z' },
    more: { resetAt },
  },
  {
    what: 'the credentials do not work',
    error: linearError({ kind: 'unauthorized', operation: 'token' }),
    class: 'unauthorized',
    code: 'linearUnauthorized',
    params: { operation: 'token' },
  },
  {
    what: 'the credentials may not do this',
    error: linearError({ kind: 'forbidden', operation }),
    class: 'permanent',
    code: 'linearForbidden',
    params: { operation },
  },
  {
    what: 'the query is too complex',
    error: linearError({ kind: 'tooComplex', operation }),
    class: 'permanent',
    code: 'linearQueryTooComplex',
    params: { operation },
  },
  ...(
    [
      ['notFound', 'linearNotFound'],
      ['conflict', 'linearConflict'],
      ['teamMismatch', 'linearTeamMismatch'],
      ['usageLimit', 'linearUsageLimit'],
      ['notApplied', 'linearNotApplied'],
      ['invalid', 'linearInvalidInput'],
    ] satisfies [LinearRejection, string][]
  ).map(
    ([rejection, code]): Case => ({
      what: `Linear rejects the input as ${rejection}`,
      error: linearError({
        kind: 'rejected',
        operation,
        reason: rejection,
        field: 'title',
      }),
      class: 'permanent',
      code,
      params: { operation, field: 'title' },
    }),
  ),
];

describe('linearFailure', () => {
  it.each(cases)(
    'is $class with reason $code when $what',
    ({ error, class: failureClass, code, params, more }) => {
      const failure = linearFailure(error);
      expect(failure).toEqual({
        class: failureClass,
        reason: {
          code,
          message: expect.any(String),
          ...(params && { params }),
        },
        ...more,
      });
      expect(isRefusal(error)).toBe(failureClass === 'permanent');
    },
  );

  it('is undefined for any other error', () => {
    expect(linearFailure(new Error('Linear is down'))).toBeUndefined();
    expect(linearFailure(undefined)).toBeUndefined();
    expect(isRefusal(new Error('no'))).toBe(false);
  });
});
