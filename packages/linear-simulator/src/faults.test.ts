import { z } from 'zod';
import { FaultInput } from './faults/Fault';
import { Simulation } from './testing/simulation';

const list = 'query List { issues { nodes { identifier } } }';
const page =
  'query Page { issues(first: 2) { pageInfo { hasNextPage endCursor } nodes { identifier } } }';
const create =
  'mutation Make($teamId: String!) { issueCreate(input: {teamId: $teamId, title: "Made"}) { issue { identifier } } }';

describe('faults', () => {
  let linear: Simulation;

  beforeEach(async () => {
    linear = await Simulation.start();
    for (const title of ['A', 'B', 'C']) {
      linear.store.createIssue({ team: 'ENG', title });
    }
  });

  afterEach(() => linear.close());

  const raw = (query: string) =>
    linear.post(
      JSON.stringify({
        query,
        variables: { teamId: linear.store.team('ENG').id },
      }),
    );

  it('responds with a status once, then works again', async () => {
    linear.simulator.faults.add({
      kind: 'status',
      status: 503,
      retryAfter: 7,
      contentType: 'html',
    });
    const answer = await raw(list);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect((await raw(list)).status).toBe(200);
  });

  it('affects only matching operations, the given number of times', async () => {
    linear.simulator.faults.add({
      kind: 'status',
      status: 500,
      match: 'Li.*',
      times: 2,
    });
    expect((await raw(page)).status).toBe(200);
    expect((await raw(list)).status).toBe(500);
    expect((await raw(list)).status).toBe(500);
    expect((await raw(list)).status).toBe(200);
  });

  it('repeats until it is cleared', async () => {
    const { faults } = linear.simulator;
    faults.add({ kind: 'status', status: 500, times: 'untilCleared' });
    for (let n = 0; n < 3; n++) expect((await raw(list)).status).toBe(500);
    faults.clear();
    expect((await raw(list)).status).toBe(200);
  });

  it('cuts the connection before execution', async () => {
    linear.simulator.faults.add({ kind: 'resetBefore', match: 'Make' });
    await expect(raw(create)).rejects.toThrow();
    expect(linear.store.issues()).toHaveLength(3);
  });

  it('cuts the connection after execution', async () => {
    linear.simulator.faults.add({ kind: 'resetAfter', match: 'Make' });
    await expect(raw(create)).rejects.toThrow();
    expect(linear.store.issues()).toHaveLength(4);
  });

  it('sends half of the JSON', async () => {
    linear.simulator.faults.add({ kind: 'malformed' });
    const text = await (await raw(list)).text();
    expect(() => JSON.parse(text)).toThrow();
  });

  it('sends HTML on 200', async () => {
    linear.simulator.faults.add({ kind: 'html' });
    const answer = await raw(list);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/^<html>/);
  });

  it('drops the cursor of a page, or half of its nodes', async () => {
    const { faults } = linear.simulator;
    faults.add({ kind: 'truncatedPage' });
    expect(await linear.data(page)).toMatchObject({
      issues: { pageInfo: { hasNextPage: true, endCursor: null } },
    });
    faults.add({ kind: 'truncatedPage', mode: 'cutNodes' });
    expect(await linear.data(page)).toMatchObject({
      issues: {
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
        nodes: [{ identifier: expect.any(String) }],
      },
    });
  });

  it('hides a team', async () => {
    linear.simulator.faults.add({ kind: 'lostTeam', team: 'ENG' });
    expect(await linear.data(list)).toEqual({ issues: { nodes: [] } });
    linear.simulator.faults.add({ kind: 'lostTeam', team: 'ENG' });
    expect((await linear.ask('{ issue(id: "ENG-1") { id } }')).data).toBeNull();
    expect(await linear.issues('first: 10')).toHaveLength(3);
  });

  it('adds errors to the data on 200', async () => {
    linear.simulator.faults.add({ kind: 'partialData' });
    const answer = await linear.ask(list);
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ issues: { nodes: [{}, {}, {}] } });
    expect(answer.errors).toHaveLength(1);
  });

  it('simulates a used-up budget', async () => {
    linear.simulator.faults.add({
      kind: 'rateLimited',
      bucket: 'complexity',
      resetAfterMs: 5_000,
    });
    const answer = await linear.ask(list);
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0].extensions).toMatchObject({
      code: 'RATELIMITED',
      type: 'ratelimited',
    });
    expect(answer.headers.get('x-ratelimit-complexity-remaining')).toBe('0');
    expect(
      Number(answer.headers.get('x-ratelimit-complexity-reset')),
    ).toBeGreaterThan(Date.now());
  });

  it('delays a request, together with another fault', async () => {
    linear.simulator.faults.add({ kind: 'delay', delayMs: 60 });
    linear.simulator.faults.add({ kind: 'status', status: 502 });
    const started = performance.now();
    expect((await raw(list)).status).toBe(502);
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  it('responds with a custom error', async () => {
    linear.simulator.faults.add({
      kind: 'error',
      message: 'lock timeout',
      type: 'lock timeout',
    });
    const answer = await linear.ask(list);
    expect(answer.errors?.[0].extensions?.type).toBe('lock timeout');
  });

  it('affects the token endpoint only when named', async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'read',
      client_id: 'demo-client',
      client_secret: 'demo-secret',
    });
    const token = () =>
      fetch(linear.simulator.tokenUrl, { method: 'POST', body });
    linear.simulator.faults.add({ kind: 'status', status: 500 });
    expect((await token()).status).toBe(200);
    linear.simulator.faults.clear();
    linear.simulator.faults.add({
      kind: 'status',
      status: 500,
      match: 'OAuthToken',
    });
    expect((await token()).status).toBe(500);
  });

  it('logs every request with points, status and fault', async () => {
    const { faults, requests } = linear.simulator;
    await raw(list);
    faults.add({ kind: 'resetBefore' });
    await expect(raw(create)).rejects.toThrow();
    expect(requests.list()).toMatchObject([
      { operationName: 'List', kind: 'query', points: 55, status: 200 },
      {
        operationName: 'Make',
        kind: 'mutation',
        status: 0,
        fault: 'resetBefore',
      },
    ]);
    requests.clear();
    expect(requests.list()).toHaveLength(0);
  });

  it('rejects a match that is not a regular expression', () => {
    const fault: FaultInput = { kind: 'resetBefore', match: '(' };
    expect(() => linear.simulator.faults.add(fault)).toThrow();
  });
});

