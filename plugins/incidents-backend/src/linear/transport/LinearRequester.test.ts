import { InputError } from '@backstage/errors';
import { MemoryRateLimitStore } from '../memory';
import { type LinearMetrics } from '../ports';
import {
  failed,
  failure,
  found,
  missing,
  serve,
} from '../__testUtils__/scriptedLinear';
import {
  TestClock,
  background,
  interactive,
  testGateway,
} from '../__testUtils__/testGateway';

describe('requests', () => {
  it('carry the bare API key, JSON, the operation name and a user agent with the version', async () => {
    const server = await serve(() => found());
    await testGateway({ ...server, version: '1.2.3' }).findIssue(
      'INC-1',
      interactive,
    );
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      operation: 'FindIssue',
      variables: { id: 'INC-1' },
      headers: {
        authorization: 'lin_api_test',
        'content-type': 'application/json',
        'user-agent': 'backstage-plugin-incidents/1.2.3',
      },
    });
  });

  it.each([
    'http://linear.example/graphql',
    'ftp://localhost/graphql',
    'not a url',
  ])('are never sent to %s', async apiUrl => {
    expect(() =>
      testGateway({ apiUrl, tokenUrl: 'https://api.linear.app/oauth/token' }),
    ).toThrow(InputError);
  });

  it('do not follow redirects with the credentials', async () => {
    const target = await serve(() => found());
    const server = await serve(() => ({
      status: 307,
      headers: { location: target.apiUrl },
      body: '',
    }));
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('unavailable');
    expect(target.requests).toHaveLength(0);
  });
});

