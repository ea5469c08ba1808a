import { randomUUID } from 'node:crypto';
import {
  type FaultInput,
  type SimulatorOptions,
  type SimulatorSeed,
  emptySeed,
  startSimulator,
} from 'linear-simulator';
import type { LinearGatewayOptions } from './createLinearGateway';
import { MemoryTokenStore } from './memory';
import {
  TestClock,
  background,
  person,
  testGateway,
} from './testing/testGateway';

type Simulator = Awaited<ReturnType<typeof startSimulator>>;
const simulators: Simulator[] = [];

afterEach(async () => {
  for (const simulator of simulators.splice(0)) {
    await simulator.close();
  }
});

async function setUp(
  options: {
    seed?: SimulatorSeed;
    simulator?: SimulatorOptions;
    gateway?: Partial<LinearGatewayOptions>;
  } = {},
) {
  const clock = new TestClock();
  const simulator = await startSimulator({
    seed: options.seed ?? emptySeed,
    now: () => new Date(clock.now()),
    ...options.simulator,
  });
  simulators.push(simulator);
  const { apiUrl, tokenUrl, store, requests } = simulator;
  const gateway = testGateway({
    apiUrl,
    tokenUrl,
    clock,
    auth: { kind: 'apiKey', apiKey: 'lin_api_demo' },
    ...options.gateway,
  });
  const fail = (fault: FaultInput) => simulator.faults.add(fault);
  const sent = () => requests.list().map(request => request.operationName);
  return { clock, simulator, store, gateway, fail, sent };
}

describe('creating an issue', () => {
  it('gives it the id, team, state, assignee, labels, parent and dates asked for', async () => {
    const { gateway, store } = await setUp();
    const parent = store.createIssue({ team: 'ENG', title: 'Parent' });
    const id = randomUUID();
    const { outcome, issue } = await gateway.createIssue(
      {
        id,
        teamId: store.team('INC').id,
        title: '[INC-1] Checkout is slow',
        description: 'Since noon',
        stateId: store.state('INC', 'In Progress').id,
        assigneeId: store.user('ada.olsen@example.com').id,
        priority: 1,
        labelIds: [store.label('incident').id],
        parentId: parent.id,
        dueDate: '2026-04-01',
      },
      person,
    );
    expect(outcome).toBe('created');
    expect(issue).toMatchObject({
      id,
      identifier: 'INC-1',
      title: '[INC-1] Checkout is slow',
      description: 'Since noon',
      priority: 1,
      dueDate: '2026-04-01',
      trashed: false,
      state: { name: 'In Progress', type: 'started' },
      assignee: { email: 'ada.olsen@example.com' },
      team: { key: 'INC', visibility: 'public' },
      labelIds: [store.label('incident').id],
      parentId: parent.id,
    });
  });

  it('twice under one id makes one issue', async () => {
    const { gateway, store } = await setUp();
    const input = {
      id: randomUUID(),
      teamId: store.team('INC').id,
      title: 'Once',
    };
    await gateway.createIssue(input, person);
    expect(await gateway.createIssue(input, person)).toMatchObject({
      outcome: 'existed',
      issue: { id: input.id },
    });
    expect(store.issues()).toHaveLength(1);
  });

  it.each<FaultInput>([
    { kind: 'resetAfter', match: 'CreateIssue' },
    { kind: 'malformed', match: 'CreateIssue' },
    { kind: 'partialData', match: 'CreateIssue' },
    { kind: 'resetBefore', match: 'CreateIssue' },
    { kind: 'status', status: 502, match: 'CreateIssue' },
    { kind: 'html', match: 'CreateIssue' },
    { kind: 'resetAfter', match: 'CreateIssue', times: 'untilCleared' },
  ])('once makes one issue through %j', async fault => {
    const { gateway, store, fail } = await setUp();
    fail(fault);
    const id = randomUUID();
    const { issue } = await gateway.createIssue(
      { id, teamId: store.team('INC').id, title: 'Once' },
      person,
    );
    expect(issue.id).toBe(id);
    expect(store.issues().map(stored => stored.id)).toEqual([id]);
  });

  it('in an unknown team is refused', async () => {
    const { gateway } = await setUp();
    await expect(
      gateway.createIssue(
        { id: randomUUID(), teamId: randomUUID(), title: 'Lost' },
        person,
      ),
    ).rejects.toMatchObject({ kind: 'rejected' });
  });
});

