import { z } from 'zod';
import type { LinearRelation } from '../LinearIssue';

/** How an item belongs to a parent, from the parent's side: `blockedBy` is an issue that blocks the parent. */
export type LinearItemSource =
  | 'child'
  | 'related'
  | 'blockedBy'
  | 'blocks'
  | 'duplicate';

/** Which source an issue shows that belongs in several ways: the first of these. */
export const sourcePrecedence: LinearItemSource[] = [
  'child',
  'related',
  'blockedBy',
  'blocks',
  'duplicate',
];

/** An issue at the end of an edge, as far as it says whether the edge counts. */
export const relationEnd = z.object({
  id: z.string(),
  archivedAt: z.string().optional(),
});
type RelationEnd = z.output<typeof relationEnd>;

/** A relation, whose ends are added to it. */
export const edge = z.object({
  type: z.string(),
  archivedAt: z.string().optional(),
});

/**
 * Whether Linear deletes edges or archives them, and whether it archives those of archived issues, is not documented.
 * So an archived edge counts as removed only while both of its issues live.
 */
export function toRelation(
  of: z.output<typeof edge> & { issue: RelationEnd; relatedIssue: RelationEnd },
): LinearRelation {
  const isOfArchivedIssue = of.issue.archivedAt ?? of.relatedIssue.archivedAt;
  return {
    type: of.type,
    issueId: of.issue.id,
    relatedIssueId: of.relatedIssue.id,
    removed: of.archivedAt !== undefined && !isOfArchivedIssue,
  };
}

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
