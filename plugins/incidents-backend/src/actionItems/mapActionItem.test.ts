import fc from 'fast-check';
import type { LinearIssue, LinearItemSource } from '../linear';
import { mapActionItem } from './mapActionItem';

const issue: LinearIssue = {
  id: 'issue-1',
  identifier: 'PAY-1',
  previousIdentifiers: [],
  title: 'Add an alert',
  url: 'https://linear.example/PAY-1',
  labelIds: [],
  priority: 2,
  createdAt: '2026-03-01T10:00:00.000Z',
  updatedAt: '2026-03-02T10:00:00.000Z',
  trashed: false,
  state: {
    id: 's1',
    name: 'Todo',
    type: 'unstarted',
    color: '#fff',
    position: 1,
  },
  team: {
    id: 't1',
    key: 'PAY',
    name: 'Payments',
    timezone: 'Europe/Berlin',
    visibility: 'public',
    autoCloseChildIssues: false,
    autoCloseParentIssues: false,
  },
};

const DAY = 86_400_000;

function map(
  changes: Partial<LinearIssue> = {},
  options: {
    source?: LinearItemSource;
    users?: [string, string][];
  } = {},
) {
  return mapActionItem({
    issue: { ...issue, ...changes },
    source: options.source ?? 'child',
    settings: {
      sources: ['child', 'related', 'blockedBy'],
      dueWithinMs: { high: 14 * DAY },
    },
    userRefs: new Map(options.users),
  });
}

function mapped(...args: Parameters<typeof map>) {
  const result = map(...args);
  if (!result) throw new Error('was dropped');
  return result;
}

describe('mapActionItem', () => {
  it('maps an issue to what is stored', () => {
    expect(
      mapped(
        {
          assignee: {
            id: 'u1',
            name: 'Jane',
            email: ' Jane@Example.com',
            active: true,
            app: false,
            avatarUrl: 'https://a',
          },
          completedAt: '2026-03-02T09:00:00Z',
          archivedAt: '2026-03-09T09:00:00Z',
        },
        {
          source: 'related',
          users: [['u1', 'user:default/jane']],
        },
      ),
    ).toEqual({
      item: {
        issueId: 'issue-1',
        source: 'related',
        identifier: 'PAY-1',
        title: 'Add an alert',
        url: 'https://linear.example/PAY-1',
        status: 'todo',
        state: { id: 's1', name: 'Todo', type: 'unstarted', color: '#fff' },
        priority: 'high',
        assignee: {
          id: 'u1',
          name: 'Jane',
          userRef: 'user:default/jane',
          avatarUrl: 'https://a',
        },
        team: { id: 't1', key: 'PAY', name: 'Payments' },
        dueAt: '2026-03-15T10:00:00.000Z',
        dueSource: 'policy',
        createdAt: '2026-03-01T10:00:00.000Z',
        updatedAt: '2026-03-02T10:00:00.000Z',
        completedAt: '2026-03-02T09:00:00.000Z',
        archived: true,
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  it.each([
    ['triage', 'todo'],
    ['backlog', 'todo'],
    ['unstarted', 'todo'],
    ['started', 'inProgress'],
    ['completed', 'done'],
    ['canceled', 'canceled'],
    ['duplicate', 'canceled'],
  ])('maps state type %s to %s', (type, status) => {
    const result = mapped({ state: { ...issue.state, type } });
    expect(result.item.status).toBe(status);
    expect(result.unknownStateType).toBeUndefined();
  });

  it.each(['review', 'constructor', ''])(
    'takes the unknown state type %p for to do and reports it',
    type => {
      const result = mapped({ state: { ...issue.state, type } });
      expect(result.item.status).toBe('todo');
      expect(result.unknownStateType).toBe(type);
    },
  );

  it.each([
    [0, 'none'],
    [1, 'urgent'],
    [2, 'high'],
    [3, 'medium'],
    [4, 'low'],
  ] as const)('names priority %d %s', (number, name) => {
    expect(mapped({ priority: number }).item.priority).toBe(name);
  });

  it('drops trashed issues and sources not shown', () => {
    expect(map({ trashed: true })).toBeUndefined();
    expect(map({}, { source: 'blocks' })).toBeUndefined();
    expect(map({}, { source: 'duplicate' })).toBeUndefined();
  });

  it('gives no catalog user to an integration or an unknown person', () => {
    const users: [string, string][] = [['b', 'user:default/bot']];
    const bot = {
      id: 'b',
      name: 'Bot',
      email: 'bot@example.com',
      active: true,
      app: true,
    };
    expect(mapped({ assignee: bot }, { users }).item.assignee).toEqual({
      id: 'b',
      name: 'Bot',
    });
    expect(
      mapped({ assignee: { ...bot, id: 'x', app: false } }, { users }).item
        .assignee,
    ).toEqual({ id: 'x', name: 'Bot' });
  });

  it('keeps a title of any length and content', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), title => {
        expect(mapped({ title }).item.title).toBe(title.split('\0').join(''));
      }),
    );
  });

  it('hashes equal content equally, in any order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(issue).reverse());
    expect(
      mapped({ ...reversed, createdAt: '2026-03-01T11:00:00+01:00' }).item
        .contentHash,
    ).toBe(mapped().item.contentHash);
  });

  it.each<[string, Partial<LinearIssue>]>([
    ['title', { title: 'Other' }],
    ['identifier', { identifier: 'OPS-1' }],
    ['state', { state: { ...issue.state, id: 's2' } }],
    ['state colour', { state: { ...issue.state, color: '#000' } }],
    ['priority', { priority: 3 }],
    ['due date', { dueDate: '2026-04-01' }],
    [
      'assignee',
      {
        assignee: {
          id: 'u',
          name: 'U',
          email: 'u@e',
          active: true,
          app: false,
        },
      },
    ],
    ['team', { team: { ...issue.team, name: 'Pay' } }],
    ['archiving', { archivedAt: '2026-03-09T09:00:00Z' }],
    ['update time', { updatedAt: '2026-03-03T10:00:00.000Z' }],
  ])('hashes another %s differently', (_, changes) => {
    expect(mapped(changes).item.contentHash).not.toBe(
      mapped().item.contentHash,
    );
  });

  it('does not hash what it does not store', () => {
    expect(
      mapped({ state: { ...issue.state, position: 9 }, labelIds: ['x'] }).item
        .contentHash,
    ).toBe(mapped().item.contentHash);
  });
});
