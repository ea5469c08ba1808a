import { reason } from './reasons';
import { createServer, IncomingMessage, Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { ResponseError } from '@backstage/errors';
import { IncidentsClient } from './IncidentsClient';
import { Incident } from './wire/incident';

const incident: Incident = {
  ref: 'INC-42',
  entityRef: 'incident:default/inc-42',
  version: 1,
  title: 'Checkout answers with errors',
  severity: 'sev2',
  status: 'active',
  visibility: 'public',
  participants: [],
  affects: [],
  labels: [],
  links: [],
  startedAt: '2026-01-02T03:04:05.000Z',
  createdAt: '2026-01-02T03:04:05.000Z',
  updatedAt: '2026-01-02T03:04:05.000Z',
  parentIssue: { status: 'pending' },
  progress: {
    total: 0,
    todo: 0,
    inProgress: 0,
    done: 0,
    canceled: 0,
    overdue: 0,
  },
};

const note = {
  id: '7d0a3f52-6f0b-4b8e-9a83-0f4a7a3d9f11',
  at: '2026-01-02T03:04:05.000Z',
  kind: 'noteAdded',
  actor: 'user:default/ada',
  params: { text: 'Rolled back' },
};

interface Received {
  request: string;
  headers: IncomingMessage['headers'];
  body: string;
}

describe('IncidentsClient', () => {
  // Tests of browser packages must not use the network; these use only a
  // loopback port.
  const guardedFetch = globalThis.fetch;
  beforeAll(() => {
    globalThis.fetch = (...request) => guardedFetch(...request);
  });
  afterAll(() => {
    globalThis.fetch = guardedFetch;
  });

  let server: Server;
  let received: Received[];
  let answer: { status: number; body: string };
  let client: IncidentsClient;

  function answers(status: number, body: unknown) {
    answer = { status, body: JSON.stringify(body) };
  }

  beforeEach(async () => {
    received = [];
    server = createServer(async (incoming, outgoing) => {
      received.push({
        request: `${incoming.method} ${incoming.url}`,
        headers: incoming.headers,
        body: await text(incoming),
      });
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' });
      outgoing.end(answer.body);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    client = new IncidentsClient({
      fetchApi: { fetch: globalThis.fetch },
      discoveryApi: {
        getBaseUrl: async pluginId =>
          `http://127.0.0.1:${port}/api/${pluginId}`,
      },
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  it('sends a body as JSON, with token, key and maximum wait time', async () => {
    answers(201, incident);
    const body = { title: incident.title, severity: 'sev2' } as const;

    await expect(
      client.createIncident(body, {
        token: 'secret',
        idempotencyKey: 'once',
        waitSeconds: 20,
      }),
    ).resolves.toEqual(incident);
    expect(received).toEqual([
      {
        request: 'POST /api/incidents/incidents',
        headers: expect.objectContaining({
          authorization: 'Bearer secret',
          'content-type': 'application/json',
          'idempotency-key': 'once',
          prefer: 'wait=20',
        }),
        body: JSON.stringify(body),
      },
    ]);
  });

  it('sends no header without its option', async () => {
    answers(200, incident);

    await client.getIncident('INC-42');

    const [{ headers, body }] = received;
    expect(body).toBe('');
    for (const name of [
      'authorization',
      'content-type',
      'idempotency-key',
      'prefer',
    ]) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  it('repeats a filter for each of its values and leaves out empty ones', async () => {
    answers(200, { items: [incident], totalItems: 1, nextCursor: 'a/b' });

    const page = await client.listIncidents({
      severity: ['sev1', 'sev2'],
      affects: ['component:default/checkout'],
      q: 'a & b',
      label: [],
      overdue: false,
      limit: 10,
      cursor: '',
    });

    expect(page.nextCursor).toBe('a/b');
    expect(received[0].request).toBe(
      'GET /api/incidents/incidents?severity=sev1&severity=sev2&affects=component%3Adefault%2Fcheckout&q=a+%26+b&overdue=false&limit=10',
    );
  });

  const redacted = {
    ref: 'INC-43',
    entityRef: 'incident:default/inc-43',
    title: 'Private incident',
    visibility: 'private',
  };

  const sync = { stale: false, refreshing: false };
  const { parentIssue, progress } = incident;
  const stats = { added: 0, changed: 0, removed: 0, unchanged: 1, requests: 1 };
  const item = {
    id: '6f0d2f4e-8f0e-4c55-8a76-59d1c9a3a0b7',
    identifier: 'PAY-215',
    title: 'Raise the connection limit',
    url: 'https://linear.app/acme/issue/PAY-215',
    source: 'child',
    status: 'todo',
    state: { name: 'Todo', type: 'unstarted', color: '#e2e2e2' },
    priority: 'none',
    team: { key: 'PAY', name: 'Payments' },
    overdue: false,
    createdAt: '2026-01-02T04:00:00.000Z',
    updatedAt: '2026-01-02T04:00:00.000Z',
    archived: false,
  };
  const sweep = { id: '7', state: 'running', startedAt: incident.startedAt };
  const decision = {
    team: 'PAY',
    labels: [],
    rule: 'default',
    reason: reason('noRuleMatched'),
    passedOver: [],
  };
  const status = {
    connection: { state: 'connected' },
    scopes: [],
    teams: [],
    budget: { requests: {}, points: {} },
    delta: {},
    webhooks: { configured: false, silent: false },
    work: { due: 0, escalated: [], waiting: [] },
    attention: [],
    configFaults: [],
  };

  const statistics = {
    incidents: { total: 2, open: 1, medianAgeSeconds: 60.5 },
    actionItems: { open: 3, overdue: 1 },
    weeks: [{ from: '2026-03-02', opened: 1, closed: 0 }],
    openItemAges: [{ fromDays: 0, toDays: 1, count: 3 }],
    completionTimes: [{ severity: 'sev1', completed: 0 }],
    incidentWeeks: [],
    incidentTeams: [],
    incidentComponents: [],
  };
  const { ref, entityRef, title, severity, visibility } = incident;
  const itemPage = {
    items: [
      {
        incident: {
          ref,
          entityRef,
          title,
          severity,
          status: 'active',
          visibility,
        },
        actionItem: {
          id: 'a',
          identifier: 'PAY-1',
          title: 'Add an alert',
          url: 'https://linear.app/acme/issue/PAY-1',
          source: 'child',
          status: 'todo',
          state: { name: 'Todo', type: 'unstarted', color: '#888888' },
          priority: 'high',
          team: { key: 'PAY', name: 'Payments' },
          overdue: true,
          createdAt: incident.createdAt,
          updatedAt: incident.createdAt,
          archived: false,
        },
      },
    ],
    nextCursor: 'next',
    totalItems: 2,
    overdueItems: 1,
  };

  it.each([
    {
      request: 'GET /incidents/INC-42',
      call: () => client.getIncident('INC-42'),
      result: incident,
    },
    {
      request: 'GET /incidents/..%2F..%2Fcatalog%3Fx',
      call: () => client.getIncident('../../catalog?x'),
      result: incident,
    },
    {
      request: 'GET /incidents/INC-43',
      call: () => client.getIncidentAsService('INC-43'),
      result: redacted,
    },
    {
      request: 'GET /incidents?limit=2',
      call: () => client.listIncidentsAsService({ limit: 2 }),
      result: { items: [redacted, incident], totalItems: 2 },
    },
    {
      request: 'PATCH /incidents/INC-42',
      call: () => client.updateIncident('INC-42', { expectedVersion: 1 }),
      result: incident,
    },
    {
      request: 'GET /incidents/INC-42/action-items',
      call: () => client.getActionItems('INC-42'),
      result: {
        teams: [],
        relatedIncidents: [],
        items: [item],
        progress,
        parentIssue,
        sync,
      },
    },
    {
      request: 'POST /incidents/INC-42/action-items',
      call: () => client.createActionItem('INC-42', { title: 'x' }),
      result: item,
    },
    {
      request: 'POST /incidents/INC-42/action-items/attach',
      call: () => client.attachActionItem('INC-42', { issue: 'PAY-215' }),
      result: item,
    },
    {
      request: 'PATCH /incidents/INC-42/action-items/PAY%2F215',
      call: () => client.updateActionItem('INC-42', 'PAY/215', {}),
      result: item,
    },
    {
      request: 'POST /incidents/INC-42/action-items/PAY-215/transition',
      call: () =>
        client.transitionActionItem('INC-42', 'PAY-215', { to: 'Done' }),
      result: { outcome: 'moved', from: 'Todo', to: 'Done' },
    },
    {
      request: 'POST /incidents/INC-42/sync',
      call: () => client.syncIncident('INC-42'),
      result: { outcome: 'synced', stats, sync },
    },
    {
      request: 'PUT /incidents/INC-42/parent-issue',
      call: () => client.putParentIssue('INC-42', { issue: 'PAY-1' }),
      result: { status: 'linked', identifier: 'PAY-1' },
    },
    {
      request: 'DELETE /incidents/INC-42/parent-issue',
      call: () => client.deleteParentIssue('INC-42'),
      result: { status: 'pending' },
    },
    {
      request: 'POST /incidents/INC-42/parent-issue/transition',
      call: () => client.transitionParentIssue('INC-42', { to: 'Done' }),
      result: { outcome: 'moved', from: 'Todo', to: 'Done' },
    },
    {
      request: 'POST /incidents/INC-42/parent-issue/move',
      call: () => client.moveParentIssue('INC-42', { team: 'PAY' }),
      result: { status: 'linked', identifier: 'PAY-1' },
    },
    {
      request: 'POST /routing/preview',
      call: () => client.previewRouting({ severity: 'sev1' }),
      result: decision,
    },
    {
      request: 'GET /statistics?severity=sev1&team=PAY&overdue=true&weeks=4',
      call: () =>
        client.getStatistics({
          severity: ['sev1'],
          team: ['PAY'],
          overdue: true,
          weeks: 4,
        }),
      result: statistics,
    },
    {
      request: 'GET /facets',
      call: () => client.getFacets(),
      result: {
        labels: [{ label: 'pci', count: 2 }],
        teams: [{ team: 'PAY', count: 1 }],
      },
    },
    {
      request:
        'GET /action-items?assignee=user%3Adefault%2Fada&assignee=group%3Adefault%2Fsre&limit=1',
      call: () =>
        client.findActionItems({
          assignee: ['user:default/ada', 'group:default/sre'],
          limit: 1,
        }),
      result: itemPage,
    },
    {
      request: 'GET /incidents/INC-42/timeline?limit=2&cursor=a%2Fb',
      call: () => client.getTimeline('INC-42', { limit: 2, cursor: 'a/b' }),
      result: { items: [note], nextCursor: 'c' },
    },
    {
      request: 'POST /incidents/INC-42/notes',
      call: () => client.addNote('INC-42', { text: 'Rolled back' }),
      result: note,
    },
    {
      request: 'GET /linear/status',
      call: () => client.getLinearStatus(),
      result: status,
    },
    {
      request: 'POST /linear/sync',
      call: () => client.startSweep(),
      result: { sweep },
    },
  ])(
    '$request answers with the validated result',
    async ({ request, call, result }) => {
      answers(200, result);

      await expect(call()).resolves.toEqual(result);
      expect(received.map(one => one.request)).toEqual([
        request.replace(' ', ' /api/incidents'),
      ]);
    },
  );

  it.each([
    [200, '{}'],
    [204, ''],
    [202, ''],
  ])(
    'resumes work whether %d comes with a body or without',
    async (code, body) => {
      answer = { status: code, body };

      await expect(client.retryWork('a b')).resolves.toBeUndefined();
      expect(received[0].request).toBe(
        'POST /api/incidents/linear/work/a%20b/retry',
      );
    },
  );

  it('deletes a note, which has no response', async () => {
    answer = { status: 204, body: '' };

    await expect(client.deleteNote('INC-42', 'a b')).resolves.toBeUndefined();
    expect(received[0].request).toBe(
      'DELETE /api/incidents/incidents/INC-42/notes/a%20b',
    );
  });

  it('throws an error response with its status, name, message and details', async () => {
    answers(409, {
      error: {
        name: 'ConflictError',
        message: 'INC-42 has changed since version 1',
        currentVersion: 2,
      },
      response: { statusCode: 409 },
    });

    const call = client.updateIncident('INC-42', { expectedVersion: 1 });
    await expect(call).rejects.toBeInstanceOf(ResponseError);
    await expect(call).rejects.toMatchObject({
      statusCode: 409,
      cause: {
        name: 'ConflictError',
        message: 'INC-42 has changed since version 1',
        currentVersion: 2,
      },
    });
  });

  it.each(['<html>Bad gateway</html>', ''])(
    'hands a refusal on that is not from Backstage: %j',
    async body => {
      answer = { status: 502, body };

      await expect(client.getIncident('INC-42')).rejects.toMatchObject({
        name: 'ResponseError',
        statusCode: 502,
      });
    },
  );

  it.each([
    ['<html>Stolen key</html>'],
    [''],
    ['null'],
    ['{"ref":"INC-42","title":"Stolen key"}'],
    [JSON.stringify({ ...incident, severity: 'Stolen key' })],
  ])('never takes %j for an incident, nor repeats it', async body => {
    answer = { status: 200, body };

    const refused = await client.getIncident('INC-42').then(
      () => undefined,
      error => error,
    );
    expect(refused).toBeInstanceOf(Error);
    expect(refused.message).toContain('GET /incidents/INC-42');
    expect(`${refused} ${refused.cause}`).not.toContain('Stolen');
  });

  it('does not include the search text in errors', async () => {
    answer = { status: 200, body: '[]' };

    await expect(
      client.listIncidents({ q: 'Stolen key' }),
    ).rejects.not.toMatchObject({ message: expect.stringContaining('Stolen') });
  });

  it('ends a call early when its signal aborts', async () => {
    answers(200, incident);

    await expect(
      client.getIncident('INC-42', { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(received).toEqual([]);
  });
});