describe('finding issues', () => {
  it('works by UUID, identifier and former identifier, trashed and archived ones too', async () => {
    const { gateway, store } = await setUp();
    const issue = store.createIssue({ team: 'ENG', title: 'Moved' });
    store.moveToTeam(issue.identifier, 'PAY');
    for (const reference of [issue.id, 'PAY-1', 'ENG-1']) {
      expect(await gateway.findIssue(reference, person)).toMatchObject({
        outcome: 'found',
        value: {
          id: issue.id,
          identifier: 'PAY-1',
          previousIdentifiers: ['ENG-1'],
        },
      });
    }
    store.trash(issue.id);
    expect(await gateway.findIssue(issue.id, person)).toMatchObject({
      value: { trashed: true },
    });
  });

  it('finds absent what was never there, deleted for good, or in a team out of sight', async () => {
    const { gateway, store } = await setUp();
    const gone = store.createIssue({ team: 'ENG', title: 'Gone' });
    const hidden = store.createIssue({ team: 'PAY', title: 'Hidden' });
    store.deletePermanently(gone.id);
    for (const reference of [randomUUID(), 'ENG-99', gone.id]) {
      expect(await gateway.findIssue(reference, person)).toEqual({
        outcome: 'absent',
      });
    }
    const app = testGateway({
      apiUrl: simulators[0]?.apiUrl ?? '',
      tokenUrl: simulators[0]?.tokenUrl ?? '',
      auth: {
        kind: 'oauth',
        clientId: 'demo-client',
        clientSecret: 'demo-secret',
        scopes: ['read', 'write'],
      },
    });
    expect(await app.findIssue(hidden.id, person)).toMatchObject({
      outcome: 'found',
    });
    store.removeTeamAccess('PAY');
    expect(await app.findIssue(hidden.id, person)).toEqual({
      outcome: 'absent',
    });
  });

  it('finds many at once, and leaves out only those that are absent', async () => {
    const { gateway, store, sent } = await setUp({
      seed: {
        ...emptySeed,
        generated: { team: 'ENG', parents: 300, childrenPerParent: 0 },
      },
    });
    const ids = store.issues().map(issue => issue.id);
    store.archive(ids[0] ?? '');
    const found = await gateway.findIssues([...ids, randomUUID()], person);
    expect([...found.keys()].sort()).toEqual([...ids].sort());
    expect(sent()).toEqual(['FindIssues', 'FindIssues']);
    expect(await gateway.findIssues([], person)).toEqual(new Map());
  });
});

describe('changing an issue', () => {
  it('sets, clears and leaves alone', async () => {
    const { gateway, store } = await setUp();
    const { id } = store.createIssue({
      team: 'INC',
      title: 'Old',
      assignee: 'ada.olsen@example.com',
      dueDate: '2026-04-01',
      priority: 2,
      labels: ['pci'],
    });
    const issue = await gateway.updateIssue(
      id,
      {
        title: 'New',
        assigneeId: null,
        dueDate: null,
        addedLabelIds: [store.label('incident').id],
      },
      person,
    );
    expect(issue).toMatchObject({ title: 'New', priority: 2 });
    expect(issue.assignee).toBeUndefined();
    expect(issue.dueDate).toBeUndefined();
    expect([...issue.labelIds].sort()).toEqual(
      [store.label('incident').id, store.label('pci').id].sort(),
    );
  });

  it('that is absent is a refusal, and trashing it is fine', async () => {
    const { gateway, store } = await setUp();
    await expect(
      gateway.updateIssue(randomUUID(), { title: 'x' }, person),
    ).rejects.toMatchObject({ kind: 'rejected', reason: 'notFound' });
    const { id } = store.createIssue({ team: 'INC', title: 'Placeholder' });
    await gateway.trashIssue(id, background);
    await gateway.trashIssue(id, background);
    await gateway.trashIssue(randomUUID(), background);
    expect(store.issue(id).trashed).toBe(true);
  });
});

