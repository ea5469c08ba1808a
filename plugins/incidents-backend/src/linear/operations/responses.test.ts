import {
  failure,
  found,
  missing,
  serve,
} from '../__testUtils__/scriptedLinear';
import {
  background,
  interactive,
  testGateway,
} from '../__testUtils__/testGateway';
import { wireIssue } from '../__testUtils__/wireIssue';

const ISSUE_ID = '6f1c1f7e-8f0e-4c58-9d4b-2f1f6a3f8a01';

describe('a response', () => {
  it('becomes an issue without nulls', async () => {
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
    const result = await testGateway(server).findIssue('INC-1', interactive);
    expect(result).toMatchObject({
      outcome: 'found',
      value: {
        priority: 1,
        dueDate: '2026-04-01',
        trashed: true,
        parentId: 'parent-1',
        assignee: { name: 'Ada' },
        team: { autoCloseParentIssues: false },
      },
    });
    expect(JSON.stringify(result)).not.toContain('null');
  });

  it.each([
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T14:00:00.5+02:00', '2026-03-01T12:00:00.500Z'],
    ['2026-03-01T12:00:00.123456Z', '2026-03-01T12:00:00.123Z'],
  ])('with the instant %s reads it as %s', async (updatedAt, expected) => {
    const server = await serve(() =>
      found({ updatedAt, archivedAt: updatedAt }),
    );
    expect(
      await testGateway(server).findIssue('INC-1', interactive),
    ).toMatchObject({
      value: { updatedAt: expected, archivedAt: expected },
    });
  });

  it('with an instant that cannot be parsed is malformed', async () => {
    const server = await serve(() => found({ updatedAt: 'yesterday' }));
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('malformed');
  });

  it('with an unknown team visibility counts as private', async () => {
    const server = await serve(() =>
      found({ team: { ...wireIssue().team, visibility: 'secret' } }),
    );
    expect(
      await testGateway(server).findIssue('INC-1', interactive),
    ).toMatchObject({
      value: { team: { visibility: 'private' } },
    });
  });

  it('means absent only where Linear says so', async () => {
    const server = await serve(() => missing);
    expect(await testGateway(server).findIssue('INC-1', interactive)).toEqual({
      outcome: 'absent',
    });
  });

  it('without a required field is malformed', async () => {
    const { state, ...rest } = wireIssue();
    expect(state).toBeDefined();
    const server = await serve(() => ({ body: { data: { issue: rest } } }));
    const error = await failure(
      testGateway(server).findIssue('INC-1', interactive),
    );
    expect(error.kind).toBe('malformed');
    expect(error.message).toContain('issue.state');
  });

  it.each([
    [{ hasNextPage: true, endCursor: null }],
    [{ hasNextPage: true, endCursor: '' }],
    [{ hasNextPage: true }],
  ])('with more pages but no cursor (%j) is malformed', async pageInfo => {
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
      testGateway(server).readIssueTree(ISSUE_ID, interactive),
    );
    expect(error.kind).toBe('malformed');
  });

  it('with a cursor that does not advance is malformed, and not read for ever', async () => {
    const stuck = {
      nodes: [],
      pageInfo: { hasNextPage: true, endCursor: 'same' },
    };
    const none = { nodes: [], pageInfo: { hasNextPage: false } };
    const server = await serve(() => ({
      body: { data: { issues: stuck, issueRelations: none } },
    }));
    const gateway = testGateway(server);
    const since = '2026-01-01';
    const { next } = await gateway.changesSince(since, background);
    const error = await failure(
      gateway.moreChanges(next ?? { since }, background),
    );
    expect(error.kind).toBe('malformed');
  });

  it.each([
    ['Sun, 01 Mar 2026 12:00:05 GMT', '2026-03-01T12:00:05.000Z'],
    ['yesterday', undefined],
    [undefined, undefined],
  ])(
    'with the first page of changes says when Linear sent it: %s is read as %s',
    async (date, expected) => {
      const none = { nodes: [], pageInfo: { hasNextPage: false } };
      const more = { hasNextPage: true, endCursor: 'next' };
      const server = await serve(({ operation }) => ({
        headers: { ...(date && { date }) },
        body: {
          data:
            operation === 'Changes'
              ? {
                  issues: { nodes: [], pageInfo: more },
                  issueRelations: none,
                }
              : { issues: none },
        },
      }));
      const gateway = testGateway(server);
      const since = '2026-01-01';
      const first = await gateway.changesSince(since, background);
      expect(first.respondedAt).toBe(expected);
    },
  );

  it('with more pages of the same cursor is malformed', async () => {
    const server = await serve(() => ({
      body: {
        data: {
          slot0: {
            nodes: [wireIssue()],
            pageInfo: { hasNextPage: true, endCursor: 'x' },
          },
        },
      },
    }));
    const error = await failure(
      testGateway(server).findIssues([ISSUE_ID], interactive),
    );
    expect(error.kind).toBe('malformed');
  });
});
