import { InputError } from '@backstage/errors';
import {
  type AnyLinearError,
  LinearMalformedError,
  LinearUnavailableError,
  isLinearError,
} from './LinearError';
import type { LinearGateway } from './LinearGateway';
import { MemoryRateLimitStore, MemoryTokenStore } from './memory';
import type { LinearMetrics } from './ports';
import {
  type ScriptedAnswer,
  type ScriptedRequest,
  startScriptedServer,
} from './testing/startScriptedServer';
import {
  TestClock,
  background,
  person,
  recordingLogger,
  testGateway,
} from './testing/testGateway';
import { wireIssue } from './testing/wireIssue';

const ISSUE_ID = '6f1c1f7e-8f0e-4c58-9d4b-2f1f6a3f8a01';

type Server = Awaited<ReturnType<typeof startScriptedServer>>;
const servers: Server[] = [];

async function serve(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
) {
  const server = await startScriptedServer(answer);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.close();
  }
});

const found = (overrides = {}) => ({
  body: { data: { issue: wireIssue(overrides) } },
});
const failed = (
  message: string,
  extensions: Record<string, unknown> = {},
  status = 200,
) => ({ status, body: { data: null, errors: [{ message, extensions }] } });
const missing = failed('Entity not found: Issue', {
  type: 'invalid input',
  code: 'INPUT_ERROR',
});

async function failure(work: Promise<unknown>): Promise<AnyLinearError> {
  const error: unknown = await work.then(
    () => undefined,
    reason => reason,
  );
  if (!isLinearError(error)) {
    throw new Error(`expected an error of the family, got ${String(error)}`);
  }
  return error;
}

