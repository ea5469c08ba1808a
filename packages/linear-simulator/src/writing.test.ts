import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Simulation, TestClock } from './testing/simulation';

const create =
  'mutation Create($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { id identifier title url description state { name type } team { key } assignee { name } botActor { userDisplayName } creator { app } } } }';
const update =
  'mutation Update($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { success issue { identifier previousIdentifiers title url description state { name type } updatedAt startedAt completedAt canceledAt trashed archivedAt } } }';

const created = z.object({
  issueCreate: z.object({
    issue: z.object({ id: z.string(), identifier: z.string() }).loose(),
  }),
});

const updated = z.object({
  issueUpdate: z.object({
    issue: z
      .object({
        identifier: z.string(),
        url: z.string(),
        updatedAt: z.string(),
      })
      .loose(),
  }),
});

describe('writing', () => {
  let clock: TestClock;
  let linear: Simulation;

  beforeEach(async () => {
    clock = new TestClock('2026-03-01T10:00:00Z');
    linear = await Simulation.start({ now: clock.now });
  });

  afterEach(() => linear.close());

  const team = (key: string) => linear.store.team(key).id;

  const make = async (input: Record<string, unknown>) =>
    created.parse(await linear.data(create, { input })).issueCreate.issue;

  const change = async (id: string, input: Record<string, unknown>) => {
    clock.advance(1_000);
    const data = await linear.data(update, { id, input });
    return updated.parse(data).issueUpdate.issue;
  };

  const refused = async (
    query: string,
    variables: Record<string, unknown>,
  ): Promise<{ message: string; presentable: unknown; code: unknown }> => {
    const { status, data, errors } = await linear.ask(query, variables);
    expect(status).toBe(200);
    expect(data).toBeNull();
    const extensions = errors?.[0].extensions;
    expect(extensions?.type).toBe('invalid input');
    return {
      message: errors?.[0].message ?? '',
      presentable: extensions?.userPresentableMessage,
      code: extensions?.code,
    };
  };

  it('creates an issue in the default state of its team', async () => {
    const issue = await make({
      teamId: team('INC'),
      title: '  Trimmed ',
      createAsUser: 'Sam',
    });
    expect(issue).toMatchObject({
      identifier: 'INC-1',
      title: 'Trimmed',
      url: `${linear.simulator.url}/demo/issue/INC-1/trimmed`,
      state: { name: 'Backlog', type: 'backlog' },
      botActor: { userDisplayName: 'Sam' },
      creator: { app: true },
    });
  });

  it('puts an integration’s issue into triage if the team has it, unless a state is given', async () => {
    expect(await make({ teamId: team('PAY'), title: 'A' })).toMatchObject({
      state: { type: 'triage' },
    });
    const stateId = linear.store.state('PAY', 'Todo').id;
    expect(
      await make({ teamId: team('PAY'), title: 'B', stateId }),
    ).toMatchObject({ state: { name: 'Todo' } });
    const human = linear.store.createIssue({ team: 'PAY', title: 'C' });
    expect(linear.store.stateOf(human.id).type).toBe('backlog');
  });

  it('accepts an id once and then reports a conflict', async () => {
    const id = randomUUID();
    expect((await make({ teamId: team('INC'), title: 'A', id })).id).toBe(id);
    expect(
      await refused(create, { input: { teamId: team('INC'), title: 'A', id } }),
    ).toEqual({
      message: 'conflict on insert of Issue',
      presentable: `Entity Issue with id ${id} already exists.`,
      code: 'INPUT_ERROR',
    });
    expect(linear.store.issues()).toHaveLength(1);
  });

  it.each([
    ['an empty title', { title: '  ' }],
    ['no title', {}],
    ['a title that is too long', { title: 'x'.repeat(256) }],
    ['an id that is no UUID v4', { title: 'A', id: 'abc' }],
    ['a team key in place of its id', { title: 'A', teamId: 'INC' }],
    ['a priority out of range', { title: 'A', priority: 5 }],
  ])('refuses %s and stores nothing', async (_, input) => {
    const answer = await refused(create, {
      input: { teamId: team('INC'), ...input },
    });
    expect(answer.code).toBe('INVALID_INPUT');
    expect(linear.store.issues()).toHaveLength(0);
  });

  it.each([
    ['team', { teamId: randomUUID() }, 'Team'],
    ['parent', { parentId: 'INC-77' }, 'Issue'],
    ['state', { stateId: randomUUID() }, 'WorkflowState'],
    ['assignee', { assigneeId: randomUUID() }, 'User'],
    ['label', { labelIds: [randomUUID()] }, 'IssueLabel'],
    ['project', { projectId: randomUUID() }, 'Project'],
  ])('does not find an unknown %s', async (_, input, entity) => {
    const { message } = await refused(create, {
      input: { teamId: team('INC'), title: 'A', ...input },
    });
    expect(message).toBe(`Entity not found: ${entity}`);
  });

  it('rejects a state or project of another team', async () => {
    const discrepancy =
      'Discrepancy between issue team and state, cycle or project.';
    const wrong = [
      { stateId: linear.store.state('ENG', 'Todo').id },
      { projectId: linear.store.project('Reliability').id },
    ];
    for (const input of wrong) {
      const { message } = await refused(create, {
        input: { teamId: team('INC'), title: 'A', ...input },
      });
      expect(message).toBe(discrepancy);
    }
    await make({ teamId: team('INC'), title: 'A' });
    const { message } = await refused(update, { id: 'INC-1', input: wrong[0] });
    expect(message).toBe(discrepancy);
  });

  it('assigns neither apps nor deactivated people', async () => {
    linear.store.updateUser('sam.weber@example.com', { active: false });
    const app = linear.store.users().find(user => user.app);
    const sam = linear.store.user('sam.weber@example.com');
    for (const assigneeId of [app?.id, sam.id]) {
      const { message } = await refused(create, {
        input: { teamId: team('INC'), title: 'A', assigneeId },
      });
      expect(message).toBe('The assignee cannot be assigned to issues');
    }
  });

  it('stores markdown in its own format', async () => {
    const issue = await make({
      teamId: team('INC'),
      title: 'A',
      description:
        '- one\n  - two\n\nSee https://example.com/x.\n```\n- code\n```\n',
    });
    expect(issue.description).toBe(
      '* one\n  * two\n\nSee <https://example.com/x>.\n```\n- code\n```',
    );
  });

  it('keeps the times of state changes', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    const state = (name: string) => ({
      stateId: linear.store.state('INC', name).id,
    });
    const started = await change('INC-1', state('In Progress'));
    expect(started).toMatchObject({
      startedAt: '2026-03-01T10:00:01.000Z',
      completedAt: null,
    });
    expect(await change('INC-1', state('Done'))).toMatchObject({
      startedAt: '2026-03-01T10:00:01.000Z',
      completedAt: '2026-03-01T10:00:02.000Z',
    });
    expect(await change('INC-1', state('Canceled'))).toMatchObject({
      completedAt: null,
      canceledAt: '2026-03-01T10:00:03.000Z',
    });
    expect(await change('INC-1', state('Todo'))).toMatchObject({
      startedAt: null,
      completedAt: null,
      canceledAt: null,
    });
  });

  it('bumps updatedAt by real edits, not by repeats, relations, attachments or comments', async () => {
    const first = await make({ teamId: team('INC'), title: 'A' });
    await make({ teamId: team('INC'), title: 'B' });
    const before = linear.store.issue('INC-1').updatedAt;
    expect((await change('INC-1', { title: 'A' })).updatedAt).toBe(before);
    linear.store.relate('INC-1', 'INC-2');
    linear.store.attach('INC-1', { title: 'T', url: 'https://b.test/1' });
    linear.store.comment('INC-1', 'Hello');
    linear.store.updateIssue('INC-2', { parent: first.id });
    expect(linear.store.issue('INC-1').updatedAt).toBe(before);
    expect((await change('INC-1', { title: 'New' })).updatedAt).not.toBe(
      before,
    );
  });

  it('changes the URL with the title, and keeps the old one working', async () => {
    await make({ teamId: team('INC'), title: 'Old title' });
    const { url } = await change('INC-1', { title: 'Ünder new name!' });
    expect(url).toBe(`${linear.simulator.url}/demo/issue/INC-1/under-new-name`);
  });

  it('gives a moved issue a new identifier and state, and keeps the old identifiers', async () => {
    const { id } = await make({ teamId: team('INC'), title: 'A' });
    await change('INC-1', { stateId: linear.store.state('INC', 'Done').id });
    const moved = await change('INC-1', { teamId: team('ENG') });
    expect(moved).toMatchObject({
      identifier: 'ENG-1',
      previousIdentifiers: ['INC-1'],
      state: { name: 'Done', type: 'completed' },
    });
    expect(moved.url).toContain('/issue/ENG-1/');
    expect(linear.store.issue('ENG-1').stateId).toBe(
      linear.store.state('ENG', 'Done').id,
    );
    expect(
      await linear.data('{ issue(id: "INC-1") { id identifier } }'),
    ).toEqual({ issue: { id, identifier: 'ENG-1' } });
    const next = await make({ teamId: team('INC'), title: 'B' });
    expect(next.identifier).toBe('INC-2');
    const back = await change('ENG-1', { teamId: team('INC') });
    expect(back).toMatchObject({
      identifier: 'INC-3',
      previousIdentifiers: ['INC-1', 'ENG-1'],
    });
  });

  it('clears with null, changes labels by difference', async () => {
    const labels = ['incident', 'pci'].map(name => linear.store.label(name).id);
    await make({
      teamId: team('INC'),
      title: 'A',
      dueDate: '2026-04-01',
      labelIds: [labels[0]],
    });
    await change('INC-1', { dueDate: null, addedLabelIds: [labels[1]] });
    expect(linear.store.issue('INC-1')).toMatchObject({ labelIds: labels });
    expect(linear.store.issue('INC-1').dueDate).toBeUndefined();
    await change('INC-1', { removedLabelIds: [labels[0]] });
    expect(linear.store.issue('INC-1').labelIds).toEqual([labels[1]]);
  });

  it('rejects a parent that is the issue itself or below it', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    await make({ teamId: team('INC'), title: 'B', parentId: 'INC-1' });
    await refused(update, { id: 'INC-1', input: { parentId: 'INC-2' } });
    await refused(update, { id: 'INC-1', input: { parentId: 'INC-1' } });
    expect(linear.store.issue('INC-1').parentId).toBeUndefined();
  });

  it('trashes and restores, by separate mutations or by update', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    await linear.data(
      'mutation { issueDelete(id: "INC-1") { success entity { trashed } } }',
    );
    expect(linear.store.issue('INC-1')).toMatchObject({ trashed: true });
    await linear.data('mutation { issueUnarchive(id: "INC-1") { success } }');
    expect(linear.store.issue('INC-1').trashed).toBeUndefined();
    expect(await change('INC-1', { trashed: true })).toMatchObject({
      trashed: true,
      archivedAt: expect.any(String),
    });
    expect(await change('INC-1', { trashed: null })).toMatchObject({
      trashed: null,
      archivedAt: null,
    });
  });

  it('lets no app delete permanently', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    const { errors } = await linear.ask(
      'mutation { issueDelete(id: "INC-1", permanentlyDelete: true) { success } }',
    );
    expect(errors?.[0].extensions?.type).toBe('forbidden');
    expect(linear.store.findIssue('INC-1')).toBeDefined();
  });

  it('closes parents and children automatically only if the team is configured so', async () => {
    await make({ teamId: team('INC'), title: 'Parent' });
    await make({ teamId: team('INC'), title: 'Child', parentId: 'INC-1' });
    linear.store.setState('INC-2', 'Done');
    expect(linear.store.stateOf('INC-1').type).toBe('backlog');
    linear.store.updateTeam('INC', { autoCloseParentIssues: true });
    linear.store.setState('INC-2', 'Todo');
    linear.store.setState('INC-2', 'Canceled');
    expect(linear.store.stateOf('INC-1').type).toBe('completed');
    expect(linear.store.issue('INC-1').autoClosedAt).toBeDefined();
    linear.store.updateTeam('INC', {
      autoCloseParentIssues: false,
      autoCloseChildIssues: true,
    });
    linear.store.setState('INC-1', 'In Progress');
    linear.store.setState('INC-2', 'Todo');
    linear.store.setState('INC-1', 'Done');
    expect(linear.store.stateOf('INC-2').type).toBe('completed');
  });

  it('creates all issues of a batch or none', async () => {
    const batch =
      'mutation Batch($input: IssueBatchCreateInput!) { issueBatchCreate(input: $input) { issues { identifier } } }';
    const issues = [
      { teamId: team('INC'), title: 'A' },
      { teamId: team('INC'), title: '' },
    ];
    await refused(batch, { input: { issues } });
    expect(linear.store.issues()).toHaveLength(0);
    await refused(batch, {
      input: { issues: Array.from({ length: 51 }, () => issues[0]) },
    });
    await linear.data(batch, { input: { issues: [issues[0], issues[0]] } });
    expect(linear.store.issues()).toHaveLength(2);
  });

  it('updates a batch by UUID only', async () => {
    const { id } = await make({ teamId: team('INC'), title: 'A' });
    const batch =
      'mutation Batch($ids: [UUID!]!) { issueBatchUpdate(ids: $ids, input: {priority: 2}) { issues { priority } } }';
    expect(await linear.data(batch, { ids: [id] })).toEqual({
      issueBatchUpdate: { issues: [{ priority: 2 }] },
    });
    const answer = await linear.ask(batch, { ids: ['INC-1'] });
    expect(answer.status).toBe(400);
  });

  it('creates each relation once and removes it by id', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    await make({ teamId: team('ENG'), title: 'B' });
    const relate =
      'mutation Relate($input: IssueRelationCreateInput!) { issueRelationCreate(input: $input) { issueRelation { id type } } }';
    const input = {
      issueId: 'INC-1',
      relatedIssueId: 'ENG-1',
      type: 'related',
    };
    const id = randomUUID();
    await linear.data(relate, { input: { ...input, id } });
    await refused(relate, { input });
    await refused(relate, {
      input: { ...input, issueId: 'ENG-1', relatedIssueId: 'INC-1' },
    });
    await refused(relate, { input: { ...input, relatedIssueId: 'INC-1' } });
    const conflict = await refused(relate, {
      input: { ...input, type: 'blocks', id },
    });
    expect(conflict.message).toBe('conflict on insert of IssueRelation');
    await linear.data(
      `mutation { issueRelationDelete(id: "${id}") { success entityId } }`,
    );
    expect(linear.store.relationsOf('INC-1')).toEqual([]);
  });

  it('moves an issue marked as duplicate to the duplicate state', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    await make({ teamId: team('INC'), title: 'B' });
    linear.store.relate('INC-2', 'INC-1', 'duplicate');
    expect(linear.store.stateOf('INC-2').type).toBe('duplicate');
    expect(linear.store.stateOf('INC-1').type).toBe('backlog');
  });

  it('has one attachment per issue and URL', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    const attach =
      'mutation Attach($input: AttachmentCreateInput!) { attachmentCreate(input: $input) { attachment { id title subtitle metadata } } }';
    const shape = z.object({
      attachmentCreate: z.object({
        attachment: z.object({ id: z.string() }).loose(),
      }),
    });
    const attached = async (input: Record<string, unknown>) =>
      shape.parse(
        await linear.data(attach, {
          input: { issueId: 'INC-1', url: 'https://b.test/1', ...input },
        }),
      ).attachmentCreate.attachment;
    const first = await attached({ title: 'One', metadata: { n: 1 } });
    const second = await attached({ title: 'Two', subtitle: 'active' });
    expect(second).toEqual({
      id: first.id,
      title: 'Two',
      subtitle: 'active',
      metadata: {},
    });
    await linear.data(
      `mutation { attachmentDelete(id: "${first.id}") { success } }`,
    );
    expect(linear.store.attachmentsOf('INC-1')).toEqual([]);
    await refused(attach, {
      input: { issueId: 'INC-1', url: 'nonsense', title: 'A' },
    });
  });

  it('creates a comment with a client’s id', async () => {
    await make({ teamId: team('INC'), title: 'A' });
    const comment =
      'mutation Say($input: CommentCreateInput!) { commentCreate(input: $input) { comment { id body user { app } botActor { userDisplayName } } } }';
    const input = {
      id: randomUUID(),
      issueId: 'INC-1',
      body: '- done',
      createAsUser: 'Ada',
    };
    expect(await linear.data(comment, { input })).toEqual({
      commentCreate: {
        comment: {
          id: input.id,
          body: '* done',
          user: { app: true },
          botActor: { userDisplayName: 'Ada' },
        },
      },
    });
    const conflict = await refused(comment, { input });
    expect(conflict.message).toBe('conflict on insert of Comment');
    await refused(comment, { input: { issueId: 'INC-1', body: ' ' } });
  });
});
