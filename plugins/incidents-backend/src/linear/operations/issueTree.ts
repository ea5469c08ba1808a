import { z } from 'zod';
import type { LinearCall, Lookup } from '../ports';
import type { LinearIssue, LinearRelation } from '../LinearIssue';
import { lookup, readOn } from './basics';
import {
  type Operation,
  type Page,
  type Run,
  beginning,
  connection,
  issueRow,
  issueSchema,
  issueWholeSchema,
  only,
  operation,
  pageInfo,
} from './operation';
import {
  type LinearItemSource,
  edge,
  relationSource,
  sourcePrecedence,
  toRelation,
} from './relations';

const lists = {
  children: connection(issueSchema),
  relations: connection(edge.extend({ relatedIssue: issueSchema })),
  inverseRelations: connection(edge.extend({ issue: issueSchema })),
};

const fieldsOf: Record<keyof typeof lists, string> = {
  children: '...IssueRow',
  relations: 'type archivedAt relatedIssue { ...IssueRow }',
  inverseRelations: 'type archivedAt issue { ...IssueRow }',
};

function list(name: keyof typeof lists, page: string): string {
  return `${name}(${page}, includeArchived: true) { ${pageInfo} nodes { ${fieldsOf[name]} } }`;
}

/** Absent where there are more than were read, of which nothing is known. */
const attachmentIds = beginning(z.object({ id: z.string() }))
  .optional()
  .transform(found =>
    found && !found.isTruncated ? found.nodes.map(({ id }) => id) : undefined,
  );

/** A parent and the first 50 of each list around it. */
export const issueTree = operation<{ id: string }>()(
  1628,
  only(
    'issue',
    z.object({ ...lists, attachments: attachmentIds }).and(issueWholeSchema),
  ),
  `query IssueTree($id: String!) {
  issue(id: $id) {
    ...IssueRow
    description
    attachments(first: 20) { pageInfo { hasNextPage } nodes { id } }
    ${list('children', 'first: 50')}
    ${list('relations', 'first: 50')}
    ${list('inverseRelations', 'first: 50')}
  }
}
${issueRow}`,
);

/** 250 of one of the lists. */
function furtherPage<T>(
  points: number,
  operationName: string,
  name: keyof typeof lists,
  page: z.ZodType<Page<T>>,
) {
  return operation<{ id: string; after?: string }>()(
    points,
    only('issue', only('page', page)),
    `query ${operationName}($id: String!, $after: String) {
  issue(id: $id) { page: ${list(name, 'first: 250, after: $after')} }
}
${issueRow}`,
  );
}

export const issueTreeChildren = furtherPage(
  2426,
  'IssueTreeChildren',
  'children',
  lists.children,
);
export const issueTreeRelations = furtherPage(
  2726,
  'IssueTreeRelations',
  'relations',
  lists.relations,
);
export const issueTreeInverseRelations = furtherPage(
  2726,
  'IssueTreeInverseRelations',
  'inverseRelations',
  lists.inverseRelations,
);

/**
 * A parent and everything around it: direct children and relations in both directions, every list complete, archived
 * and trashed ones included, `similar` left out, each issue once (child before related, blockedBy, blocks, duplicate).
 */
export type IssueTree = {
  parent: LinearIssue;
  items: { source: LinearItemSource; issue: LinearIssue }[];
  /** How many requests the read took: one while no list is longer than 50. */
  requests: number;
};

/** A parent, its children and its relations in both directions, every list to its end. */
export function readIssueTree(
  run: Run,
  idOrIdentifier: string,
  call: LinearCall,
): Promise<Lookup<IssueTree>> {
  return lookup(async () => {
    const { children, relations, inverseRelations, attachments, ...parent } =
      await run(issueTree, { id: idOrIdentifier }, call);
    const readRest = <T>(
      further: Operation<{ id: string; after?: string }, Page<T>>,
      first: Page<T>,
    ) =>
      readOn(further.name, first, after =>
        run(further, { id: parent.id, after }, call),
      );
    const own = await readRest(issueTreeChildren, children);
    const outgoing = await readRest(issueTreeRelations, relations);
    const incoming = await readRest(
      issueTreeInverseRelations,
      inverseRelations,
    );
    const related = (relation: LinearRelation, issue: LinearIssue) => {
      const source = relationSource(relation, parent.id)?.source;
      return source ? [{ source, issue }] : [];
    };
    return {
      parent: { ...parent, ...(attachments && { attachmentIds: attachments }) },
      items: strongestOfEach([
        ...own.nodes.map(issue => ({ source: 'child' as const, issue })),
        ...outgoing.nodes.flatMap(of =>
          related(toRelation({ ...of, issue: parent }), of.relatedIssue),
        ),
        ...incoming.nodes.flatMap(of =>
          related(toRelation({ ...of, relatedIssue: parent }), of.issue),
        ),
      ]),
      requests: 1 + own.requests + outgoing.requests + incoming.requests,
    };
  });
}

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
