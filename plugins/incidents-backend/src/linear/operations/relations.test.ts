import { relationSource } from './issueTree';

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
