import { z } from 'zod';
import type { LinearRelation } from '../LinearIssue';
import { optional } from '../wire/optional';

/** An issue at the end of an edge, as far as it says whether the edge counts. */
export const relationEnd = z.object({
  id: z.string(),
  archivedAt: optional(z.string()),
});

export type RelationEnd = { id: string; archivedAt?: string };

/**
 * Whether Linear deletes edges or archives them, and whether it archives those of archived issues, is not documented.
 * So an archived edge counts as removed only while both of its issues live.
 */
export function toRelation(edge: {
  type: string;
  archivedAt?: string;
  issue: RelationEnd;
  relatedIssue: RelationEnd;
}): LinearRelation {
  const isOfArchivedIssue = Boolean(
    edge.issue.archivedAt ?? edge.relatedIssue.archivedAt,
  );
  return {
    type: edge.type,
    issueId: edge.issue.id,
    relatedIssueId: edge.relatedIssue.id,
    removed: edge.archivedAt !== undefined && !isOfArchivedIssue,
  };
}