describe('attachments and comments', () => {
  it('keep one attachment per URL', async () => {
    const { gateway, store } = await setUp();
    const issue = store.createIssue({ team: 'INC', title: 'Parent' });
    const url = 'https://backstage.example/catalog/default/incident/inc-1';
    const first = await gateway.upsertAttachment(
      { issueId: issue.id, url, title: 'INC-1', subtitle: 'active' },
      person,
    );
    const second = await gateway.upsertAttachment(
      { issueId: issue.id, url, title: 'Private incident' },
      person,
    );
    expect(second).toEqual(first);
    expect(store.attachmentsOf(issue.id)).toHaveLength(1);
    expect(store.attachmentsOf(issue.id)[0]).toMatchObject({
      title: 'Private incident',
      url,
    });
    await gateway.removeAttachment(first.id, person);
    await gateway.removeAttachment(first.id, person);
    expect(store.attachmentsOf(issue.id)).toHaveLength(0);
  });

  it.each(['resetAfter', 'malformed'] as const)(
    'keep one attachment of the given id through %s',
    async kind => {
      const { gateway, store, fail } = await setUp();
      const issue = store.createIssue({ team: 'INC', title: 'Parent' });
      fail({ kind, match: 'CreateAttachment' });
      const id = randomUUID();
      expect(
        await gateway.upsertAttachment(
          { id, issueId: issue.id, url: 'https://b.example', title: 'INC-1' },
          person,
        ),
      ).toEqual({ id });
      expect(store.attachmentsOf(issue.id)).toHaveLength(1);
    },
  );

  it('write a comment once, whatever happens on the way, and change it', async () => {
    const { gateway, store, fail } = await setUp();
    const issue = store.createIssue({ team: 'INC', title: 'Parent' });
    const comment = { id: randomUUID(), issueId: issue.id, body: 'Completed' };
    fail({ kind: 'resetAfter', match: 'CreateComment' });
    await gateway.createComment(comment, background);
    expect(await gateway.createComment(comment, background)).toEqual({
      outcome: 'existed',
    });
    await gateway.updateComment(comment.id, 'Reopened', background);
    expect(store.commentsOf(issue.id).map(({ body }) => body)).toEqual([
      'Reopened',
    ]);
  });
});

