import { relationSource, toRelation } from './relations';

const edge = (
  type: string,
  issueId: string,
  relatedIssueId: string,
  removed = false,
) => ({ type, issueId, relatedIssueId, removed });

describe('relationSource', () => {
  it.each([
    [edge('related', 'P', 'x'), { issueId: 'x', source: 'related' }],
    [edge('related', 'x', 'P'), { issueId: 'x', source: 'related' }],
    [edge('blocks', 'P', 'x'), { issueId: 'x', source: 'blocks' }],
    [edge('blocks', 'x', 'P'), { issueId: 'x', source: 'blockedBy' }],
    [edge('duplicate', 'P', 'x'), { issueId: 'x', source: 'duplicate' }],
    [edge('similar', 'P', 'x'), undefined],
    [edge('depends', 'P', 'x'), undefined],
    [edge('related', 'a', 'b'), undefined],
    [edge('related', 'P', 'P'), undefined],
    [edge('related', 'P', 'x', true), undefined],
  ])('maps %j to %j', (relation, expected) => {
    expect(relationSource(relation, 'P')).toEqual(expected);
  });
});

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
