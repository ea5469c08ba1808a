import { z } from 'zod';
import type { LinearCall } from '../ports';
import type { LinearRelation } from '../LinearIssue';
import { lookup, readAll, settleByReading, write } from './basics';
import { type Run, connection, only, operation, pageInfo } from './operation';

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

const relation = edge.extend({
  id: z.string(),
  other: z.object({ id: z.string() }),
});

/** One direction of an issue's relations, 50 at a time. */
function relationsOf(
  operationName: string,
  direction: 'relations' | 'inverseRelations',
  other: 'relatedIssue' | 'issue',
) {
  return operation<{ id: string; after?: string }>()(
    181,
    only('issue', only('page', connection(relation))),
    `query ${operationName}($id: String!, $after: String) {
  issue(id: $id) {
    page: ${direction}(first: 50, after: $after, includeArchived: true) {
      ${pageInfo}
      nodes { id type archivedAt other: ${other} { id } }
    }
  }
}`,
  );
}

export const relationsFrom = relationsOf(
  'RelationsFrom',
  'relations',
  'relatedIssue',
);
export const relationsTo = relationsOf(
  'RelationsTo',
  'inverseRelations',
  'issue',
);

const done = z.object({ success: z.boolean() });

export const createRelation = operation<{
  id: string;
  issueId: string;
  relatedIssueId: string;
}>()(
  2,
  only('issueRelationCreate', done),
  `mutation CreateRelation($id: String!, $issueId: String!, $relatedIssueId: String!) {
  issueRelationCreate(input: { id: $id, issueId: $issueId, relatedIssueId: $relatedIssueId, type: related }) { success }
}`,
);

export const deleteRelation = operation<{ id: string }>()(
  2,
  only('issueRelationDelete', done),
  'mutation DeleteRelation($id: String!) { issueRelationDelete(id: $id) { success } }',
);

/** A relation between a parent and another issue, from the parent's side. */
export type RelationBetween = {
  id: string;
  source: Exclude<LinearItemSource, 'child'>;
  archived: boolean;
};

/** Relating single issues to a parent. */
export function relationOperations(run: Run, newId: () => string) {
  /** What makes an issue an item of the parent, beside being its sub-issue: `similar` is left out. */
  async function relationsBetween(
    parentId: string,
    issueId: string,
    call: LinearCall,
  ): Promise<RelationBetween[]> {
    const read = async (of: typeof relationsFrom, isFromParent: boolean) =>
      (await readAll(run, of, { id: issueId }, call)).flatMap(
        ({ id, type, archivedAt, other }) => {
          if (other.id !== parentId) return [];
          const ends = isFromParent
            ? { issueId: parentId, relatedIssueId: issueId }
            : { issueId, relatedIssueId: parentId };
          const end = relationSource(
            { type, ...ends, removed: false },
            parentId,
          );
          return end
            ? [{ id, source: end.source, archived: archivedAt !== undefined }]
            : [];
        },
      );
    return [
      ...(await read(relationsFrom, false)),
      ...(await read(relationsTo, true)),
    ];
  }

  return {
    relationsBetween,

    /** Relates two issues; a repeat or an ambiguous response is settled by reading. */
    async relate(
      issueId: string,
      relatedIssueId: string,
      call: LinearCall,
    ): Promise<void> {
      const variables = { id: newId(), issueId, relatedIssueId };
      try {
        await write(run, createRelation, variables, call);
      } catch (error) {
        await settleByReading(error, async () => {
          const found = await relationsBetween(issueId, relatedIssueId, call);
          return found.some(({ archived }) => !archived)
            ? { outcome: 'found', value: found }
            : { outcome: 'absent' };
        });
      }
    },

    /** An absent relation is no error. */
    async removeRelation(id: string, call: LinearCall): Promise<void> {
      await lookup(() => write(run, deleteRelation, { id }, call));
    },
  };
}
