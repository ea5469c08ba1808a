import fc from 'fast-check';
import type { AnyLinearError } from '../LinearError';
import { readData } from './readData';
import { readHeaders } from './responseHeaders';

const now = Date.parse('2026-03-01T12:00:00Z');

type Row = {
  name: string;
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  expected: Partial<AnyLinearError>;
};

const error = (
  message: string,
  extensions?: Record<string, unknown>,
  data: unknown = null,
) => ({ data, errors: [{ message, extensions }] });

const rows: Row[] = [
  {
    name: 'an absent entity by message',
    status: 200,
    body: error('Entity not found: Issue', {
      type: 'invalid input',
      code: 'INPUT_ERROR',
    }),
    expected: { kind: 'rejected', reason: 'notFound' },
  },
  {
    name: 'an absent entity by userPresentableMessage',
    status: 200,
    body: error('Argument Validation Error', {
      type: 'invalid input',
      code: 'INPUT_ERROR',
      userPresentableMessage: 'Entity not found: Issue - Could not find it.',
    }),
    expected: { kind: 'rejected', reason: 'notFound' },
  },
  {
    name: 'an absent entity by the text for people',
    status: 200,
    body: error('Argument Validation Error', {
      type: 'invalid input',
      code: 'INPUT_ERROR',
      userPresentableMessage: 'Could not find referenced Issue.',
    }),
    expected: { kind: 'rejected', reason: 'notFound' },
  },
  {
    name: 'an absent entity by a code of its own',
    status: 404,
    body: error('No such issue', { code: 'NOT_FOUND' }),
    expected: { kind: 'rejected', reason: 'notFound' },
  },
  {
    name: 'an absent entity at the path of the operation',
    status: 200,
    body: {
      data: null,
      errors: [{ message: 'Entity not found: Issue', path: ['issue'] }],
    },
    expected: { kind: 'rejected', reason: 'notFound' },
  },
  {
    name: 'an absent entity deep inside the response as no absence',
    status: 200,
    body: {
      data: null,
      errors: [
        {
          message: 'Entity not found: Issue',
          path: ['issue', 'relations', 'nodes', 3, 'relatedIssue'],
          extensions: { type: 'invalid input', code: 'INPUT_ERROR' },
        },
      ],
    },
    expected: { kind: 'rejected', reason: 'invalid' },
  },
  {
    name: 'an error that is no object',
    status: 400,
    body: { errors: ['boom'] },
    expected: { kind: 'rejected', reason: 'invalid' },
  },
  {
    name: 'a client-made id that exists, on 409 by the code',
    status: 409,
    body: error('Not unique', { code: 'CONFLICT' }),
    expected: { kind: 'rejected', reason: 'conflict' },
  },
  {
    name: 'a client-made id that exists, in the middle of a sentence',
    status: 200,
    body: error('Error: conflict on insert of Comment', {
      type: 'invalid input',
    }),
    expected: { kind: 'rejected', reason: 'conflict' },
  },
  {
    name: 'a rate limit that resets at a second',
    status: 400,
    body: error('Rate limit exceeded', { type: 'ratelimited' }),
    headers: {
      'x-ratelimit-requests-limit': '5000',
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': String((now + 600_000) / 1000),
    },
    expected: { kind: 'rateLimited', resetAt: now + 600_000 },
  },
  {
    name: 'an absent entity without extensions',
    status: 200,
    body: error('Entity not found: Issue'),
    expected: { kind: 'rejected', reason: 'notFound' },
  },
  {
    name: 'an absent entity beside another error as no absence',
    status: 200,
    body: {
      data: null,
      errors: [
        {
          message: 'Entity not found: Issue',
          extensions: { type: 'invalid input' },
        },
        { message: 'boom', extensions: { type: 'invalid input' } },
      ],
    },
    expected: { kind: 'rejected', reason: 'invalid' },
  },
  {
    name: 'a rate limit on 400 by type and code',
    status: 400,
    body: error('Rate limit exceeded', {
      type: 'ratelimited',
      code: 'RATELIMITED',
    }),
    expected: { kind: 'rateLimited', resetAt: now + 60_000, heldBack: false },
  },
  {
    name: 'a rate limit by the code alone',
    status: 400,
    body: error('Too fast', { code: 'RATELIMITED' }),
    expected: { kind: 'rateLimited' },
  },
  {
    name: 'a rate limit by HTTP 429 without a body',
    status: 429,
    body: '',
    headers: { 'retry-after': '30' },
    expected: { kind: 'rateLimited', resetAt: now + 30_000 },
  },
  {
    name: 'a rate limit with the requests bucket empty',
    status: 400,
    body: error('Rate limit exceeded', { type: 'ratelimited' }),
    headers: {
      'x-ratelimit-requests-limit': '5000',
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': String(now + 600_000),
    },
    expected: {
      kind: 'rateLimited',
      bucket: 'requests',
      resetAt: now + 600_000,
    },
  },
  {
    name: 'a rate limit with the points bucket empty',
    status: 400,
    body: error('Rate limit exceeded', { type: 'ratelimited' }),
    headers: {
      'x-ratelimit-requests-limit': '5000',
      'x-ratelimit-requests-remaining': '4000',
      'x-ratelimit-requests-reset': String(now + 1_000_000),
      'x-ratelimit-complexity-limit': '2000000',
      'x-ratelimit-complexity-remaining': '12',
      'x-ratelimit-complexity-reset': String(now + 500_000),
    },
    expected: { kind: 'rateLimited', bucket: 'points', resetAt: now + 500_000 },
  },
  {
    name: 'a rate limit of one endpoint',
    status: 400,
    body: error('Rate limit exceeded', { type: 'ratelimited' }),
    headers: {
      'x-ratelimit-endpoint-requests-limit': '30',
      'x-ratelimit-endpoint-requests-remaining': '0',
      'x-ratelimit-endpoint-requests-reset': String(now + 20_000),
      'x-ratelimit-endpoint-name': 'searchIssues',
    },
    expected: {
      kind: 'rateLimited',
      bucket: 'endpoint',
      resetAt: now + 20_000,
    },
  },
  {
    name: 'a reset in the past still waits a second',
    status: 400,
    body: error('Rate limit exceeded', { type: 'ratelimited' }),
    headers: {
      'x-ratelimit-requests-limit': '5000',
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': String(now - 600_000),
    },
    expected: { kind: 'rateLimited', resetAt: now + 1_000 },
  },
  {
    name: 'a reset beyond reason waits an hour',
    status: 400,
    body: error('Rate limit exceeded', { type: 'ratelimited' }),
    headers: {
      'x-ratelimit-requests-limit': '5000',
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': String(now + 86_400_000),
    },
    expected: { kind: 'rateLimited', resetAt: now + 3_600_000 },
  },
  {
    name: 'rejected credentials by type on 200',
    status: 200,
    body: error('Authentication required', { type: 'authentication error' }),
    expected: { kind: 'unauthorized' },
  },
  {
    name: 'rejected credentials by code',
    status: 400,
    body: error('Authentication required', { code: 'AUTHENTICATION_ERROR' }),
    expected: { kind: 'unauthorized' },
  },
  {
    name: 'rejected credentials by 401 without a body, which may be a proxy',
    status: 401,
    body: '',
    expected: { kind: 'unauthorized', byStatusOnly: true },
  },
  {
    name: 'forbidden by type',
    status: 200,
    body: error('No', { type: 'forbidden', code: 'FORBIDDEN' }),
    expected: { kind: 'forbidden' },
  },
  {
    name: 'a feature that is not accessible',
    status: 200,
    body: error('No', { type: 'feature not accessible' }),
    expected: { kind: 'forbidden' },
  },
  {
    name: 'a GraphQL response on 403 without type',
    status: 403,
    body: error('No'),
    expected: { kind: 'forbidden' },
  },
  {
    name: 'a 403 of a proxy',
    status: 403,
    body: '<html>blocked</html>',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a 404 of a proxy',
    status: 404,
    body: '<html>no such host</html>',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a 408 of a proxy',
    status: 408,
    body: '',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a 413 of a proxy',
    status: 413,
    body: '<html>too large</html>',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a redirect',
    status: 302,
    body: '',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a 500 without a body',
    status: 500,
    body: '',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a 503 with Retry-After',
    status: 503,
    body: 'busy',
    headers: { 'retry-after': '7' },
    expected: { kind: 'unavailable', retryAfterMs: 7_000 },
  },
  {
    name: 'an internal error on 200',
    status: 200,
    body: error('Internal', { type: 'internal error' }),
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a lock time-out',
    status: 200,
    body: error('Lock', { type: 'lock timeout' }),
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a network error of theirs',
    status: 200,
    body: error('Net', { type: 'network error' }),
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a bootstrap error',
    status: 200,
    body: error('Boot', { type: 'bootstrap error' }),
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a type of "other" on 200',
    status: 200,
    body: error('Hm', { type: 'other' }),
    expected: { kind: 'unavailable' },
  },
  {
    name: 'a type of "unknown" on 400',
    status: 400,
    body: error('Hm', { type: 'unknown' }),
    expected: { kind: 'rejected', reason: 'invalid' },
  },
  {
    name: 'a type newer than the SDK with a known code',
    status: 200,
    body: error('Hm', { type: 'quantum error', code: 'FORBIDDEN' }),
    expected: { kind: 'forbidden' },
  },
  {
    name: 'too complex, on 400 by userPresentableMessage',
    status: 400,
    body: error('Query too complex', {
      type: 'invalid input',
      code: 'INPUT_ERROR',
      userPresentableMessage:
        'The query is too complex. Complexity: 11231. Maximum allowed complexity: 10000.',
    }),
    expected: { kind: 'tooComplex' },
  },
  {
    name: 'a page size over 250, on 200',
    status: 200,
    body: error('Argument Validation Error', {
      type: 'invalid input',
      code: 'INVALID_INPUT',
    }),
    expected: { kind: 'rejected', reason: 'invalid' },
  },
  {
    name: 'a client-made id that exists, on 200',
    status: 200,
    body: error('conflict on insert of Issue', {
      type: 'invalid input',
      code: 'INPUT_ERROR',
      userPresentableMessage:
        'Entity Issue with id 6f1c1f7e-8f0e-4c58-9d4b-2f1f6a3f8a01 already exists.',
    }),
    expected: { kind: 'rejected', reason: 'conflict' },
  },
  {
    name: 'a client-made id that exists, on 400 and by the friendly text only',
    status: 400,
    body: error('Argument Validation Error', {
      type: 'invalid input',
      userPresentableMessage: 'Entity Issue with id 6f1c already exists.',
    }),
    expected: { kind: 'rejected', reason: 'conflict' },
  },
  {
    name: 'a state of another team',
    status: 200,
    body: error('Discrepancy between issue team and state, cycle or project.', {
      type: 'invalid input',
      code: 'INPUT_ERROR',
    }),
    expected: { kind: 'rejected', reason: 'teamMismatch' },
  },
  {
    name: 'a plan that is used up',
    status: 200,
    body: error('Upgrade', { type: 'usage limit exceeded' }),
    expected: { kind: 'rejected', reason: 'usageLimit' },
  },
  {
    name: 'a named field',
    status: 200,
    body: error('Argument Validation Error', {
      type: 'invalid input',
      userPresentableMessage: 'dueDate must be a valid date.',
    }),
    expected: { kind: 'rejected', reason: 'invalid', field: 'dueDate' },
  },
  {
    name: 'a word that only looks like a field',
    status: 200,
    body: error('salaries are public now', { type: 'user error' }),
    expected: { kind: 'rejected', reason: 'invalid', field: undefined },
  },
  {
    name: 'a document Linear does not understand',
    status: 400,
    body: error('Cannot query field "x"', { type: 'graphql error' }),
    expected: { kind: 'rejected', reason: 'invalid' },
  },
  {
    name: 'partial data beside an error',
    status: 200,
    body: error('Internal', { type: 'internal error' }, { a: { id: '1' } }),
    expected: { kind: 'unavailable' },
  },
  {
    name: 'an error with a broken extensions field',
    status: 400,
    body: { errors: [{ message: 'x', extensions: 'y' }] },
    expected: { kind: 'rejected', reason: 'invalid' },
  },
  {
    name: 'HTML on 200, a page of a proxy',
    status: 200,
    body: '<html>welcome</html>',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'no body on 200',
    status: 200,
    body: '',
    expected: { kind: 'unavailable' },
  },
  {
    name: 'JSON that is not GraphQL on 200',
    status: 200,
    body: { message: 'welcome' },
    expected: { kind: 'unavailable' },
  },
  {
    name: 'JSON that is not GraphQL on 403',
    status: 403,
    body: { error: 'blocked' },
    expected: { kind: 'unavailable' },
  },
  {
    name: 'errors that are no list',
    status: 200,
    body: { data: { viewer: { id: '1' } }, errors: 'boom' },
    expected: { kind: 'unavailable' },
  },
  {
    name: 'null data without errors',
    status: 200,
    body: { data: null },
    expected: { kind: 'malformed' },
  },
];

