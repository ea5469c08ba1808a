import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError, NotFoundError } from '@backstage/errors';
import express from 'express';
import request from 'supertest';
import { linearError } from '../linear';
import { createToResponseError, errorMiddleware } from './errors';

const NOW = new Date('2026-03-10T12:00:00.000Z');
const operation = 'UpdateIssue';

/** A request to a route that throws, with the host's own error middleware behind ours. */
async function get(error: unknown, path = '/incidents/INC-1') {
  const logger = mockServices.logger.mock();
  const hostLogger = mockServices.logger.mock();
  hostLogger.child.mockReturnValue(hostLogger);
  const app = express();
  app.get('/incidents/:ref', () => {
    throw error;
  });
  app.use(
    errorMiddleware(
      createToResponseError({
        logger,
        now: () => NOW,
        newId: () => 'error-1',
      }),
    ),
  );
  app.use(
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: hostLogger,
    }).error(),
  );
  const { status, headers, body } = await request(app).get(path);
  return {
    status,
    retryAfter: headers['retry-after'],
    error: body.error,
    logged: logger.error.mock.calls,
    loggedByHost: hostLogger.error.mock.calls,
  };
}

describe('an error of the HTTP API', () => {
  it('that is unexpected is a 500 with an id, logged once under it and without its message', async () => {
    const response = await get(
      new Error('insert into incidents … Zephyr acquisition leaked'),
    );
    expect(response).toMatchObject({
      status: 500,
      error: {
        message: 'Unexpected error (id error-1); see the backend log',
        code: 'unexpectedError',
        params: { errorId: 'error-1' },
      },
      loggedByHost: [],
    });
    expect(response.logged).toEqual([
      [
        expect.stringContaining('GET /incidents/:ref'),
        { errorId: 'error-1', request: 'GET /incidents/:ref' },
      ],
    ]);
    expect(JSON.stringify(response)).not.toContain('Zephyr');
  });

  it.each([
    [
      linearError({ kind: 'unavailable', operation, retryAfterMs: 7_000 }),
      { code: 'linearUnavailable', retryAfterSeconds: 7 },
    ],
    [
      linearError({ kind: 'malformed', operation }),
      { code: 'linearMalformedResponse', retryAfterSeconds: 5 },
    ],
    [
      linearError({
        kind: 'rateLimited',
        operation,
        resetAt: NOW.getTime() + 90_000,
        bucket: 'requests',
        heldBack: false,
      }),
      {
        code: 'linearRateLimited',
        params: { bucket: 'requests', resetAt: '2026-03-10T12:01:30.000Z' },
        retryAfterSeconds: 90,
      },
    ],
    [
      linearError({ kind: 'unauthorized', operation }),
      { code: 'linearUnauthorized', retryAfterSeconds: 300 },
    ],
    [
      linearError({ kind: 'forbidden', operation }),
      { code: 'linearForbidden', retryAfterSeconds: 300 },
    ],
  ])(
    'of Linear, %p, is a 503 that says why and when to repeat',
    async (error, expected) => {
      const response = await get(error);
      expect(response).toMatchObject({
        status: 503,
        retryAfter: String(expected.retryAfterSeconds),
        error: {
          name: 'ServiceUnavailableError',
          message: expect.any(String),
          ...expected,
        },
        logged: [],
      });
    },
  );

  it.each([
    ['notFound', 409, 'ConflictError', 'linearNotFound'],
    ['conflict', 409, 'ConflictError', 'linearConflict'],
    ['teamMismatch', 400, 'InputError', 'linearTeamMismatch'],
    ['usageLimit', 400, 'InputError', 'linearUsageLimit'],
    ['invalid', 400, 'InputError', 'linearInvalidInput'],
  ] as const)(
    'that Linear rejects as %s is a %d %s with the code %s',
    async (reason, status, name, code) => {
      const response = await get(
        linearError({ kind: 'rejected', operation, reason, field: 'title' }),
      );
      expect(response).toMatchObject({
        status,
        error: { name, code, params: { operation, field: 'title' } },
        logged: [],
      });
    },
  );

  it('of our own keeps what it says beside its message', async () => {
    const aborted = Object.assign(new ConflictError('It is elsewhere'), {
      outcome: 'aborted',
      actual: 'Done',
    });
    expect(await get(aborted)).toMatchObject({
      status: 409,
      error: { name: 'ConflictError', outcome: 'aborted', actual: 'Done' },
    });
    expect(await get(new NotFoundError('There is none'))).toMatchObject({
      status: 404,
      error: { name: 'NotFoundError', message: 'There is none' },
      logged: [],
    });
  });

  it('in the encoding of the path is a 400 that does not echo it', async () => {
    const response = await get(undefined, '/incidents/%E0%A4%A');
    expect(response).toMatchObject({
      status: 400,
      error: { name: 'InputError' },
      logged: [],
    });
    expect(response.error.message).not.toContain('%E0');
  });
});