describe('failures', () => {
  it('that may pass are tried again', async () => {
    const server = await serve((_, index) =>
      index < 2 ? { status: 502, body: 'bad gateway' } : found(),
    );
    expect(
      await testGateway(server).findIssue('INC-1', interactive),
    ).toMatchObject({
      outcome: 'found',
    });
    expect(server.requests).toHaveLength(3);
  });

  it('are given up after the configured attempts', async () => {
    const server = await serve(() => 'reset');
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('unavailable');
    expect(server.requests).toHaveLength(3);
  });

  it('that will not pass are not tried again', async () => {
    const server = await serve(() =>
      failed('no', { type: 'forbidden', code: 'FORBIDDEN' }),
    );
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('forbidden');
    expect(server.requests).toHaveLength(1);
  });

  it('with a Retry-After longer than a caller waits are passed on with it', async () => {
    const server = await serve(() => ({
      status: 503,
      headers: { 'retry-after': '120' },
      body: 'busy',
    }));
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error).toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 120_000,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('to answer in time are unavailable', async () => {
    const server = await serve(() => 'hang');
    const error = await failure(
      testGateway({
        ...server,
        timeoutMs: 30,
        retry: { attempts: 1, initialDelayMs: 0, maxDelayMs: 0 },
      }).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('unavailable');
    expect(error.message).toContain('30 ms');
  });

  it('by the caller giving up are the reason the caller gave', async () => {
    const controller = new AbortController();
    const reason = new Error('the task was stopped');
    const server = await serve(() => {
      controller.abort(reason);
      return 'hang';
    });
    await expect(
      testGateway(server).findIssue('INC-1', {
        ...interactive,
        signal: controller.signal,
      }),
    ).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('before the call was made send nothing', async () => {
    const server = await serve(() => found());
    await expect(
      testGateway(server).findIssue('INC-1', {
        ...interactive,
        signal: AbortSignal.abort(new Error('stopped')),
      }),
    ).rejects.toThrow('stopped');
    expect(server.requests).toHaveLength(0);
  });
});

describe('the circuit', () => {
  it('opens after repeated failures, refuses at once, and closes by one probe', async () => {
    let isDown = true;
    const states: string[] = [];
    const metrics: LinearMetrics = {
      requestEnded: () => undefined,
      circuitChanged: state => states.push(state),
      tokenRenewed: () => undefined,
    };
    const now = jest.spyOn(Date, 'now');
    try {
      now.mockReturnValue(1_000_000);
      const server = await serve(() =>
        isDown ? { status: 500, body: '' } : found(),
      );
      const gateway = testGateway({
        ...server,
        metrics,
        retry: { attempts: 1, initialDelayMs: 0, maxDelayMs: 0 },
        circuit: { failures: 3, halfOpenAfterMs: 10_000 },
      });
      for (let call = 0; call < 3; call += 1) {
        await failure(gateway.findIssue('INC-1', interactive));
      }
      expect(gateway.status()).toMatchObject({
        circuit: 'open',
        connection: 'failing',
      });
      const refused = await failure(gateway.findIssue('INC-1', interactive));
      expect(refused).toMatchObject({
        circuitOpen: true,
        retryAfterMs: 10_000,
      });
      expect(server.requests).toHaveLength(3);

      now.mockReturnValue(1_010_000);
      await failure(gateway.findIssue('INC-1', interactive));
      expect(server.requests).toHaveLength(4);
      expect(gateway.status().circuit).toBe('open');

      now.mockReturnValue(1_020_000);
      isDown = false;
      await gateway.findIssue('INC-1', interactive);
      expect(gateway.status()).toMatchObject({
        circuit: 'closed',
        connection: 'ok',
      });
      expect(states).toEqual([
        'open',
        'halfOpen',
        'open',
        'halfOpen',
        'closed',
      ]);
    } finally {
      now.mockRestore();
    }
  });

  it('is not opened by refusals of ours', async () => {
    const server = await serve(() => missing);
    const gateway = testGateway({
      ...server,
      circuit: { failures: 1, halfOpenAfterMs: 10_000 },
    });
    await gateway.findIssue('INC-1', interactive);
    await gateway.findIssue('INC-1', interactive);
    expect(gateway.status().circuit).toBe('closed');
  });
});

describe('the rate limit', () => {
  const limited = {
    ...failed('slow down', { type: 'ratelimited', code: 'RATELIMITED' }, 400),
    headers: { 'retry-after': '30' },
  };

  it('met by one replica stops all of them until the reset, people first afterwards', async () => {
    let isLimited = true;
    const server = await serve(() => (isLimited ? limited : found()));
    const clock = new TestClock();
    const rateLimitStore = new MemoryRateLimitStore();
    const one = testGateway({ ...server, clock, rateLimitStore });
    const two = testGateway({ ...server, clock, rateLimitStore });

    expect(await failure(one.findIssue('INC-1', interactive))).toMatchObject({
      kind: 'rateLimited',
      heldBack: false,
      resetAt: clock.now() + 30_000,
    });
    isLimited = false;
    for (const gateway of [one, two]) {
      expect(
        await failure(gateway.findIssue('INC-1', interactive)),
      ).toMatchObject({
        kind: 'rateLimited',
        heldBack: true,
      });
    }
    expect(server.requests).toHaveLength(1);

    clock.advance(30_000);
    await two.findIssue('INC-1', interactive);
    expect(await failure(two.findIssue('INC-1', background))).toMatchObject({
      heldBack: true,
    });
    clock.advance(10_000);
    await two.findIssue('INC-1', background);
    expect(server.requests).toHaveLength(3);
  });

  it('shows in the status what is left', async () => {
    const clock = new TestClock();
    const resetAt = clock.now() + 3_600_000;
    const server = await serve(() => ({
      ...found(),
      headers: {
        'x-complexity': '9',
        'x-ratelimit-requests-limit': '5000',
        'x-ratelimit-requests-remaining': '4990',
        'x-ratelimit-requests-reset': String(resetAt),
        'x-ratelimit-complexity-limit': '2000000',
        'x-ratelimit-complexity-remaining': '1999000',
        'x-ratelimit-complexity-reset': String(resetAt),
      },
    }));
    const gateway = testGateway({ ...server, clock });
    expect(gateway.status()).toMatchObject({
      connection: 'unknown',
      circuit: 'closed',
      budget: { endpoints: [] },
    });
    await gateway.findIssue('INC-1', interactive);
    expect(gateway.status()).toMatchObject({
      connection: 'ok',
      lastSuccessAt: clock.now(),
      budget: {
        requests: { limit: 5000, remaining: 4990, resetAt },
        points: { limit: 2_000_000, remaining: 1_999_000, resetAt },
      },
    });
  });

  it('tells since when Linear works or fails, not when it was asked last', async () => {
    const clock = new TestClock();
    let status = 200;
    const server = await serve(() =>
      status === 200 ? found() : { status, body: '' },
    );
    const gateway = testGateway({
      ...server,
      clock,
      circuit: { failures: 100, halfOpenAfterMs: 10_000 },
    });
    const ask = async (answer: number) => {
      status = answer;
      clock.advance(60_000);
      await gateway.findIssue('INC-1', interactive).catch(() => undefined);
    };
    expect(gateway.status().since).toBeUndefined();
    for (const [answer, connection] of [
      [200, 'ok'],
      [503, 'failing'],
      [401, 'failing'],
      [503, 'failing'],
      [200, 'ok'],
    ] as const) {
      await ask(answer);
      const since = clock.now();
      expect(gateway.status()).toMatchObject({ connection, since });
      await ask(answer);
      expect(gateway.status()).toMatchObject({ connection, since });
    }
  });

  it.each([-3_600_000, 0, 3_600_000])(
    'waits until the reset, no longer and no shorter, though our clock is %d ms off',
    async off => {
      const clock = new TestClock();
      const linearNow = () => clock.now() - off;
      const server = await serve(() => ({
        ...failed('Rate limit exceeded', { code: 'RATELIMITED' }, 400),
        headers: {
          date: new Date(linearNow()).toUTCString(),
          'x-ratelimit-requests-limit': '5000',
          'x-ratelimit-requests-remaining': '0',
          'x-ratelimit-requests-reset': String(linearNow() + 600_000),
        },
      }));
      const gateway = testGateway({ ...server, clock });
      expect(
        await failure(gateway.findIssue('INC-1', interactive)),
      ).toMatchObject({
        kind: 'rateLimited',
        resetAt: clock.now() + 600_000,
      });
      clock.advance(599_000);
      await failure(gateway.findIssue('INC-1', interactive));
      expect(server.requests).toHaveLength(1);
      clock.advance(1_000);
      await failure(gateway.findIssue('INC-1', interactive));
      expect(server.requests).toHaveLength(2);
    },
  );
});