/** As the SDK reads bodies: JSON, or the text of anything else. */
const read = ({ status, body, headers }: Omit<Row, 'name' | 'expected'>) =>
  readData(
    body !== null && typeof body === 'object' ? body : { error: String(body) },
    {
      operation: 'Test',
      status,
      headers: readHeaders(new Headers(headers), now),
      receivedAt: now,
    },
  );

function failure(row: Omit<Row, 'name' | 'expected'>): unknown {
  try {
    read(row);
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

describe('readData', () => {
  it('accepts data alone on 200', () => {
    expect(
      read({ status: 200, body: { data: { viewer: { id: '1' } } } }),
    ).toEqual({ viewer: { id: '1' } });
  });

  it.each([[null], [[]]])('accepts data beside errors of %j', errors => {
    expect(
      read({ status: 200, body: { data: { viewer: { id: '1' } }, errors } }),
    ).toEqual({ viewer: { id: '1' } });
  });

  it.each(rows)('classifies $name', row => {
    expect(failure(row)).toEqual(
      expect.objectContaining({
        ...row.expected,
        operation: 'Test',
        status: row.status,
      }),
    );
  });

  it('classifies any body at any status, and quotes none of it', () => {
    const secret = 'Zq7-secret-Zq7';
    const errors = fc
      .array(
        fc.record(
          {
            message: fc.constantFrom(secret, `title is ${secret}`),
            extensions: fc.record(
              {
                type: fc.constantFrom(secret, 'forbidden', 'invalid input'),
                code: fc.constantFrom(secret, 'RATELIMITED', 'INPUT_ERROR'),
                userPresentableMessage: fc.constant(`Entity ${secret}`),
              },
              { requiredKeys: [] },
            ),
          },
          { requiredKeys: [] },
        ),
      )
      .map(list => ({ data: { a: secret }, errors: list }));
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(fc.string(), fc.jsonValue(), errors, fc.constant(secret)),
        (status, body) => {
          const thrown = failure({ status, body });
          expect(`${thrown} ${JSON.stringify(thrown)}`).not.toContain(secret);
          // Data is only ever taken from a success without errors.
          expect(thrown !== undefined || status < 300).toBe(true);
        },
      ),
    );
  });
});
