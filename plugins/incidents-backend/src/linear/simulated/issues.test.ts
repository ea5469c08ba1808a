import { randomUUID } from 'node:crypto';
import { type FaultInput, emptySeed } from 'linear-simulator';
import { simulateLinear } from '../__testUtils__/simulatedLinear';
import {
  background,
  interactive,
  testGateway,
} from '../__testUtils__/testGateway';

describe('creating an issue', () => {
  it('sets the requested id, team, state, assignee, labels, parent and dates', async () => {
    const { gateway, store } = await simulateLinear();
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
      interactive,
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

  it('makes one issue when repeated under one id', async () => {
    const { gateway, store } = await simulateLinear();
    const input = {
      id: randomUUID(),
      teamId: store.team('INC').id,
      title: 'Once',
    };
    await gateway.createIssue(input, interactive);
    expect(await gateway.createIssue(input, interactive)).toMatchObject({
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
  ])('makes one issue through %j', async fault => {
    const { gateway, store, fail } = await simulateLinear();
    fail(fault);
    const id = randomUUID();
    const { issue } = await gateway.createIssue(
      { id, teamId: store.team('INC').id, title: 'Once' },
      interactive,
    );
    expect(issue.id).toBe(id);
    expect(store.issues().map(stored => stored.id)).toEqual([id]);
  });

  it('is rejected in an unknown team', async () => {
    const { gateway } = await simulateLinear();
    await expect(
      gateway.createIssue(
        { id: randomUUID(), teamId: randomUUID(), title: 'Lost' },
        interactive,
      ),
    ).rejects.toMatchObject({ kind: 'rejected' });
  });
});

describe('finding issues', () => {
  it('works by UUID, identifier and former identifier, trashed and archived ones too', async () => {
    const { gateway, store } = await simulateLinear();
    const issue = store.createIssue({ team: 'ENG', title: 'Moved' });
    store.moveToTeam(issue.identifier, 'PAY');
    for (const reference of [issue.id, 'PAY-1', 'ENG-1']) {
      expect(await gateway.findIssue(reference, interactive)).toMatchObject({
        outcome: 'found',
        value: {
          id: issue.id,
          identifier: 'PAY-1',
          previousIdentifiers: ['ENG-1'],
        },
      });
    }
    store.trash(issue.id);
    expect(await gateway.findIssue(issue.id, interactive)).toMatchObject({
      value: { trashed: true },
    });
  });

  it('reports an issue as absent that never existed, was deleted for good, or is in an inaccessible team', async () => {
    const { gateway, store, simulator } = await simulateLinear();
    const gone = store.createIssue({ team: 'ENG', title: 'Gone' });
    const hidden = store.createIssue({ team: 'PAY', title: 'Hidden' });
    store.deletePermanently(gone.id);
    for (const reference of [randomUUID(), 'ENG-99', gone.id]) {
      expect(await gateway.findIssue(reference, interactive)).toEqual({
        outcome: 'absent',
      });
    }
    const app = testGateway({
      apiUrl: simulator.apiUrl,
      tokenUrl: simulator.tokenUrl,
      auth: {
        kind: 'oauth',
        clientId: 'demo-client',
        clientSecret: 'demo-secret',
        scopes: ['read', 'write'],
      },
    });
    expect(await app.findIssue(hidden.id, interactive)).toMatchObject({
      outcome: 'found',
    });
    store.removeTeamAccess('PAY');
    expect(await app.findIssue(hidden.id, interactive)).toEqual({
      outcome: 'absent',
    });
  });

  it('reads many at once, and leaves out only those that are absent', async () => {
    const { gateway, store, sent } = await simulateLinear({
      seed: {
        ...emptySeed,
        generated: { team: 'ENG', parents: 300, childrenPerParent: 0 },
      },
    });
    const ids = store.issues().map(issue => issue.id);
    store.archive(ids[0] ?? '');
    const found = await gateway.findIssues([...ids, randomUUID()], interactive);
    expect([...found.issues.keys()].sort()).toEqual([...ids].sort());
    expect(sent()).toEqual(['FindIssues']);
  });
});

describe('changing an issue', () => {
  it('sets, clears and keeps fields', async () => {
    const { gateway, store } = await simulateLinear();
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
      interactive,
    );
    expect(issue).toMatchObject({ title: 'New', priority: 2 });
    expect(issue.assignee).toBeUndefined();
    expect(issue.dueDate).toBeUndefined();
    expect([...issue.labelIds].sort()).toEqual(
      [store.label('incident').id, store.label('pci').id].sort(),
    );
  });

  it('is rejected when the issue is absent, but trashing it succeeds', async () => {
    const { gateway, store } = await simulateLinear();
    await expect(
      gateway.updateIssue(randomUUID(), { title: 'x' }, interactive),
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
    const { gateway, store } = await simulateLinear();
    const issue = store.createIssue({ team: 'INC', title: 'Parent' });
    const url = 'https://backstage.example/catalog/default/incident/inc-1';
    const first = await gateway.upsertAttachment(
      { issueId: issue.id, url, title: 'INC-1', subtitle: 'active' },
      interactive,
    );
    const second = await gateway.upsertAttachment(
      { issueId: issue.id, url, title: 'Private incident' },
      interactive,
    );
    expect(second).toEqual(first);
    expect(store.attachmentsOf(issue.id)).toHaveLength(1);
    expect(store.attachmentsOf(issue.id)[0]).toMatchObject({
      title: 'Private incident',
      url,
    });
    await gateway.removeAttachment(first.id, interactive);
    await gateway.removeAttachment(first.id, interactive);
    expect(store.attachmentsOf(issue.id)).toHaveLength(0);
  });

  it.each(['resetAfter', 'malformed'] as const)(
    'keep one attachment of the given id through %s',
    async kind => {
      const { gateway, store, fail } = await simulateLinear();
      const issue = store.createIssue({ team: 'INC', title: 'Parent' });
      fail({ kind, match: 'CreateAttachment' });
      const id = randomUUID();
      expect(
        await gateway.upsertAttachment(
          { id, issueId: issue.id, url: 'https://b.example', title: 'INC-1' },
          interactive,
        ),
      ).toEqual({ id });
      expect(store.attachmentsOf(issue.id)).toHaveLength(1);
    },
  );

  it('write a comment once, whatever happens on the way, and change it', async () => {
    const { gateway, store, fail } = await simulateLinear();
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
