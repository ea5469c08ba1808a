import { mockServices } from '@backstage/backend-test-utils';
import { ActionItem, Incident } from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { incidentConditions } from '../incidents/incidentRules';
import { eventually } from '../__testUtils__/eventually';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'writing action items on %p',
  databaseId => {
    let bench: LinearBench;
    let incident: Incident;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        linear: { routing: { default: { team: 'PAY' } } },
      });
    });
    afterAll(() => bench.close());
    beforeEach(async () => {
      incident = await bench.declare();
      await bench.settled(incident.ref);
    });
    afterEach(() => bench.simulator.faults.clear());

    const itemsPath = () => `/incidents/${incident.ref}/action-items`;
    const create = (body: object = {}, options = {}) =>
      bench.call('post', itemsPath(), { title: 'Fix it', ...body }, options);
    const created = async (body: object = {}): Promise<ActionItem> => {
      const response = await create(body);
      expect(response.status).toBe(201);
      return response.body;
    };
    const children = () =>
      bench.simulator.store.children(incident.parentIssue.identifier ?? '');

    it('creates a sub-issue with everything given and shows it at once', async () => {
      const item = await created({
        title: 'Add a circuit breaker',
        description: 'between checkout and ledger',
        assignee: 'user:default/priya.nair',
        priority: 'high',
        dueDate: '2027-01-31',
      });
      expect(item).toMatchObject({
        title: 'Add a circuit breaker',
        source: 'child',
        status: 'todo',
        priority: 'high',
        assignee: { name: 'Priya Nair', userRef: 'user:default/priya.nair' },
        team: { key: 'PAY' },
        dueSource: 'linear',
      });
      expect(bench.simulator.store.issue(item.identifier)).toMatchObject({
        id: item.id,
        description: 'between checkout and ledger',
        dueDate: '2027-01-31',
      });
      const { items, progress } = await bench.items(incident.ref);
      expect(items).toEqual([item]);
      expect(progress).toMatchObject({ total: 1, todo: 1 });
    });

    it('starts in the default state of a team with triage, not in triage', async () => {
      const item = await created();
      expect(item.state.type).toBe('backlog');
    });

    it.each<[string, object, RegExp]>([
      ['no title', { title: '' }, /title: /],
      ['an unknown field', { colour: 'red' }, /colour: unknown field/],
      ['an unknown priority', { priority: 'p1' }, /priority: /],
      ['a broken date', { dueDate: '31.1.2027' }, /dueDate: /],
      [
        'an assignee the catalog does not know',
        { assignee: 'user:default/nobody' },
        /assignee: user:default\/nobody/,
      ],
    ])('refuses %s and stores nothing', async (_, body, message) => {
      const response = await create(body, { key: 'refused' });
      expect(response.status).toBe(400);
      expect(response.body.error.message).toMatch(message);
      expect(await bench.knex('idempotency_keys')).toHaveLength(0);
      expect(children()).toHaveLength(0);
    });

    it('makes one item however often and however concurrently a request with a key is sent', async () => {
      const responses = await Promise.all(
        Array.from({ length: 4 }, () => create({}, { key: 'same' })),
      );
      const again = await create({}, { key: 'same' });
      const ids = new Set([...responses, again].map(({ body }) => body.id));
      expect(ids.size).toBe(1);
      expect(
        responses.map(({ status }) => status).filter(status => status === 201),
      ).toHaveLength(1);
      expect(again.status).toBe(200);
      expect(children()).toHaveLength(1);
      const other = await create({ title: 'Another' }, { key: 'same' });
      expect(other.status).toBe(409);
      await bench.knex('idempotency_keys').delete();
    });

    it.each(['resetAfter', 'malformed', 'partialData'] as const)(
      'settles a response lost by %s by reading the issue back',
      async kind => {
        bench.simulator.faults.add({ kind, match: 'CreateIssue', times: 1 });
        const response = await create({}, { key: `lost-${kind}` });
        expect(response.status).toBe(201);
        expect(children()).toHaveLength(1);
        expect((await bench.items(incident.ref)).items).toHaveLength(1);
      },
    );

    it('responds with 503 when Linear is down, and the repeat makes the one item', async () => {
      bench.simulator.faults.add({
        kind: 'resetAfter',
        match: 'CreateIssue',
        times: 1,
      });
      bench.simulator.faults.add({
        kind: 'status',
        status: 503,
        match: 'FindIssue|CreateIssue',
        times: 'untilCleared',
      });
      const down = await create({}, { key: 'down' });
      expect(down.status).toBe(503);
      expect(down.headers['retry-after']).toMatch(/^\d+$/);
      bench.simulator.faults.clear();
      await eventually(async () => {
        const repeat = await create({}, { key: 'down' });
        expect(repeat.status).toBe(200);
      });
      expect(children()).toHaveLength(1);
      expect((await bench.items(incident.ref)).items).toHaveLength(1);
    });

    it('forgets the key of a request that Linear refuses', async () => {
      bench.simulator.faults.add({
        kind: 'error',
        match: 'CreateIssue',
        message: 'Argument Validation Error',
        type: 'invalid input',
        code: 'INVALID_INPUT',
      });
      expect((await create({}, { key: 'no' })).status).toBe(400);
      expect(
        await bench.knex('idempotency_keys').where({ key: 'no' }),
      ).toHaveLength(0);
    });

    it('responds with 409 while no parent is linked', async () => {
      await bench
        .knex('parent_issues')
        .where({ issue_id: incident.parentIssue.id })
        .update({ status: 'missing' });
      expect((await create()).status).toBe(409);
    });

    it('edits title, assignee, priority and due date, and clears them', async () => {
      const { identifier } = await created();
      const path = `${itemsPath()}/${identifier.toLowerCase()}`;
      const edited = await bench.call('patch', path, {
        assignee: 'user:default/sam.weber',
        priority: 'urgent',
        title: 'Page on queue age',
        dueDate: '2027-02-01',
      });
      expect(edited.status).toBe(200);
      expect(edited.body).toMatchObject({
        title: 'Page on queue age',
        assignee: { userRef: 'user:default/sam.weber' },
        priority: 'urgent',
        dueSource: 'linear',
      });
      expect((await bench.items(incident.ref)).items).toEqual([edited.body]);
      const cleared = await bench.call('patch', path, {
        assignee: null,
        dueDate: null,
      });
      expect(cleared.body.assignee).toBeUndefined();
      expect(bench.simulator.store.issue(identifier).dueDate).toBeUndefined();
      const unknown = await bench.call('patch', path, {
        assignee: 'user:default/nobody',
      });
      expect(unknown.status).toBe(400);
      expect(unknown.body.error.message).toMatch(/^assignee: /);
    });

    it('does not edit what a person changed since the requester read it', async () => {
      const item = await created();
      const path = `${itemsPath()}/${item.identifier}`;
      bench.simulator.store.updateIssue(item.identifier, { priority: 4 });
      const stale = await bench.call('patch', path, {
        priority: 'urgent',
        expectedUpdatedAt: item.updatedAt,
      });
      expect(stale.status).toBe(409);
      expect(bench.simulator.store.issue(item.identifier).priority).toBe(4);
      const fresh = await bench.call('patch', path, {
        priority: 'urgent',
        expectedUpdatedAt: bench.simulator.store.issue(item.identifier)
          .updatedAt,
      });
      expect(fresh.status).toBe(200);
    });

    it('responds with 404 for an item of another incident', async () => {
      const { identifier } = await created();
      const other = await bench.declare();
      const path = `/incidents/${other.ref}/action-items/${identifier}`;
      expect((await bench.call('patch', path, {})).status).toBe(404);
      expect(
        (await bench.call('post', `${path}/transition`, { to: 'Done' })).status,
      ).toBe(404);
    });

    const move = (identifier: string, body: object) =>
      bench.call('post', `${itemsPath()}/${identifier}/transition`, body);

    it('moves an item by name, says when it is there already, and lets the parent follow', async () => {
      const { identifier } = await created();
      const moved = await move(identifier, {
        to: 'done',
        expectedFrom: 'BACKLOG',
      });
      expect(moved.status).toBe(200);
      expect(moved.body).toEqual({
        outcome: 'moved',
        from: 'Backlog',
        to: 'Done',
      });
      const { items, progress } = await bench.items(incident.ref);
      expect(items).toMatchObject([{ status: 'done' }]);
      expect(progress).toMatchObject({ done: 1, todo: 0 });
      await eventually(async () => {
        expect((await bench.read(incident.ref)).parentIssue.state?.type).toBe(
          'completed',
        );
      });
      expect(
        (await move(identifier, { to: 'Done', expectedFrom: 'Backlog' })).body,
      ).toEqual({ outcome: 'alreadyThere', from: 'Done', to: 'Done' });
    });

    it('moves nothing when the item is elsewhere than the requester believes', async () => {
      const { identifier } = await created();
      const aborted = await move(identifier, {
        to: 'Done',
        expectedFrom: 'In Progress',
      });
      expect(aborted.status).toBe(409);
      expect(aborted.body.error).toMatchObject({
        outcome: 'aborted',
        actual: 'Backlog',
      });
      expect(bench.simulator.store.stateOf(identifier).name).toBe('Backlog');
    });

    it('names the states of the team when it does not have the requested one, and sees a new one', async () => {
      const { identifier } = await created();
      const unknown = await move(identifier, { to: 'Verifying' });
      expect(unknown.status).toBe(400);
      expect(unknown.body.error.message).toMatch(/it has .*Backlog.*Done/);
      bench.simulator.store.putState('PAY', 'Verifying', {
        type: 'started',
      });
      expect((await move(identifier, { to: 'Verifying' })).body.outcome).toBe(
        'moved',
      );
    });

    it('moves an item that hangs on two incidents in both of them', async () => {
      const item = await created();
      const other = await bench.declare();
      await bench.settled(other.ref);
      bench.simulator.store.relate(
        item.identifier,
        other.parentIssue.identifier ?? '',
        'related',
      );
      expect((await bench.sync(other.ref)).status).toBe(200);
      await move(item.identifier, { to: 'Done' });
      expect((await bench.items(other.ref)).items).toMatchObject([
        { identifier: item.identifier, source: 'related', status: 'done' },
      ]);
    });

    it('shows a private incident and its items to nobody else', async () => {
      incident = await bench.declare({
        visibility: 'private',
        title: 'Secret',
      });
      const by = as('omar.haddad');
      expect((await create({}, { by })).status).toBe(404);
      expect((await create()).status).toBe(201);
    });
  },
);

