import { MemoryRateLimitStore } from '../__testUtils__/memory';
import { linearFailure } from '../LinearError';
import { type LinearMetrics } from '../ports';
import type { ScriptedAnswer } from '../__testUtils__/startScriptedServer';
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
  recordingLogger,
  testGateway,
} from '../__testUtils__/testGateway';

describe('a request', () => {
  it('carries the bare API key, JSON and a user agent with the version', async () => {
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

  it('does not follow redirects with the credentials', async () => {
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

describe('a failed call', () => {
  it('is not retried, and does not wait, when its priority is background', async () => {
    const server = await serve(() => ({ status: 502, body: 'bad gateway' }));
    const error = await failure(
      testGateway({
        ...server,
        retry: { attempts: 3, initialDelayMs: 60_000, maxDelayMs: 60_000 },
      }).findIssue('INC-1', background),
    );
    expect(error.kind).toBe('unavailable');
    expect(server.requests).toHaveLength(1);
  });

  it('is retried when it is interactive and may pass', async () => {
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

  it('is given up after the configured attempts', async () => {
    const server = await serve(() => 'reset');
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('unavailable');
    expect(server.requests).toHaveLength(3);
  });

  it('is not retried when it cannot pass', async () => {
    const server = await serve(() =>
      failed('no', { type: 'forbidden', code: 'FORBIDDEN' }),
    );
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('forbidden');
    expect(server.requests).toHaveLength(1);
  });

  it('is not retried, and passes Retry-After on, when that is longer than a caller waits', async () => {
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

  it('is unavailable when no response comes in time', async () => {
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

  it('rejects with the reason of the signal when the caller aborts', async () => {
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

  it('sends nothing when the signal was aborted before', async () => {
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

describe('a page of a proxy', () => {
  const html = '<html><body>blocked by policy</body></html>';
  const oauth = {
    kind: 'oauth' as const,
    clientId: 'client-id',
    clientSecret: 'client-secret',
    scopes: ['read', 'write'],
  };

  /** Responds to GraphQL requests with these in order, then always with the last one. */
  async function behindProxy(...pages: ScriptedAnswer[]) {
    let next = 0;
    const server = await serve(({ path }, index) => {
      if (path === '/oauth/token') {
        return {
          body: { access_token: `token-${index}`, expires_in: 3_600 },
        };
      }
      next += 1;
      return pages[Math.min(next, pages.length) - 1] ?? found();
    });
    const sent = () =>
      server.requests.map(({ operation }) => operation ?? 'token');
    return { ...server, sent };
  }

  it.each([
    [403, { body: html }],
    [404, { body: html }],
    [407, { body: html }],
    [408, { body: html }],
    [413, { body: html }],
    [403, { body: { error: 'blocked' } }],
    [200, { body: html }],
  ])(
    'with status %d counts as an outage and renews no token',
    async (status, page) => {
      const server = await behindProxy({ status, ...page });
      const gateway = testGateway({ ...server, auth: oauth });
      const error = await failure(gateway.findIssue('INC-1', background));
      expect(error.kind).toBe('unavailable');
      expect(linearFailure(error).class).toBe('transient');
      expect(server.sent()).toEqual(['token', 'FindIssue']);
    },
  );

  const statuses = [200, 401, 403, 429, 500];
  it.each([
    ['without a body', '', statuses],
    ['broken off in the middle', '{"data":{"issue":{"id"', statuses],
    ['with errors that are no list', '{"errors":"boom"}', statuses],
    ['nothing but null', 'null', [200]],
  ])(
    'that is declared as JSON, %s, counts as an outage although the SDK loses its status',
    async (_, body, lost) => {
      for (const status of lost) {
        const server = await behindProxy({
          status,
          headers: { 'content-type': 'application/json' },
          body,
        });
        const { logger, lines } = recordingLogger();
        const gateway = testGateway({ ...server, logger, auth: oauth });
        const error = await failure(gateway.findIssue('INC-1', background));
        expect(error).toMatchObject({ kind: 'unavailable', timedOut: false });
        expect(server.sent()).toEqual(['token', 'FindIssue']);
        expect(`${lines} ${error.stack}`).not.toContain('"issue"');
      }
    },
  );

  it.each([
    ['OAuth', oauth, ['token', 'FindIssue', 'token', 'FindIssue']],
    ['an API key', undefined, ['FindIssue', 'FindIssue']],
  ])(
    'with status 401 counts as rejected credentials only when it comes twice, with %s',
    async (_, auth, sent) => {
      const page = { status: 401, body: html };
      const once = await behindProxy(page, found());
      await testGateway({ ...once, ...(auth && { auth }) }).findIssue(
        'INC-1',
        background,
      );
      expect(once.sent()).toEqual(sent);

      const always = await behindProxy(page);
      const error = await failure(
        testGateway({ ...always, ...(auth && { auth }) }).findIssue(
          'INC-1',
          background,
        ),
      );
      expect(error).toMatchObject({ kind: 'unauthorized', status: 401 });
      expect(always.sent()).toEqual(sent);
    },
  );

  it("is distinguished from Linear's own rejection of an API key, which is not retried", async () => {
    const server = await behindProxy(
      failed('No', { type: 'authentication error' }, 401),
    );
    const error = await failure(
      testGateway(server).findIssue('INC-1', background),
    );
    expect(error.kind).toBe('unauthorized');
    expect(server.sent()).toEqual(['FindIssue']);
  });
});

describe('the connection', () => {
  const forbidden = failed('no', { type: 'forbidden' });
  const invalid = failed('no', { type: 'invalid input' });

  it.each([
    ['forbade one mutation', forbidden],
    ['rejected an input', invalid],
    ['responded against its schema', { body: { data: {} } }],
  ] satisfies [string, ScriptedAnswer][])(
    'stays ok after Linear %s',
    async (_, answer) => {
      const server = await serve((__, index) => (index ? answer : found()));
      const clock = new TestClock();
      const gateway = testGateway({ ...server, clock });
      await gateway.findIssue('INC-1', background);
      const before = gateway.status();
      clock.advance(1_000);
      await failure(gateway.updateIssue('INC-1', { title: 'x' }, background));
      expect(gateway.status()).toEqual(before);
      expect(before.connection).toBe('ok');
    },
  );

  it.each([
    ['failed', { status: 500, body: '' }, 'linearUnavailable'],
    ['was cut off', 'reset', 'linearUnavailable'],
    [
      'rejected the credentials',
      { status: 401, body: '' },
      'linearUnauthorized',
    ],
    ['met a rate limit', { status: 429, body: '' }, 'linearRateLimited'],
  ] satisfies [string, ScriptedAnswer, string][])(
    'fails, with a reason, after Linear %s',
    async (_, answer, code) => {
      const server = await serve((__, index) => (index ? answer : found()));
      const gateway = testGateway(server);
      await gateway.findIssue('INC-1', background);
      await failure(gateway.updateIssue('INC-1', { title: 'x' }, background));
      expect(gateway.status()).toMatchObject({
        connection: 'failing',
        lastFailure: { reason: { code } },
      });
    },
  );

  it('is ok once Linear has forbidden something', async () => {
    const gateway = testGateway(await serve(() => forbidden));
    await failure(gateway.findIssue('INC-1', background));
    expect(gateway.status().connection).toBe('ok');
  });

  it('notifies listeners of its first success and of every recovery', async () => {
    let answer: ScriptedAnswer = { status: 500, body: '' };
    const gateway = testGateway(await serve(() => answer));
    let recoveries = 0;
    const stop = gateway.onRecovered(() => {
      recoveries += 1;
    });
    const down: ScriptedAnswer = { status: 500, body: '' };
    const seen: number[] = [];
    for (answer of [down, found(), found(), down, forbidden]) {
      await gateway.findIssue('INC-1', background).catch(() => undefined);
      seen.push(recoveries);
    }
    expect(seen).toEqual([0, 1, 1, 1, 2]);
    stop();
    for (answer of [down, found()]) {
      await gateway.findIssue('INC-1', background).catch(() => undefined);
    }
    expect(recoveries).toBe(2);
  });
});

describe('the circuit', () => {
  it('opens after repeated failures, fails calls at once, and closes after one success', async () => {
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
      expect(gateway.status().connection).toBe('failing');
      const refused = await failure(gateway.findIssue('INC-1', interactive));
      expect(refused).toMatchObject({
        circuitOpen: true,
        retryAfterMs: 10_000,
      });
      expect(server.requests).toHaveLength(3);

      now.mockReturnValue(1_010_000);
      await failure(gateway.findIssue('INC-1', interactive));
      expect(server.requests).toHaveLength(4);

      now.mockReturnValue(1_020_000);
      isDown = false;
      await gateway.findIssue('INC-1', interactive);
      expect(gateway.status().connection).toBe('ok');
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

  it('is not opened by rejections', async () => {
    const server = await serve(() => missing);
    const gateway = testGateway({
      ...server,
      circuit: { failures: 1, halfOpenAfterMs: 10_000 },
    });
    await gateway.findIssue('INC-1', interactive);
    await gateway.findIssue('INC-1', interactive);
    expect(server.requests).toHaveLength(2);
  });
});

describe('the rate limit', () => {
  const limited = {
    ...failed('slow down', { type: 'ratelimited', code: 'RATELIMITED' }, 400),
    headers: { 'retry-after': '30' },
  };

  it('hit by one replica stops all of them until the reset, and lets interactive calls go first afterwards', async () => {
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

  it('shows in the status what is left of the budget', async () => {
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
    expect(gateway.status().connection).toBe('unknown');
    await gateway.findIssue('INC-1', interactive);
    expect(gateway.status()).toMatchObject({
      connection: 'ok',
      budget: {
        requests: { limit: 5000, remaining: 4990, resetAt },
        points: { limit: 2_000_000, remaining: 1_999_000, resetAt },
      },
    });
  });

  it('shows in the status since when Linear works or fails, not when it was last called', async () => {
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
    'holds calls back exactly until the reset when our clock is %d ms off',
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
