import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LeakyBucket } from './limits/LeakyBucket';
import { demoAuth } from './startSimulator';
import { Simulation, TestClock } from './testing/simulation';

const viewer = '{ viewer { id app } }';

describe('authentication', () => {
  let linear: Simulation;

  beforeEach(async () => {
    linear = await Simulation.start();
  });

  afterEach(() => linear.close());

  it('accepts an API key without a prefix', async () => {
    expect(await linear.data(viewer)).toMatchObject({ viewer: { app: true } });
  });

  it.each([
    ['', 401],
    ['nonsense', 401],
    ['Bearer nonsense', 401],
    ['Bearer lin_api_demo', 400],
  ])('answers the credentials "%s" with %d', async (authorization, status) => {
    const answer = await linear.ask(viewer, {}, { authorization });
    expect(answer.status).toBe(status);
    expect(answer.errors?.[0].extensions?.type).toBe('authentication error');
  });

  it('responds to GET with 405, and to invalid JSON with 400', async () => {
    const get = await fetch(linear.simulator.apiUrl);
    expect(get.status).toBe(405);
    expect((await linear.post('{')).status).toBe(400);
    const form = await linear.post('query=1', { 'content-type': 'text/plain' });
    expect(form.status).toBe(400);
  });

  it.each([
    ['{ viewer { nope } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ issues(nope: 1) { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ viewer ', 'GRAPHQL_PARSE_FAILED'],
  ])('refuses %s with 400', async (query, code) => {
    const answer = await linear.ask(query);
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0].extensions).toMatchObject({
      code,
      type: 'graphql error',
    });
  });
});

describe('OAuth client credentials', () => {
  const form = {
    grant_type: 'client_credentials',
    scope: 'read,write',
    client_id: 'demo-client',
    client_secret: 'demo-secret',
  };
  const clock = new TestClock('2026-03-01T10:00:00Z');
  let linear: Simulation;

  const start = async (tokenMode: 'single' | 'parallel') => {
    linear = await Simulation.start({
      now: clock.now,
      auth: {
        apiKeys: [],
        oauthClients: [{ ...demoAuth.oauthClients[0], tokenMode }],
      },
    });
  };

  afterEach(() => linear.close());

  const token = async (fields: Record<string, string>, headers = {}) => {
    const response = await fetch(linear.simulator.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers,
    });
    return { status: response.status, body: await response.json() };
  };

  const works = async (accessToken: string) => {
    const authorization = `Bearer ${accessToken}`;
    return (await linear.ask(viewer, {}, { authorization })).status === 200;
  };

  it('issues a token for form fields or Basic, for 30 days', async () => {
    await start('parallel');
    const { status, body } = await token(form);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 2_591_999,
      scope: 'read write',
    });
    expect(await works(body.access_token)).toBe(true);
    const basic = Buffer.from('demo-client:demo-secret').toString('base64');
    const second = await token(
      { grant_type: form.grant_type, scope: form.scope },
      { authorization: `Basic ${basic}` },
    );
    expect(second.status).toBe(200);
    clock.advance(31 * 24 * 3_600_000);
    expect(await works(body.access_token)).toBe(false);
  });

  it('requires form encoding, the grant type, a scope and the secret', async () => {
    await start('parallel');
    const json = await fetch(linear.simulator.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form),
    });
    expect(json.status).toBe(400);
    expect((await token({ ...form, scope: '' })).body.error).toBe(
      'invalid_scope',
    );
    expect((await token({ ...form, scope: 'read,admin' })).status).toBe(400);
    expect((await token({ ...form, grant_type: 'password' })).status).toBe(400);
    expect((await token({ ...form, client_secret: 'x' })).status).toBe(401);
  });

  it('revokes the old token when only one is allowed', async () => {
    await start('single');
    const first = (await token(form)).body.access_token;
    const second = (await token(form)).body.access_token;
    expect(await works(first)).toBe(false);
    expect(await works(second)).toBe(true);
  });

  it('keeps parallel tokens of the same scopes, and revokes all for other scopes', async () => {
    await start('parallel');
    const first = (await token(form)).body.access_token;
    const second = (await token({ ...form, scope: 'write read' })).body
      .access_token;
    expect(await works(first)).toBe(true);
    const narrow = (await token({ ...form, scope: 'read' })).body.access_token;
    expect(await works(first)).toBe(false);
    expect(await works(second)).toBe(false);
    const mutation = await linear.ask(
      'mutation { issueDelete(id: "INC-1") { success } }',
      {},
      { authorization: `Bearer ${narrow}` },
    );
    expect(mutation.errors?.[0].extensions?.type).toBe('forbidden');
  });
});

