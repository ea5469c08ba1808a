import { MemoryTokenStore } from '../__testUtils__/memory';
import { failed, failure, found, serve } from '../__testUtils__/scriptedLinear';
import { type ScriptedAnswer } from '../__testUtils__/startScriptedServer';
import { requestToken } from './OAuthCredentials';
import {
  TestClock,
  background,
  interactive,
  recordingLogger,
  testGateway,
} from '../__testUtils__/testGateway';

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
      gateway.findIssue('INC-1', interactive),
      gateway.findIssue('INC-2', interactive),
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
        replicas.map(replica => replica.findIssue('INC-1', interactive)),
      );
      expect(issued).toEqual(['token-1']);
      const stored = await tokenStore.read();
      expect(stored).toMatch(/^v1\./);
      expect(stored).not.toContain('token-1');
    },
  );

  it('renews a rejected token once for all replicas and repeats the call', async () => {
    const { server, issued, refused } = await linear({ mode: 'many' });
    const tokenStore = new MemoryTokenStore();
    const clock = new TestClock();
    const one = testGateway({ ...server, auth, tokenStore, clock });
    const two = testGateway({ ...server, auth, tokenStore, clock });
    await one.findIssue('INC-1', interactive);
    await two.findIssue('INC-1', interactive);
    refused.add('token-1');
    await Promise.all([
      one.findIssue('INC-1', interactive),
      two.findIssue('INC-1', interactive),
      one.findIssue('INC-2', interactive),
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
    const call = () => failure(gateway.findIssue('INC-1', interactive));
    expect((await call()).kind).toBe('unauthorized');
    expect(tokens).toBe(2);
    expect((await call()).kind).toBe('unauthorized');
    expect(tokens).toBe(2);
    expect(gateway.status()).toMatchObject({
      connection: 'failing',
      lastFailure: { kind: 'unauthorized' },
    });
    clock.advance(60_000);
    await call();
    expect(tokens).toBe(3);
  });

  it('renews a token a day before it ends, and keeps using it if that fails', async () => {
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
    const call = () => gateway.findIssue('INC-1', interactive);
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
    clock.advance(28.9 * DAY);
    await call();
    expect(tokens).toBe(2);
  });

  it('uses the stored token after a restart, but not after the secret was rotated', async () => {
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
    await start('client-secret').findIssue('INC-1', interactive);
    await start('client-secret').findIssue('INC-1', interactive);
    expect(issued).toHaveLength(1);
    await start('rotated').findIssue('INC-1', interactive);
    expect(issued).toHaveLength(2);
  });

  it('uses the token that another replica wrote just before the lease became free', async () => {
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
          await first.findIssue('INC-1', interactive);
          return shared.acquireLease();
        },
      },
    });
    await second.findIssue('INC-1', interactive);
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
        interactive,
      ),
    );
    expect(error).toMatchObject({ kind: 'unavailable', operation: 'token' });
    expect(issued).toHaveLength(0);
  });

  it.each<[string, object, number, string[]]>([
    ['nothing but the token', {}, DAY, ['read', 'write']],
    [
      'a lifetime as text and scopes in one word',
      { token_type: 'bearer', expires_in: '3600', scope: 'read' },
      3_600_000,
      ['read'],
    ],
    [
      'nulls',
      { token_type: 'Bearer', expires_in: null, scope: null },
      DAY,
      ['read', 'write'],
    ],
  ])('accepts a token response with %s', async (_, rest, lifetime, scopes) => {
    const { tokenUrl } = await serve(() => ({
      body: { access_token: 't', ...rest },
    }));
    const issued = await requestToken(
      { clock: new TestClock(), timeoutMs: 1_000, version: '0.0.0' },
      { ...auth, tokenUrl },
    );
    expect(issued.expiresAt - issued.issuedAt).toBe(lifetime);
    expect(issued.scopes).toEqual(scopes);
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
    ['a page too large', { status: 413, body: '<html></html>' }, 'unavailable'],
    ['too many requests', { status: 429, body: '' }, 'rateLimited'],
    ['something else than a token', { body: { hello: 1 } }, 'malformed'],
    ['HTML on 200', { body: '<html></html>' }, 'malformed'],
  ])('classifies %s of the token endpoint', async (_, answer, kind) => {
    const server = await serve(() => answer);
    const error = await failure(
      testGateway({ ...server, auth }).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe(kind);
  });
});
