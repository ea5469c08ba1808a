import type {
  IssueTree,
  LinearGateway,
  LinearItemSource,
} from '../LinearGateway';
import type { LinearIssue, LinearRelation } from '../LinearIssue';
import * as documents from '../documents';
import { type Page, toRelation } from '../documents/wire';
import { type Run, lookup, readOn } from './basics';

type FurtherPage<T> = documents.Operation<
  { id: string; after: string },
  Page<T>
>;

/** A parent, its children and its relations in both directions, every list to its end. */
export function readIssueTree(run: Run): LinearGateway['readIssueTree'] {
  return (idOrIdentifier, call) =>
    lookup(async () => {
      const { children, relations, inverseRelations, attachments, ...issue } =
        await run(documents.issueTree, { id: idOrIdentifier }, call);
      const parent: LinearIssue = {
        ...issue,
        ...(attachments && { attachmentIds: attachments }),
      };
      const readRest = <T>(further: FurtherPage<T>, first: Page<T>) =>
        readOn(further.name, first, after =>
          run(further, { id: parent.id, after }, call),
        );
      const own = await readRest(documents.issueTreeChildren, children);
      const outgoing = await readRest(documents.issueTreeRelations, relations);
      const incoming = await readRest(
        documents.issueTreeInverseRelations,
        inverseRelations,
      );
      const items: IssueTree['items'] = own.nodes.map(child => ({
        source: 'child',
        issue: child,
      }));
      const add = (relation: LinearRelation, other: LinearIssue) => {
        const source = relationSource(relation, parent.id)?.source;
        if (source) {
          items.push({ source, issue: other });
        }
      };
      for (const edge of outgoing.nodes) {
        add(toRelation({ ...edge, issue: parent }), edge.relatedIssue);
      }
      for (const edge of incoming.nodes) {
        add(toRelation({ ...edge, relatedIssue: parent }), edge.issue);
      }
      return {
        parent,
        items: strongestOfEach(items),
        requests: 1 + own.requests + outgoing.requests + incoming.requests,
      };
    });
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

/** Which source an issue shows that belongs in several ways: the first of these. */
export const sourcePrecedence: LinearItemSource[] = [
  'child',
  'related',
  'blockedBy',
  'blocks',
  'duplicate',
];

/** Each issue once, in the order of precedence. */
function strongestOfEach(items: IssueTree['items']): IssueTree['items'] {
  const byIssue = new Map<string, IssueTree['items'][number]>();
  for (const source of sourcePrecedence) {
    for (const item of items) {
      if (item.source === source && !byIssue.has(item.issue.id)) {
        byIssue.set(item.issue.id, item);
      }
    }
  }
  return [...byIssue.values()];
}