describe('requests', () => {
  it('carry the bare API key, JSON, the operation name and a user agent with the version', async () => {
    const server = await serve(() => found());
    await testGateway({ ...server, version: '1.2.3' }).findIssue(
      'INC-1',
      person,
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
    const error = await failure(testGateway(server).findIssue('INC-1', person));
    expect(error.kind).toBe('unavailable');
    expect(target.requests).toHaveLength(0);
  });
});

describe('answers', () => {
  it('become issues without nulls', async () => {
    const server = await serve(() =>
      found({
        priority: 1,
        dueDate: '2026-04-01',
        trashed: true,
        assignee: {
          id: 'user-1',
          name: 'Ada',
          email: 'ada@example.com',
          avatarUrl: null,
          active: true,
          app: false,
        },
        parent: { id: 'parent-1' },
      }),
    );
    const result = await testGateway(server).findIssue('INC-1', person);
    expect(result).toMatchObject({
      outcome: 'found',
      value: {
        priority: 1,
        dueDate: '2026-04-01',
        trashed: true,
        parentId: 'parent-1',
        assignee: { name: 'Ada', avatarUrl: undefined },
        team: { autoCloseParentIssues: false },
      },
    });
    expect(JSON.stringify(result)).not.toContain('null');
  });

  it('treat a team visibility they do not know as private', async () => {
    const server = await serve(() =>
      found({ team: { ...wireIssue().team, visibility: 'secret' } }),
    );
    expect(await testGateway(server).findIssue('INC-1', person)).toMatchObject({
      value: { team: { visibility: 'private' } },
    });
  });

  it('say absent only where Linear says so', async () => {
    const server = await serve(() => missing);
    expect(await testGateway(server).findIssue('INC-1', person)).toEqual({
      outcome: 'absent',
    });
  });

  it('that lack a promised field are malformed', async () => {
    const { state, ...rest } = wireIssue();
    expect(state).toBeDefined();
    const server = await serve(() => ({ body: { data: { issue: rest } } }));
    const error = await failure(testGateway(server).findIssue('INC-1', person));
    expect(error).toBeInstanceOf(LinearMalformedError);
    expect(error.message).toContain('issue.state');
  });

  it.each([
    [{ hasNextPage: true, endCursor: null }],
    [{ hasNextPage: true, endCursor: '' }],
    [{ hasNextPage: true }],
  ])('with more pages but no cursor (%j) are malformed', async pageInfo => {
    const page = { nodes: [], pageInfo };
    const last = {
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    };
    const server = await serve(() => ({
      body: {
        data: {
          issue: {
            ...wireIssue(),
            children: page,
            relations: last,
            inverseRelations: last,
          },
        },
      },
    }));
    const error = await failure(
      testGateway(server).readIssueTree(ISSUE_ID, person),
    );
    expect(error.kind).toBe('malformed');
  });

  it('with a cursor that does not advance are malformed, not read for ever', async () => {
    const stuck = {
      nodes: [],
      pageInfo: { hasNextPage: true, endCursor: 'same' },
    };
    const server = await serve(() => ({
      body: { data: { issues: stuck } },
    }));
    const gateway = testGateway(server);
    const error = await failure(
      gateway.changesSince({ since: '2026-01-01', after: 'same' }, background),
    );
    expect(error.kind).toBe('malformed');
  });

  it('with more rows than asked for are malformed', async () => {
    const server = await serve(() => ({
      body: {
        data: {
          issues: {
            nodes: [wireIssue()],
            pageInfo: { hasNextPage: true, endCursor: 'x' },
          },
        },
      },
    }));
    const error = await failure(
      testGateway(server).findIssues([ISSUE_ID], person),
    );
    expect(error.kind).toBe('malformed');
  });
});

describe('failures', () => {
  it('that may pass are tried again', async () => {
    const server = await serve((_, index) =>
      index < 2 ? { status: 502, body: 'bad gateway' } : found(),
    );
    expect(await testGateway(server).findIssue('INC-1', person)).toMatchObject({
      outcome: 'found',
    });
    expect(server.requests).toHaveLength(3);
  });

  it('are given up after the configured attempts', async () => {
    const server = await serve(() => 'reset');
    const error = await failure(testGateway(server).findIssue('INC-1', person));
    expect(error.kind).toBe('unavailable');
    expect(server.requests).toHaveLength(3);
  });

  it('that will not pass are not tried again', async () => {
    const server = await serve(() =>
      failed('no', { type: 'forbidden', code: 'FORBIDDEN' }),
    );
    const error = await failure(testGateway(server).findIssue('INC-1', person));
    expect(error.kind).toBe('forbidden');
    expect(server.requests).toHaveLength(1);
  });

  it('with a Retry-After longer than a caller waits are passed on with it', async () => {
    const server = await serve(() => ({
      status: 503,
      headers: { 'retry-after': '120' },
      body: 'busy',
    }));
    const error = await failure(testGateway(server).findIssue('INC-1', person));
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
      }).findIssue('INC-1', person),
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
        ...person,
        signal: controller.signal,
      }),
    ).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('before the call was made send nothing', async () => {
    const server = await serve(() => found());
    await expect(
      testGateway(server).findIssue('INC-1', {
        ...person,
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
        await failure(gateway.findIssue('INC-1', person));
      }
      expect(gateway.status()).toMatchObject({
        circuit: 'open',
        connection: 'failing',
      });
      const refused = await failure(gateway.findIssue('INC-1', person));
      expect(refused).toMatchObject({
        circuitOpen: true,
        retryAfterMs: 10_000,
      });
      expect(server.requests).toHaveLength(3);

      now.mockReturnValue(1_010_000);
      await failure(gateway.findIssue('INC-1', person));
      expect(server.requests).toHaveLength(4);
      expect(gateway.status().circuit).toBe('open');

      now.mockReturnValue(1_020_000);
      isDown = false;
      await gateway.findIssue('INC-1', person);
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
    await gateway.findIssue('INC-1', person);
    await gateway.findIssue('INC-1', person);
    expect(gateway.status().circuit).toBe('closed');
  });
});