describe('control over HTTP', () => {
  let linear: Simulation;

  beforeEach(async () => {
    linear = await Simulation.start();
  });

  afterEach(() => linear.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${linear.simulator.url}/__simulator/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };

  it('adds, lists and clears faults', async () => {
    await call('POST', 'faults', { kind: 'status', status: 500, times: 3 });
    expect((await call('GET', 'faults')).body.faults).toHaveLength(1);
    await call('DELETE', 'faults');
    expect(linear.simulator.faults.list()).toHaveLength(0);
    expect((await call('POST', 'faults', { kind: 'nonsense' })).status).toBe(
      400,
    );
  });

  it('creates, changes, relates and removes issues on behalf of a person', async () => {
    await call('POST', 'issues', { team: 'INC', title: 'One' });
    const child = await call('POST', 'issues', {
      team: 'ENG',
      title: 'Two',
      parent: 'INC-1',
      assignee: 'ada.olsen@example.com',
    });
    expect(child.body).toMatchObject({ identifier: 'ENG-1', state: 'Backlog' });
    await call('PATCH', 'issues/ENG-1', { state: 'Done' });
    await call('POST', 'relations', { issue: 'INC-1', relatedIssue: 'ENG-1' });
    const shape = z.object({ relations: z.array(z.unknown()) }).loose();
    const seen = shape.parse((await call('GET', 'issues/INC-1')).body);
    expect(seen).toMatchObject({ children: ['ENG-1'] });
    expect(seen.relations).toHaveLength(1);
    expect(linear.store.stateOf('ENG-1').name).toBe('Done');
    await call('POST', 'issues/ENG-1/trash');
    expect(linear.store.issue('ENG-1').trashed).toBe(true);
    await call('PATCH', 'issues/ENG-1', { team: 'PAY' });
    expect(linear.store.issue('ENG-1').identifier).toBe('PAY-1');
    await call('DELETE', 'issues/PAY-1');
    expect(linear.store.findIssue('PAY-1')).toBeUndefined();
    expect((await call('GET', 'state')).body.counts.issues).toBe(1);
    expect((await call('PATCH', 'issues/INC-1', { nope: 1 })).status).toBe(400);
    expect((await call('GET', 'nothing')).status).toBe(404);
  });
});
