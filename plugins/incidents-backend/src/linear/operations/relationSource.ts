import type { LinearItemSource } from '../LinearGateway';
import type { LinearRelation } from '../LinearIssue';

/**
 * What an edge makes of the issue at its other end, seen from `parentId`; undefined where it makes nothing of it:
 * `similar` (Linear's own guess), types newer than this code, removed edges, edges of other issues.
 */
export function relationSource(
  relation: LinearRelation,
  parentId: string,
): { issueId: string; source: Exclude<LinearItemSource, 'child'> } | undefined {
  const isOutgoing = relation.issueId === parentId;
  const isIncoming = relation.relatedIssueId === parentId;
  if (relation.removed || isOutgoing === isIncoming) {
    return undefined;
  }
  const issueId = isOutgoing ? relation.relatedIssueId : relation.issueId;
  switch (relation.type) {
    case 'related':
    case 'duplicate':
      return { issueId, source: relation.type };
    case 'blocks':
      return { issueId, source: isOutgoing ? 'blocks' : 'blockedBy' };
    default:
      return undefined;
  }
}

/** Which source an issue shows that belongs in several ways: the first of these. */
export const sourcePrecedence: LinearItemSource[] = [
  'child',
  'related',
  'blockedBy',
  'blocks',
  'duplicate',
];