describe('createIssue', () => {
  const input = { id: ISSUE_ID, teamId: 'team-inc', title: 'Checkout is slow' };
  const created = {
    body: { data: { issueCreate: { success: true, issue: wireIssue() } } },
  };
  const conflict = failed('conflict on insert of Issue', {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    userPresentableMessage: `Entity Issue with id ${ISSUE_ID} already exists.`,
  });

  it('says created', async () => {
    const server = await serve(() => created);
    expect(await testGateway(server).createIssue(input, person)).toMatchObject({
      outcome: 'created',
      issue: { id: ISSUE_ID },
    });
  });

  it('settles a conflict by reading the id', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? conflict : found(),
    );
    expect(await testGateway(server).createIssue(input, person)).toMatchObject({
      outcome: 'existed',
      issue: { id: ISSUE_ID },
    });
  });

  it.each<[string, ScriptedAnswer]>([
    ['a dropped connection', 'reset'],
    ['a proxy error', { status: 504, body: 'time-out' }],
    ['HTML', { body: '<html></html>' }],
    [
      'an answer without the issue',
      {
        body: { data: { issueCreate: { success: true, issue: null } } },
      },
    ],
  ])('settles %s by reading the id', async (_, answer) => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? answer : found(),
    );
    expect(await testGateway(server).createIssue(input, person)).toMatchObject({
      outcome: 'existed',
    });
  });

  it('stays a failure where the read finds nothing', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? 'reset' : missing,
    );
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'unavailable', operation: 'CreateIssue' });
  });

  it('stays a failure where the read fails too', async () => {
    const server = await serve(() => 'reset');
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'unavailable', operation: 'CreateIssue' });
  });

  it('does not read after a refusal', async () => {
    const server = await serve(() =>
      failed('title too long', { type: 'invalid input' }),
    );
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'rejected', reason: 'invalid' });
    expect(server.requests).toHaveLength(1);
  });

  it('does not take another issue for its own', async () => {
    const server = await serve(() => ({
      body: {
        data: {
          issueCreate: { success: true, issue: wireIssue({ id: 'other' }) },
        },
      },
    }));
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'rejected', reason: 'notApplied' });
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

    expect(await failure(one.findIssue('INC-1', person))).toMatchObject({
      kind: 'rateLimited',
      heldBack: false,
      resetAt: clock.now() + 30_000,
    });
    isLimited = false;
    for (const gateway of [one, two]) {
      expect(await failure(gateway.findIssue('INC-1', person))).toMatchObject({
        kind: 'rateLimited',
        heldBack: true,
      });
    }
    expect(server.requests).toHaveLength(1);

    clock.advance(30_000);
    await two.findIssue('INC-1', person);
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
    await gateway.findIssue('INC-1', person);
    expect(gateway.status()).toMatchObject({
      connection: 'ok',
      lastSuccessAt: clock.now(),
      budget: {
        requests: { limit: 5000, remaining: 4990, resetAt },
        points: { limit: 2_000_000, remaining: 1_999_000, resetAt },
      },
    });
  });
});

