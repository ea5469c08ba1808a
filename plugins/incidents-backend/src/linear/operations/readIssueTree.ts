import type { IssueTree, LinearCall, Lookup } from '../LinearGateway';
import type { LinearIssue } from '../LinearIssue';
import * as documents from '../documents';
import { toRelation } from '../documents/relation';
import type { LinearRequester } from '../transport/LinearRequester';
import { lookup } from './lookup';
import { readPages } from './readPages';
import { relationSource, sourcePrecedence } from './relationSource';

type Edge = { type: string; archivedAt?: string };

/** A parent, its children and its relations in both directions, every list to its end. */
export async function readIssueTree(
  requester: LinearRequester,
  idOrIdentifier: string,
  call: LinearCall,
): Promise<Lookup<IssueTree>> {
  return lookup(async () => {
    const { issue: tree } = await requester.run(
      documents.issueTree,
      { id: idOrIdentifier },
      call,
    );
    const { children, relations, inverseRelations, ...parent } = tree;
    const { id } = parent;
    const moreChildren = await readPages(
      'IssueTreeChildren',
      children.next,
      async after =>
        (
          await requester.run(documents.issueTreeChildren, { id, after }, call)
        ).issue.children,
    );
    const moreRelations = await readPages(
      'IssueTreeRelations',
      relations.next,
      async after =>
        (
          await requester.run(documents.issueTreeRelations, { id, after }, call)
        ).issue.relations,
    );
    const moreInverse = await readPages(
      'IssueTreeInverseRelations',
      inverseRelations.next,
      async after =>
        (
          await requester.run(
            documents.issueTreeInverseRelations,
            { id, after },
            call,
          )
        ).issue.inverseRelations,
    );
    const items = collect(parent, {
      children: [...children.nodes, ...moreChildren.nodes],
      outgoing: [...relations.nodes, ...moreRelations.nodes].map(
        ({ relatedIssue, ...edge }) => ({ ...edge, other: relatedIssue }),
      ),
      incoming: [...inverseRelations.nodes, ...moreInverse.nodes].map(
        ({ issue, ...edge }) => ({ ...edge, other: issue }),
      ),
    });
    return {
      parent,
      items,
      requests:
        1 +
        moreChildren.requests +
        moreRelations.requests +
        moreInverse.requests,
    };
  });
}

function collect(
  parent: LinearIssue,
  around: {
    children: LinearIssue[];
    outgoing: (Edge & { other: LinearIssue })[];
    incoming: (Edge & { other: LinearIssue })[];
  },
): IssueTree['items'] {
  const all: IssueTree['items'] = around.children.map(issue => ({
    source: 'child',
    issue,
  }));
  const edges = [
    ...around.outgoing.map(edge => ({
      relation: toRelation({
        ...edge,
        issue: parent,
        relatedIssue: edge.other,
      }),
      other: edge.other,
    })),
    ...around.incoming.map(edge => ({
      relation: toRelation({
        ...edge,
        issue: edge.other,
        relatedIssue: parent,
      }),
      other: edge.other,
    })),
  ];
  for (const { relation, other } of edges) {
    const seen = relationSource(relation, parent.id);
    if (seen) {
      all.push({ source: seen.source, issue: other });
    }
  }
  const byIssue = new Map<string, IssueTree['items'][number]>();
  for (const source of sourcePrecedence) {
    for (const item of all) {
      if (item.source === source && !byIssue.has(item.issue.id)) {
        byIssue.set(item.issue.id, item);
      }
    }
  }
  return [...byIssue.values()];
}
