import { readHeaders } from './responseHeaders';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('readHeaders', () => {
  it('reads both budgets, the endpoint limit and the charged points', () => {
    expect(
      readHeaders(
        new Headers({
          'X-Complexity': '2425',
          'X-RateLimit-Requests-Limit': '5000',
          'X-RateLimit-Requests-Remaining': '4999',
          'X-RateLimit-Requests-Reset': '1772370000000',
          'X-RateLimit-Complexity-Limit': '2000000',
          'X-RateLimit-Complexity-Remaining': '1997575',
          'X-RateLimit-Complexity-Reset': '1772370000001',
          'X-RateLimit-Endpoint-Requests-Limit': '30',
          'X-RateLimit-Endpoint-Requests-Remaining': '29',
          'X-RateLimit-Endpoint-Requests-Reset': '1772370000002',
          'X-RateLimit-Endpoint-Name': 'searchIssues',
        }),
        now,
      ),
    ).toEqual({
      complexity: 2425,
      requests: { limit: 5000, remaining: 4999, resetAt: 1772370000000 },
      points: { limit: 2000000, remaining: 1997575, resetAt: 1772370000001 },
      endpoint: {
        limit: 30,
        remaining: 29,
        resetAt: 1772370000002,
      },
      retryAfterMs: undefined,
    });
  });

  it.each([
    ['', undefined],
    ['soon', undefined],
    ['12', 12_000],
    ['0', 0],
    ['-3', 0],
    ['Sun, 01 Mar 2026 12:00:05 GMT', 5_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ])('reads Retry-After "%s" as %s ms', (text, expected) => {
    expect(
      readHeaders(new Headers({ 'retry-after': text }), now).retryAfterMs,
    ).toBe(expected);
  });

  it.each([
    ['Sun, 01 Mar 2026 12:00:05 GMT', '2026-03-01T12:00:05.000Z'],
    ['', undefined],
    ['now', undefined],
    ['5', undefined],
    ['2026-03-01T12:00:05Z', undefined],
    ['Mon, 01 Mar 2026 12:00:05 GMT', undefined],
  ])('reads the date "%s" as %s', (date, expected) => {
    expect(readHeaders(new Headers({ date }), now).respondedAt).toBe(expected);
  });

  it('ignores an incomplete budget', () => {
    expect(
      readHeaders(
        new Headers({
          'x-ratelimit-requests-limit': '5000',
          'x-ratelimit-requests-remaining': 'many',
        }),
        now,
      ).requests,
    ).toBeUndefined();
  });

  it.each([-3_600_000, 3_600_000])(
    'converts resets to our clock when it is %d ms off',
    off => {
      const linearNow = now - off;
      const read = readHeaders(
        new Headers({
          date: new Date(linearNow).toUTCString(),
          'x-ratelimit-requests-limit': '5000',
          'x-ratelimit-requests-remaining': '1',
          'x-ratelimit-requests-reset': String(linearNow + 5_000),
          'retry-after': new Date(linearNow + 7_000).toUTCString(),
        }),
        now,
      );
      expect(read.requests?.resetAt).toBe(now + 5_000);
      expect(read.retryAfterMs).toBe(7_000);
    },
  );
});