describe('OAuth', () => {
  const DAY = 86_400_000;
  const auth = {
    kind: 'oauth' as const,
    clientId: 'client-id',
    clientSecret: 'client-secret',
    scopes: ['read', 'write'],
  };

  /** Issues token-1, token-2, … and accepts the newest only, or all. */
  async function linear(options: { mode: 'one' | 'many' }) {
    const issued: string[] = [];
    const refused = new Set<string>();
    const server = await serve(({ path, headers }) => {
      if (path === '/oauth/token') {
        if (options.mode === 'one') {
          issued.forEach(token => refused.add(token));
        }
        const token = `token-${issued.length + 1}`;
        issued.push(token);
        return {
          body: {
            access_token: token,
            token_type: 'Bearer',
            expires_in: (30 * DAY) / 1000,
            scope: 'read write',
          },
        };
      }
      const token = String(headers.authorization).replace('Bearer ', '');
      return issued.includes(token) && !refused.has(token)
        ? found()
        : failed(
            'Authentication required',
            { type: 'authentication error' },
            401,
          );
    });
    return { server, issued, refused };
  }

  it('asks for a token once, form-encoded, for any number of concurrent calls', async () => {
    const { server, issued } = await linear({ mode: 'many' });
    const gateway = testGateway({ ...server, auth });
    await Promise.all([
      gateway.findIssue('INC-1', person),
      gateway.findIssue('INC-2', person),
      gateway.findIssue('INC-3', background),
    ]);
    expect(issued).toEqual(['token-1']);
    const [request] = server.requests;
    expect(request?.headers['content-type']).toBe(
      'application/x-www-form-urlencoded',
    );
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-id',
      client_secret: 'client-secret',
      scope: 'read,write',
    });
  });

  it.each(['one', 'many'] as const)(
    'shares one token among replicas, where Linear allows %s',
    async mode => {
      const { server, issued } = await linear({ mode });
      const tokenStore = new MemoryTokenStore();
      const clock = new TestClock();
      const replicas = [1, 2, 3].map(() =>
        testGateway({ ...server, auth, tokenStore, clock }),
      );
      await Promise.all(
        replicas.map(replica => replica.findIssue('INC-1', person)),
      );
      expect(issued).toEqual(['token-1']);
      const stored = await tokenStore.read();
      expect(stored?.expiresAt).toBeGreaterThan(clock.now() + 29 * DAY);
      expect(JSON.stringify(stored)).not.toContain('token-1');
    },
  );

  it('renews a refused token once for all replicas and repeats the call', async () => {
    const { server, issued, refused } = await linear({ mode: 'many' });
    const tokenStore = new MemoryTokenStore();
    const clock = new TestClock();
    const one = testGateway({ ...server, auth, tokenStore, clock });
    const two = testGateway({ ...server, auth, tokenStore, clock });
    await one.findIssue('INC-1', person);
    await two.findIssue('INC-1', person);
    refused.add('token-1');
    await Promise.all([
      one.findIssue('INC-1', person),
      two.findIssue('INC-1', person),
      one.findIssue('INC-2', person),
    ]);
    expect(issued).toEqual(['token-1', 'token-2']);
  });

  it('fails after one renewal that did not help, and pauses before the next', async () => {
    let tokens = 0;
    const server = await serve(({ path }) => {
      if (path === '/oauth/token') {
        tokens += 1;
        return {
          body: { access_token: `t${tokens}`, expires_in: 1000, scope: 'read' },
        };
      }
      return { status: 401, body: '' };
    });
    const clock = new TestClock();
    const gateway = testGateway({ ...server, auth, clock });
    const call = () => failure(gateway.findIssue('INC-1', person));
    expect((await call()).kind).toBe('unauthorized');
    expect(tokens).toBe(2);
    expect((await call()).kind).toBe('unauthorized');
    expect(tokens).toBe(2);
    expect(gateway.status()).toMatchObject({
      connection: 'failing',
      lastFailure: { kind: 'unauthorized', operation: 'FindIssue' },
    });
    clock.advance(60_000);
    await call();
    expect(tokens).toBe(3);
  });

  it('renews a day early, and works on where that fails', async () => {
    let isIssuing = true;
    let tokens = 0;
    const server = await serve(({ path }) => {
      if (path !== '/oauth/token') {
        return found();
      }
      if (!isIssuing) {
        return { status: 500, body: '' };
      }
      tokens += 1;
      return {
        body: {
          access_token: `t${tokens}`,
          expires_in: (30 * DAY) / 1000,
          scope: ['read', 'write'],
        },
      };
    });
    const clock = new TestClock();
    const { logger, lines } = recordingLogger();
    const gateway = testGateway({ ...server, auth, clock, logger });
    const call = () => gateway.findIssue('INC-1', person);
    await call();
    clock.advance(28.9 * DAY);
    await call();
    expect(tokens).toBe(1);

    isIssuing = false;
    clock.advance(0.2 * DAY);
    await call();
    const tried = server.requests.length;
    await call();
    expect(server.requests).toHaveLength(tried + 1);
    expect(lines.join()).toContain('could not be renewed early');

    isIssuing = true;
    clock.advance(60_000);
    await call();
    expect(tokens).toBe(2);
    expect(gateway.status().token?.expiresAt).toBeGreaterThan(
      clock.now() + 29 * DAY,
    );
  });

  it('takes a stored token over after a restart, but not after the secret was rotated', async () => {
    const { server, issued } = await linear({ mode: 'many' });
    const tokenStore = new MemoryTokenStore();
    const clock = new TestClock();
    const start = (clientSecret: string) =>
      testGateway({
        ...server,
        auth: { ...auth, clientSecret },
        tokenStore,
        clock,
      });
    await start('client-secret').findIssue('INC-1', person);
    await start('client-secret').findIssue('INC-1', person);
    expect(issued).toHaveLength(1);
    await start('rotated').findIssue('INC-1', person);
    expect(issued).toHaveLength(2);
  });

  it('takes the token another replica wrote just before the lease became free', async () => {
    const { server, issued } = await linear({ mode: 'one' });
    const shared = new MemoryTokenStore();
    const first = testGateway({ ...server, auth, tokenStore: shared });
    const second = testGateway({
      ...server,
      auth,
      tokenStore: {
        read: () => shared.read(),
        write: token => shared.write(token),
        acquireLease: async () => {
          await first.findIssue('INC-1', person);
          return shared.acquireLease();
        },
      },
    });
    await second.findIssue('INC-1', person);
    expect(issued).toEqual(['token-1']);
  });

  it('waits for the replica that renews, and gives up when that takes too long', async () => {
    const { server, issued } = await linear({ mode: 'many' });
    const tokenStore = new MemoryTokenStore();
    const clock = new TestClock({ sleepAdvances: true });
    await tokenStore.acquireLease();
    const error = await failure(
      testGateway({ ...server, auth, tokenStore, clock }).findIssue(
        'INC-1',
        person,
      ),
    );
    expect(error).toMatchObject({ kind: 'unavailable', operation: 'token' });
    expect(issued).toHaveLength(0);
  });

  it.each<[string, ScriptedAnswer, string]>([
    [
      'a wrong client',
      { status: 401, body: { error: 'invalid_client' } },
      'unauthorized',
    ],
    [
      'an app without client credentials',
      { status: 400, body: { error: 'unauthorized_client' } },
      'unauthorized',
    ],
    ['a proxy error', { status: 404, body: '<html></html>' }, 'unavailable'],
    ['too many requests', { status: 429, body: '' }, 'rateLimited'],
    ['something else than a token', { body: { hello: 1 } }, 'malformed'],
    ['HTML on 200', { body: '<html></html>' }, 'malformed'],
  ])('tells %s apart', async (_, answer, kind) => {
    const server = await serve(() => answer);
    const error = await failure(
      testGateway({ ...server, auth }).findIssue('INC-1', person),
    );
    expect(error.kind).toBe(kind);
  });
});

