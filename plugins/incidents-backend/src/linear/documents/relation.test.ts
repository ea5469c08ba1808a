import { toRelation } from './wire';

const at = '2026-01-01T00:00:00.000Z';

describe('toRelation', () => {
  it.each([
    [{}, false],
    [{ archived: at }, true],
    [{ issue: at }, false],
    // Archived with its issue, and so still an edge.
    [{ archived: at, issue: at }, false],
    [{ archived: at, related: at }, false],
  ])('an edge with %j is removed: %s', (archived, removed) => {
    const given: { archived?: string; issue?: string; related?: string } =
      archived;
    expect(
      toRelation({
        type: 'blocks',
        archivedAt: given.archived,
        issue: { id: 'a', archivedAt: given.issue },
        relatedIssue: { id: 'b', archivedAt: given.related },
      }),
    ).toEqual({ type: 'blocks', issueId: 'a', relatedIssueId: 'b', removed });
  });
});