describe('the permission policy', () => {
  const [databaseId] = testDatabases.eachSupportedId()[0];
  let bench: LinearBench;
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(() => ({ result: AuthorizeResult.ALLOW })),
    authorizeConditional: async requests =>
      requests.map(({ permission }) => {
        switch (permission.name) {
          case 'incidents.action-item.create':
            return { result: AuthorizeResult.DENY };
          case 'incidents.incident.read':
            return {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'incidents',
              resourceType: 'incident',
              conditions: {
                anyOf: [
                  incidentConditions.hasSeverity({ severities: ['sev1'] }),
                  {
                    not: {
                      allOf: [
                        incidentConditions.isPublic(),
                        {
                          not: incidentConditions.isLead({
                            userRefs: ['User:default/sam.weber'],
                          }),
                        },
                        {
                          not: incidentConditions.isParticipant({
                            userRefs: ['user:default/priya.nair'],
                          }),
                        },
                      ],
                    },
                  },
                ],
              },
            };
          default:
            return { result: AuthorizeResult.ALLOW };
        }
      }),
  });

  beforeAll(async () => {
    bench = await startWithLinear(databaseId, {
      features: [permissions.factory],
    });
  });
  afterAll(() => bench.close());

  it('narrows lists, reads and writes by what it knows of an incident', async () => {
    const declare = async (body: object): Promise<string> => {
      const response = await bench.call('post', '/incidents', {
        title: 'Down',
        ...body,
      });
      expect(response.status).toBe(201);
      return response.body.ref;
    };
    const severe = await declare({ severity: 'sev1' });
    const led = await declare({
      severity: 'sev3',
      lead: 'user:default/sam.weber',
    });
    const joined = await declare({
      severity: 'sev3',
      participants: ['user:default/priya.nair'],
    });
    const secret = await declare({ severity: 'sev3', visibility: 'private' });
    const other = await declare({ severity: 'sev3' });

    const list = await bench.call('get', '/incidents?orderBy=createdAt');
    expect(list.body.items.map(({ ref }: Incident) => ref)).toEqual([
      severe,
      led,
      joined,
      secret,
    ]);
    expect(list.body.totalItems).toBe(4);
    const status = async (ref: string) =>
      (await bench.call('get', `/incidents/${ref}`)).status;
    expect(await status(led)).toBe(200);
    expect(await status(secret)).toBe(200);
    expect(await status(other)).toBe(403);
    const refused = await bench.call('post', `/incidents/${led}/action-items`, {
      title: 'No',
    });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(/incidents.action-item.create/);
  });

  it('never widens who sees a private incident', async () => {
    const response = await bench.call('post', '/incidents', {
      title: 'Secret',
      severity: 'sev1',
      visibility: 'private',
    });
    const by = as('omar.haddad');
    const read = await bench.call(
      'get',
      `/incidents/${response.body.ref}`,
      undefined,
      { by },
    );
    expect(read.status).toBe(404);
    const list = await bench.call('get', '/incidents', undefined, { by });
    expect(JSON.stringify(list.body)).not.toContain('Secret');
  });
});