describe('redaction', () => {
  const SECRET = 'Acquisition-of-Umbrella-leaked';
  const EMAIL = 'jo.secret@example.com';
  const TOKEN = 'lin_api_TOPSECRET';

  const echo = (request: ScriptedRequest) =>
    `${SECRET} ${EMAIL} ${TOKEN} ${request.body} ${request.headers.authorization}`;
  const answers: [string, (request: ScriptedRequest) => ScriptedAnswer][] = [
    ['reset', () => 'reset'],
    ['hang', () => 'hang'],
    ['html', request => ({ body: echo(request) })],
    ['broken json', request => ({ body: `{"data": ${echo(request)}` })],
    ['500', request => ({ status: 500, body: echo(request) })],
    ['404', request => ({ status: 404, body: echo(request) })],
    ['401', request => ({ status: 401, body: echo(request) })],
    ['429', request => ({ status: 429, body: echo(request) })],
    [
      'wrong shape',
      request => ({
        body: {
          data: {
            issue: { title: [echo(request)], [SECRET]: 1 },
            issueCreate: { [SECRET]: echo(request) },
            issueUpdate: { success: SECRET },
            users: { nodes: [{ email: [EMAIL] }] },
          },
        },
      }),
    ],
    ...[
      'invalid input',
      'forbidden',
      'ratelimited',
      'authentication error',
      'internal error',
      'usage limit exceeded',
      SECRET,
    ].map((type): [string, (request: ScriptedRequest) => ScriptedAnswer] => [
      `error of type ${type}`,
      request => ({
        body: {
          data: null,
          errors: [
            {
              message: echo(request),
              path: [SECRET],
              extensions: {
                type,
                code: SECRET,
                userPresentableMessage: `title must not be ${SECRET} too complex`,
              },
            },
          ],
        },
      }),
    ]),
  ];

  const calls: [string, (gateway: LinearGateway) => Promise<unknown>][] = [
    [
      'createIssue',
      gateway =>
        gateway.createIssue(
          { id: ISSUE_ID, teamId: 't', title: SECRET, description: SECRET },
          person,
        ),
    ],
    [
      'updateIssue',
      gateway => gateway.updateIssue(ISSUE_ID, { title: SECRET }, background),
    ],
    [
      'createComment',
      gateway =>
        gateway.createComment(
          { id: ISSUE_ID, issueId: ISSUE_ID, body: SECRET },
          person,
        ),
    ],
    [
      'upsertAttachment',
      gateway =>
        gateway.upsertAttachment(
          { issueId: ISSUE_ID, url: `https://x/${SECRET}`, title: SECRET },
          person,
        ),
    ],
    ['usersByEmail', gateway => gateway.usersByEmail([EMAIL], person)],
    ['findIssue', gateway => gateway.findIssue(SECRET, person)],
  ];

  const apiKey = { kind: 'apiKey' as const, apiKey: TOKEN };
  const oauth = {
    kind: 'oauth' as const,
    clientId: 'client',
    clientSecret: TOKEN,
    scopes: ['read'],
  };

  it.each(
    answers.flatMap(([answerName, answer]) =>
      calls.map(
        ([callName, call]) => [answerName, callName, answer, call] as const,
      ),
    ),
  )('holds for %s on %s', async (_answer, _call, answer, call) => {
    for (const auth of [apiKey, oauth]) {
      const server = await serve(answer);
      const { logger, lines } = recordingLogger();
      const observed: unknown[] = [];
      const gateway = testGateway({
        ...server,
        auth,
        logger,
        timeoutMs: 40,
        retry: { attempts: 2, initialDelayMs: 0, maxDelayMs: 0 },
        circuit: { failures: 2, halfOpenAfterMs: 1_000 },
        metrics: {
          requestEnded: request => observed.push(request),
          circuitChanged: state => observed.push(state),
          tokenRenewed: () => observed.push('renewed'),
        },
      });
      const error = await failure(call(gateway));
      const everything = [
        lines.join('\n'),
        everythingOf(error),
        JSON.stringify(observed),
        JSON.stringify(gateway.status()),
      ].join('\n');
      expect(everything).not.toContain(SECRET);
      expect(everything).not.toContain(EMAIL);
      expect(everything).not.toContain(TOKEN);
    }
  });

  it('would notice a leak', () => {
    const leaking = new LinearUnavailableError(`failed on ${SECRET}`, {
      operation: 'FindIssue',
    });
    expect(everythingOf(leaking)).toContain(SECRET);
  });

  function everythingOf(error: Error): string {
    const own = Object.getOwnPropertyNames(error).map(name =>
      String(Reflect.get(error, name)),
    );
    return [...own, String(error), JSON.stringify(error)].join('\n');
  }
});