describe('complexity', () => {
  let linear: Simulation;

  beforeAll(async () => {
    linear = await Simulation.start();
  });

  afterAll(() => linear.close());

  const points = async (query: string, variables = {}) =>
    (await linear.ask(query, variables)).headers.get('x-complexity');

  it.each([
    ['{ viewer { id name } }', '2'],
    ['{ issues(first: 250) { nodes { id } } }', '275'],
    ['{ issues { nodes { id } } }', '55'],
    [
      '{ issues(first: 10) { pageInfo { hasNextPage endCursor } nodes { id } } }',
      '23',
    ],
    [
      '{ issues(first: 2) { nodes { id team { key } labels(first: 3) { nodes { id } } } } }',
      '11',
    ],
    ['{ ...Q } fragment Q on Query { viewer { ... on User { id } } }', '2'],
  ])('prices %s at %s points', async (query, expected) => {
    expect(await points(query)).toBe(expected);
  });

  it.each([
    [
      '{ teams { nodes { projects(first: 250) { nodes { id name slugId } } } } }',
      16300,
    ],
    [
      '{ team(id: "INC") { issues(first: 100) { pageInfo { hasNextPage endCursor } nodes { identifier relations { nodes { type relatedIssue { identifier } } } } } } }',
      11231,
    ],
  ])(
    'refuses %s for its %d points, as Linear was seen to',
    async (query, n) => {
      const answer = await linear.ask(query);
      expect(answer.status).toBe(400);
      expect(answer.errors?.[0].extensions?.userPresentableMessage).toContain(
        `Complexity: ${n}.`,
      );
    },
  );

  it('prices a page size in a variable by its value', async () => {
    const query = 'query Q($n: Int) { issues(first: $n) { nodes { id } } }';
    expect(await points(query, { n: 10 })).toBe('11');
    expect(await points(query)).toBe('275');
  });

  it('rejects more than 10,000 points before execution', async () => {
    const answer = await linear.ask(
      '{ issues(first: 100) { nodes { relations { pageInfo { hasNextPage endCursor } nodes { id type } } } } teams { nodes { issues(first: 250) { nodes { id title } } } } }',
    );
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0].extensions).toMatchObject({
      code: 'INPUT_ERROR',
      type: 'invalid input',
      userPresentableMessage: expect.stringMatching(
        /^The query is too complex\. Complexity: \d+\. Maximum allowed complexity: 10000\.$/,
      ),
    });
  });
});

describe('budgets', () => {
  const clock = new TestClock('2026-03-01T10:00:00Z');

  it('counts requests, rejects with HTTP 400 when the budget is used up, and refills', async () => {
    const linear = await Simulation.start({
      now: clock.now,
      limits: { requestsPerHour: 2, pointsPerHour: 1_000 },
    });
    const first = await linear.ask(viewer);
    expect(first.headers.get('x-ratelimit-requests-limit')).toBe('2');
    expect(first.headers.get('x-ratelimit-requests-remaining')).toBe('1');
    expect(first.headers.get('x-ratelimit-requests-reset')).toBe(
      String(clock.now().getTime() + 1_800_000),
    );
    expect(first.headers.get('x-ratelimit-complexity-remaining')).toBe('998');
    await linear.ask(viewer);
    const refused = await linear.ask(viewer);
    expect(refused.status).toBe(400);
    expect(refused.errors?.[0].extensions).toMatchObject({
      code: 'RATELIMITED',
      type: 'ratelimited',
    });
    expect(refused.headers.get('x-ratelimit-requests-remaining')).toBe('0');
    clock.advance(1_800_000);
    expect((await linear.ask(viewer)).status).toBe(200);
    await linear.close();
  });

  it('rejects a query that costs more points than are left', async () => {
    const linear = await Simulation.start({ limits: { pointsPerHour: 60 } });
    const query = '{ issues { nodes { id } } }';
    expect((await linear.ask(query)).status).toBe(200);
    const refused = await linear.ask(query);
    expect(refused.status).toBe(400);
    expect(refused.errors?.[0].extensions?.type).toBe('ratelimited');
    await linear.close();
  });

  it('never allows more than the limit plus the refill', () => {
    const steps = fc.array(
      fc.record({
        wait: fc.integer({ min: 0, max: 600_000 }),
        amount: fc.integer({ min: 1, max: 50 }),
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), steps, (limit, moves) => {
        const bucket = new LeakyBucket(limit, 0);
        let at = 0;
        let taken = 0;
        for (const { wait, amount } of moves) {
          at += wait;
          if (bucket.take(amount, at)) taken += amount;
          expect(bucket.remaining(at)).toBeLessThanOrEqual(limit);
        }
        const leaked = (at / 3_600_000) * limit;
        expect(taken).toBeLessThanOrEqual(limit + leaked + 1e-6);
      }),
    );
  });
});

describe('the record of operations', () => {
  it('contains each operation once and no variables', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'simulator-'));
    const recordFile = join(directory, 'operations.jsonl');
    const linear = await Simulation.start({ recordFile });
    const query = 'query One($id: String!) { issue(id: $id) { id } }';
    await linear.ask(query, { id: 'SECRET-1' });
    await linear.ask(query, { id: 'SECRET-2' });
    await linear.ask(viewer);
    await linear.close();
    const lines = readFileSync(recordFile, 'utf8').trim().split('\n');
    expect(lines.map(line => JSON.parse(line))).toEqual([
      { query, operationName: 'One' },
      { query: viewer, operationName: 'viewer' },
    ]);
    rmSync(directory, { recursive: true });
  });
});