describe('reading an issue tree', () => {
  it('shows each issue once, from the side of the parent, archived and trashed ones included', async () => {
    const { gateway, store, sent } = await setUp();
    const create = (title: string, parent?: string) =>
      store.createIssue({ team: 'ENG', title, parent }).id;
    const parent = store.createIssue({ team: 'INC', title: 'Parent' }).id;
    const ids = {
      child: create('child', parent),
      archived: create('archived', parent),
      trashed: create('trashed', parent),
      childAndRelated: create('childAndRelated', parent),
      relatedOut: create('relatedOut'),
      relatedIn: create('relatedIn'),
      blocked: create('blocked'),
      blocker: create('blocker'),
      relatedAndBlocker: create('relatedAndBlocker'),
      similar: create('similar'),
      detached: create('detached'),
    };
    create('grandchild', ids.child);
    store.relate(parent, ids.childAndRelated);
    store.relate(parent, ids.relatedOut);
    store.relate(ids.relatedIn, parent);
    store.relate(parent, ids.blocked, 'blocks');
    store.relate(ids.blocker, parent, 'blocks');
    store.relate(ids.relatedAndBlocker, parent, 'blocks');
    store.relate(parent, ids.relatedAndBlocker);
    store.relate(parent, ids.similar, 'similar');
    store.relate(parent, ids.detached);
    store.unrelate(parent, ids.detached);
    store.archive(ids.archived);
    store.trash(ids.trashed);

    const found = await gateway.readIssueTree(parent, background);
    if (found.outcome === 'absent') {
      throw new Error('the parent is there');
    }
    const { items, requests, parent: issue } = found.value;
    expect(issue.id).toBe(parent);
    expect(requests).toBe(1);
    expect(sent()).toEqual(['IssueTree']);
    const sources = Object.fromEntries(
      items.map(item => [item.issue.title, item.source]),
    );
    expect(sources).toMatchObject({
      child: 'child',
      archived: 'child',
      trashed: 'child',
      childAndRelated: 'child',
      relatedOut: 'related',
      relatedIn: 'related',
      blocked: 'blocks',
      blocker: 'blockedBy',
    });
    expect(sources.relatedAndBlocker).toMatch(/^(related|blockedBy)$/);
    expect(Object.keys(sources)).not.toContain('similar');
    expect(Object.keys(sources)).not.toContain('detached');
    expect(Object.keys(sources)).not.toContain('grandchild');
    expect(new Set(items.map(item => item.issue.id)).size).toBe(items.length);
    expect(
      items.find(item => item.issue.title === 'trashed')?.issue.trashed,
    ).toBe(true);
    expect(
      items.find(item => item.issue.title === 'archived')?.issue.archivedAt,
    ).toBeDefined();
  });

  it.each([
    { children: 50, requests: 1 },
    { children: 51, requests: 2 },
    { children: 310, requests: 3 },
  ])(
    'reads $children children in $requests requests',
    async ({ children, requests }) => {
      const { gateway, store } = await setUp({
        seed: {
          ...emptySeed,
          generated: {
            team: 'ENG',
            parents: 1,
            childrenPerParent: children,
          },
        },
      });
      const [parent] = store.issues().filter(issue => !issue.parentId);
      const found = await gateway.readIssueTree(parent?.id ?? '', background);
      expect(found).toMatchObject({
        outcome: 'found',
        value: { requests },
      });
      expect(found.outcome === 'found' && found.value.items.length).toBe(
        children,
      );
    },
  );

  it('reads relations in both directions to the end', async () => {
    const { gateway, store } = await setUp();
    const parent = store.createIssue({ team: 'INC', title: 'Parent' }).id;
    for (let n = 0; n < 120; n += 1) {
      const { id } = store.createIssue({ team: 'ENG', title: `Item ${n}` });
      if (n % 2 === 0) {
        store.relate(parent, id);
      } else {
        store.relate(id, parent, 'blocks');
      }
    }
    const found = await gateway.readIssueTree(parent, background);
    expect(found).toMatchObject({ outcome: 'found', value: { requests: 3 } });
    expect(found.outcome === 'found' && found.value.items.length).toBe(120);
  });

  it('tells an absent parent from an unreachable one', async () => {
    const { gateway, fail } = await setUp();
    expect(await gateway.readIssueTree(randomUUID(), background)).toEqual({
      outcome: 'absent',
    });
    fail({ kind: 'status', status: 503, times: 'untilCleared' });
    await expect(
      gateway.readIssueTree(randomUUID(), background),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each<FaultInput>([
    { kind: 'truncatedPage', mode: 'dropCursor' },
    { kind: 'malformed' },
    { kind: 'html' },
    { kind: 'partialData' },
  ])('never takes a broken answer (%j) for a complete one', async fault => {
    const { gateway, store, fail } = await setUp();
    const parent = store.createIssue({ team: 'INC', title: 'Parent' });
    store.createIssue({ team: 'ENG', title: 'Item', parent: parent.id });
    fail({ ...fault, times: 'untilCleared' });
    await expect(
      gateway.readIssueTree(parent.id, background),
    ).rejects.toMatchObject({
      kind: expect.stringMatching(/^(malformed|unavailable)$/),
    });
  });
});

describe('a transition', () => {
  it('moves, says that it did, and does nothing the second time', async () => {
    const { gateway, store } = await setUp();
    const { id } = store.createIssue({
      team: 'INC',
      title: 'Item',
      state: 'Todo',
    });
    const input = {
      issueId: id,
      to: { name: ' done ' },
      expectedFrom: 'TODO',
    };
    expect(await gateway.transition(input, person)).toMatchObject({
      outcome: 'moved',
      from: { name: 'Todo' },
      to: { name: 'Done' },
      issue: { id, state: { name: 'Done' } },
    });
    const at = store.issue(id).updatedAt;
    // Already there wins over a source that no longer fits.
    expect(await gateway.transition(input, person)).toMatchObject({
      outcome: 'alreadyThere',
      to: { name: 'Done' },
    });
    expect(store.issue(id).updatedAt).toBe(at);
  });

  it('is aborted where the issue is elsewhere', async () => {
    const { gateway, store } = await setUp();
    const { id } = store.createIssue({
      team: 'INC',
      title: 'Item',
      state: 'In Progress',
    });
    expect(
      await gateway.transition(
        { issueId: id, to: { name: 'Done' }, expectedFrom: 'Todo' },
        person,
      ),
    ).toMatchObject({ outcome: 'aborted', actual: { name: 'In Progress' } });
    expect(store.stateOf(id).name).toBe('In Progress');
  });

  it('to a state the team does not have names those it has', async () => {
    const { gateway, store } = await setUp();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    const outcome = await gateway.transition(
      { issueId: id, to: { name: 'Shipped' } },
      person,
    );
    expect(outcome).toEqual({
      outcome: 'unknownState',
      states: expect.arrayContaining(['Todo', 'In Progress', 'Done']),
    });
  });

  it('finds a state made after the states were last read', async () => {
    const { gateway, store } = await setUp();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    await gateway.statesOf(store.team('INC').id, person);
    store.putState('INC', 'Shipped', { type: 'completed', position: 99 });
    expect(
      await gateway.transition(
        { issueId: id, to: { name: 'Shipped' } },
        person,
      ),
    ).toMatchObject({ outcome: 'moved', to: { name: 'Shipped' } });
  });

  it('by type goes to the lowest position, and leaves alone what is of the type', async () => {
    const { gateway, store } = await setUp();
    const lowest = store
      .states('INC')
      .filter(state => state.type === 'started')
      .sort((a, b) => a.position - b.position)[0];
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    expect(
      await gateway.transition(
        { issueId: id, to: { type: 'started' } },
        background,
      ),
    ).toMatchObject({ outcome: 'moved', to: { id: lowest?.id } });
    store.setState(id, 'In Review');
    expect(
      await gateway.transition(
        { issueId: id, to: { type: 'started' } },
        background,
      ),
    ).toMatchObject({ outcome: 'alreadyThere', to: { name: 'In Review' } });
  });

  it('goes to the states of the team the issue is in now', async () => {
    const { gateway, store } = await setUp();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    await gateway.transition({ issueId: id, to: { name: 'Todo' } }, person);
    store.moveToTeam(id, 'ENG');
    const outcome = await gateway.transition(
      { issueId: id, to: { name: 'Done' } },
      person,
    );
    expect(outcome).toMatchObject({
      outcome: 'moved',
      to: { id: store.state('ENG', 'Done').id },
    });
  });

  it('reads everything afresh once, where Linear finds a discrepancy', async () => {
    const { gateway, store, fail, sent } = await setUp();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    fail({
      kind: 'error',
      match: 'UpdateIssue',
      message: 'Discrepancy between issue team and state, cycle or project.',
      type: 'invalid input',
    });
    expect(
      await gateway.transition({ issueId: id, to: { name: 'Done' } }, person),
    ).toMatchObject({ outcome: 'moved' });
    expect(sent().filter(name => name === 'TeamStates')).toHaveLength(2);
  });
});

describe('looking up names', () => {
  it('finds teams by key with their flags', async () => {
    const { gateway, store } = await setUp();
    expect(await gateway.teamByKey('pay', person)).toMatchObject({
      outcome: 'found',
      value: {
        id: store.team('PAY').id,
        key: 'PAY',
        triageEnabled: true,
        visibility: 'public',
        autoCloseParentIssues: false,
      },
    });
    expect(await gateway.teamByKey('NOPE', person)).toEqual({
      outcome: 'absent',
    });
  });

  it('believes the states of a team for a while', async () => {
    const { gateway, store, sent, clock } = await setUp();
    const team = store.team('INC').id;
    const states = await gateway.statesOf(team, person);
    expect(states.map(state => state.id).sort()).toEqual(
      store
        .states('INC')
        .map(state => state.id)
        .sort(),
    );
    await gateway.statesOf(team, person);
    expect(sent()).toHaveLength(1);
    clock.advance(600_000);
    await gateway.statesOf(team, person);
    expect(sent()).toHaveLength(2);
    await expect(gateway.statesOf(randomUUID(), person)).rejects.toMatchObject({
      reason: 'notFound',
    });
  });

  it('finds active people by e-mail, letter case ignored', async () => {
    const { gateway } = await setUp({
      seed: {
        ...emptySeed,
        users: [
          { name: 'Ada', email: 'Ada@Example.com' },
          { name: 'Left', email: 'left@example.com', active: false },
        ],
      },
    });
    const users = await gateway.usersByEmail(
      ['ada@example.COM', 'left@example.com', 'nobody@example.com', ''],
      person,
    );
    expect([...users.keys()]).toEqual(['ada@example.com']);
    expect(users.get('ada@example.com')?.name).toBe('Ada');
  });

  it('finds people by id, those who left too', async () => {
    const { gateway, store } = await setUp({
      seed: {
        ...emptySeed,
        users: [{ name: 'Left', email: 'left@example.com', active: false }],
      },
    });
    const { id } = store.user('left@example.com');
    expect([...(await gateway.usersById([id], person)).values()]).toMatchObject(
      [{ name: 'Left', active: false }],
    );
  });

  it.each([
    [[{ name: 'incident' }, { name: 'Incident', team: 'PAY' }]],
    [[{ name: 'Incident', team: 'PAY' }, { name: 'incident' }]],
  ])(
    'finds labels of the team before those of the workspace, of %j',
    async both => {
      const { gateway, store } = await setUp({
        seed: { ...emptySeed, labels: [...both, { name: 'pci', team: 'ENG' }] },
      });
      const pay = store.team('PAY').id;
      const labels = await gateway.labelsByName(
        ['INCIDENT', 'pci', 'none'],
        { teamId: pay },
        person,
      );
      expect([...labels]).toEqual([
        ['incident', expect.objectContaining({ teamId: pay })],
      ]);
      expect(
        (await gateway.labelsByName(['incident'], {}, person)).get('incident')
          ?.teamId,
      ).toBeUndefined();
    },
  );

  it('finds projects, of a team where one is given', async () => {
    const { gateway, store } = await setUp();
    const inTeam = (key: string) =>
      gateway.projectByName(
        ' reliability',
        { teamId: store.team(key).id },
        person,
      );
    expect(await inTeam('PAY')).toMatchObject({
      outcome: 'found',
      value: { name: 'Reliability' },
    });
    expect(await inTeam('ENG')).toEqual({ outcome: 'absent' });
    expect(
      await gateway.projectByName('Reliability', {}, person),
    ).toMatchObject({ outcome: 'found' });
  });
});

describe('reading changes', () => {
  it('reads what changed, oldest first, and the newest relations, in one request', async () => {
    const { gateway, store, clock, sent } = await setUp();
    const create = (title: string) => {
      clock.advance(60_000);
      return store.createIssue({ team: 'ENG', title }).id;
    };
    create('before');
    clock.advance(60_000);
    const since = new Date(clock.now()).toISOString();
    const a = create('a');
    const b = create('b');
    const c = create('c');
    clock.advance(60_000);
    store.updateIssue(a, { title: 'a again' });
    clock.advance(60_000);
    store.trash(b);
    store.relate(a, c, 'blocks');
    const page = await gateway.changesSince({ since }, background);
    expect(page.issues.map(issue => issue.title)).toEqual([
      'c',
      'a again',
      'b',
    ]);
    expect(page.issues[2]?.trashed).toBe(true);
    expect(page.next).toBeUndefined();
    expect(page.relations?.relations).toEqual([
      {
        type: 'blocks',
        issueId: a,
        relatedIssueId: c,
        removed: false,
        updatedAt: expect.any(String),
      },
    ]);
    expect(sent()).toEqual(['Changes']);
  });

  it('pages through many changes without missing any', async () => {
    const { gateway, store } = await setUp({
      seed: {
        ...emptySeed,
        generated: { team: 'ENG', parents: 60, childrenPerParent: 9 },
      },
    });
    const since = '2000-01-01T00:00:00.000Z';
    const seen: string[] = [];
    let after: string | undefined;
    let pages = 0;
    do {
      const page = await gateway.changesSince({ since, after }, background);
      seen.push(...page.issues.map(issue => issue.updatedAt));
      after = page.next;
      pages += 1;
    } while (after !== undefined);
    expect(pages).toBe(3);
    expect(seen).toHaveLength(store.issues().length);
    expect(seen).toEqual([...seen].sort());
  });

  it('reads older relations on demand', async () => {
    const { gateway, store } = await setUp();
    const parent = store.createIssue({ team: 'INC', title: 'Parent' }).id;
    for (let n = 0; n < 130; n += 1) {
      store.relate(
        parent,
        store.createIssue({ team: 'ENG', title: `Item ${n}` }).id,
      );
    }
    const { relations } = await gateway.changesSince(
      { since: '2000-01-01' },
      background,
    );
    const older = await gateway.olderRelations(
      { after: relations?.next ?? '' },
      background,
    );
    expect(relations?.relations).toHaveLength(100);
    expect(older.relations).toHaveLength(30);
    expect(older.next).toBeUndefined();
  });
});

describe('sweeping', () => {
  it('reads 1,000 incidents with 10 items each in at most 20 requests', async () => {
    const { gateway, store, sent, simulator } = await setUp({
      seed: {
        ...emptySeed,
        generated: { team: 'INC', parents: 1000, childrenPerParent: 10 },
      },
    });
    const parents = store.issues().filter(issue => !issue.parentId);
    const parentIds = parents.map(issue => issue.id);
    const children = await drain(cursor =>
      gateway.sweepChildren({ parentIds, cursor }, background),
    );
    expect(children.map(issue => issue.id).sort()).toEqual(
      store
        .issues()
        .filter(issue => issue.parentId)
        .map(issue => issue.id)
        .sort(),
    );
    const issues = await drain(cursor =>
      gateway.sweepIssues({ ids: parentIds, cursor }, background),
    );
    expect(issues.map(issue => issue.id).sort()).toEqual(parentIds.sort());
    await drain(cursor =>
      gateway.sweepRelations({ ids: parentIds, cursor }, background),
    );
    expect(sent().length).toBeLessThanOrEqual(20);
    for (const { points } of simulator.requests.list()) {
      expect(points).toBeLessThanOrEqual(10_000);
    }
  });

  it('gives lanes that are done the next parents, and goes on from a stored cursor', async () => {
    const { gateway, store } = await setUp({
      seed: {
        ...emptySeed,
        generated: { team: 'INC', parents: 1100, childrenPerParent: 1 },
      },
    });
    const busy = store.issues().find(issue => !issue.parentId)?.id ?? '';
    for (let n = 0; n < 600; n += 1) {
      store.createIssue({ team: 'ENG', title: `Item ${n}`, parent: busy });
    }
    const parentIds = store
      .issues()
      .filter(issue => !issue.parentId)
      .map(issue => issue.id);
    const children = await drain(cursor =>
      gateway.sweepChildren({ parentIds, cursor }, background),
    );
    expect(children).toHaveLength(1700);
    expect(new Set(children.map(issue => issue.id)).size).toBe(1700);
  });

  it('reads every edge of crowded issues too, removed ones and similar left out', async () => {
    const { gateway, store } = await setUp();
    const create = (title: string) =>
      store.createIssue({ team: 'ENG', title }).id;
    const [few, ten, many] = ['few', 'ten', 'many'].map(create);
    const expected = new Set<string>();
    const relate = (
      from: string,
      to: string,
      type: 'related' | 'blocks' = 'related',
    ) => {
      store.relate(from, to, type);
      expected.add(`${from} ${type} ${to}`);
    };
    relate(few ?? '', create('x'));
    relate(create('y'), few ?? '', 'blocks');
    store.relate(few ?? '', create('similar'), 'similar');
    const dropped = create('dropped');
    store.relate(few ?? '', dropped);
    store.unrelate(few ?? '', dropped);
    for (let n = 0; n < 12; n += 1) {
      relate(ten ?? '', create(`ten ${n}`), 'blocks');
    }
    for (let n = 0; n < 270; n += 1) {
      relate(create(`many ${n}`), many ?? '', 'blocks');
    }
    const ids = [few ?? '', ten ?? '', many ?? ''];
    const swept = await gateway.sweepRelations(
      { ids: [...ids, randomUUID()] },
      background,
    );
    expect(
      new Set(
        swept.items.map(
          ({ issueId, type, relatedIssueId }) =>
            `${issueId} ${type} ${relatedIssueId}`,
        ),
      ),
    ).toEqual(expected);
    expect(swept.items).toHaveLength(expected.size);
    expect([...swept.seen].sort()).toEqual([...ids].sort());
    expect(swept.next).toBeUndefined();
  });

  it('of nothing asks nothing', async () => {
    const { gateway, sent } = await setUp();
    expect(await gateway.sweepChildren({ parentIds: [] }, background)).toEqual({
      items: [],
      requests: 0,
    });
    expect(await gateway.sweepIssues({ ids: [] }, background)).toMatchObject({
      items: [],
    });
    expect(await gateway.sweepRelations({ ids: [] }, background)).toMatchObject(
      { items: [], seen: [] },
    );
    expect(sent()).toEqual([]);
  });

  async function drain<T>(
    read: (cursor?: string) => Promise<{ items: T[]; next?: string }>,
  ): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(cursor);
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return items;
  }
});

describe('the probe', () => {
  it('names actor, teams and every fault in one request', async () => {
    const { gateway, store, sent } = await setUp();
    const result = await gateway.probe(
      {
        teams: [
          { configKey: 'default.team', teamKey: 'INC' },
          { configKey: 'rules[0].use.team', teamKey: 'GONE' },
        ],
        projects: [
          {
            configKey: 'rules[0].use.project',
            name: 'Reliability',
            teamKey: 'PAY',
          },
          { configKey: 'rules[1].use.project', name: 'Nowhere' },
        ],
        labels: [
          { configKey: 'rules[0].use.labels[0]', name: 'incident' },
          { configKey: 'rules[0].use.labels[1]', name: 'nothing' },
        ],
        states: [
          { configKey: 'states.default.open', name: 'in progress' },
          {
            configKey: 'states.teams.PAY.completed',
            name: 'Closed',
            teamKey: 'PAY',
          },
        ],
      },
      background,
    );
    expect(sent()).toEqual(['Probe']);
    expect(result.scopes).toBeUndefined();
    expect(result.teams.map(team => team.key).sort()).toEqual(['INC', 'PAY']);
    expect(result.teams.find(team => team.key === 'INC')?.states.length).toBe(
      store.states('INC').length,
    );
    expect(result.faults.map(fault => fault.configKey)).toEqual([
      'rules[0].use.team',
      'rules[1].use.project',
      'rules[0].use.labels[1]',
      'states.teams.PAY.completed',
    ]);
  });

  it('with nothing configured finds no fault', async () => {
    const { gateway } = await setUp();
    expect(
      (
        await gateway.probe(
          { teams: [], projects: [], labels: [], states: [] },
          background,
        )
      ).faults,
    ).toEqual([]);
  });
});

describe('OAuth client credentials', () => {
  const auth = {
    kind: 'oauth' as const,
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    scopes: ['read', 'write'],
  };

  it.each(['single', 'parallel'] as const)(
    'serve many replicas where Linear keeps tokens %s',
    async tokenMode => {
      const { simulator, clock, store, sent } = await setUp({
        simulator: {
          auth: {
            apiKeys: [],
            oauthClients: [
              {
                clientId: 'demo-client',
                clientSecret: 'demo-secret',
                tokenMode,
              },
            ],
          },
        },
      });
      const { apiUrl, tokenUrl } = simulator;
      const tokenStore = new MemoryTokenStore();
      const replicas = [1, 2, 3].map(() =>
        testGateway({ apiUrl, tokenUrl, clock, auth, tokenStore }),
      );
      const { id } = store.createIssue({ team: 'INC', title: 'Item' });
      const everyoneReads = () =>
        Promise.all(replicas.map(replica => replica.findIssue(id, person)));
      const tokenRequests = () =>
        sent().filter(name => name === 'OAuthToken').length;
      await everyoneReads();
      expect(tokenRequests()).toBe(1);
      simulator.tokens.revokeAll();
      await everyoneReads();
      expect(tokenRequests()).toBe(2);
      clock.advance(29.5 * 86_400_000);
      await everyoneReads();
      expect(tokenRequests()).toBe(3);
      const probe = await replicas[0]?.probe(
        { teams: [], projects: [], labels: [], states: [] },
        background,
      );
      expect(probe).toMatchObject({
        actor: { app: true },
        scopes: ['read', 'write'],
        faults: [],
      });
    },
  );

  it('with a wrong secret are refused', async () => {
    const { simulator } = await setUp();
    const { apiUrl, tokenUrl } = simulator;
    const gateway = testGateway({
      apiUrl,
      tokenUrl,
      auth: { ...auth, clientSecret: 'wrong' },
    });
    await expect(gateway.findIssue('INC-1', person)).rejects.toMatchObject({
      kind: 'unauthorized',
      operation: 'token',
    });
  });
});

describe('the rate budget', () => {
  it('leaves its reserve to people', async () => {
    const { gateway, sent } = await setUp({
      simulator: { limits: { requestsPerHour: 10, pointsPerHour: 1_000_000 } },
    });
    for (let n = 0; n < 8; n += 1) {
      await gateway.findIssue('INC-1', background);
    }
    await expect(gateway.findIssue('INC-1', background)).rejects.toMatchObject({
      kind: 'rateLimited',
      bucket: 'requests',
      heldBack: true,
    });
    await gateway.findIssue('INC-1', person);
    await gateway.findIssue('INC-1', person);
    expect(sent()).toHaveLength(10);
    await expect(gateway.findIssue('INC-1', person)).rejects.toMatchObject({
      kind: 'rateLimited',
      heldBack: false,
    });
    expect(gateway.status()).toMatchObject({
      budget: { requests: { limit: 10, remaining: 0 } },
      waiting: { bucket: 'requests' },
    });
  });
});

describe('a wrong API key', () => {
  it('is an authorization failure that the status shows', async () => {
    const { gateway } = await setUp({
      gateway: { auth: { kind: 'apiKey', apiKey: 'lin_api_wrong' } },
    });
    await expect(gateway.findIssue('INC-1', person)).rejects.toMatchObject({
      kind: 'unauthorized',
    });
    expect(gateway.status()).toMatchObject({
      connection: 'failing',
      lastFailure: { kind: 'unauthorized' },
    });
  });
});
