import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import type { LinearIssue } from '../LinearIssue';
import { only, operation } from './operation';
import {
  type Page,
  beginning,
  connection,
  edge,
  issueRow,
  issueSchema,
  issueWhole,
  optional,
  pageInfo,
} from './wire';

export const findIssue = operation<LinearDocument.QueryIssueArgs>()(
  9,
  only('issue', issueSchema),
  `query FindIssue($id: String!) { issue(id: $id) { ...IssueWhole } }
${issueWhole}`,
);

/** At most 250 ids. */
export const findIssues = operation<{ ids: string[]; after?: string }>()(
  2450,
  only('issues', connection(issueSchema)),
  `query FindIssues($ids: [ID!]!, $after: String) {
  issues(filter: { id: { in: $ids } }, first: 250, after: $after, includeArchived: true) {
    ${pageInfo}
    nodes { ...IssueWhole }
  }
}
${issueWhole}`,
);

const done = z.object({ success: z.boolean() });
const issuePayload = done.extend({ issue: optional(issueSchema) });
export type IssuePayload = z.output<typeof issuePayload>;

export const createIssue = operation<LinearDocument.MutationIssueCreateArgs>()(
  10,
  only('issueCreate', issuePayload),
  `mutation CreateIssue($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { ...IssueWhole } }
}
${issueWhole}`,
);

export const updateIssue = operation<LinearDocument.MutationIssueUpdateArgs>()(
  10,
  only('issueUpdate', issuePayload),
  `mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success issue { ...IssueWhole } }
}
${issueWhole}`,
);

export const trashIssue = operation<{ id: string }>()(
  2,
  only('issueDelete', done),
  'mutation TrashIssue($id: String!) { issueDelete(id: $id) { success } }',
);

type Edge = z.output<typeof edge>;

/** The lists around a parent, a page of each. */
type Lists = {
  children: Page<LinearIssue>;
  relations: Page<Edge & { relatedIssue: LinearIssue }>;
  inverseRelations: Page<Edge & { issue: LinearIssue }>;
};

const lists: { [L in keyof Lists]: z.ZodType<Lists[L]> } = {
  children: connection(issueSchema),
  relations: connection(edge.extend({ relatedIssue: issueSchema })),
  inverseRelations: connection(edge.extend({ issue: issueSchema })),
};

const fieldsOf: Record<keyof Lists, string> = {
  children: '...IssueRow',
  relations: 'type archivedAt relatedIssue { ...IssueRow }',
  inverseRelations: 'type archivedAt issue { ...IssueRow }',
};

function list(name: keyof Lists, page: string): string {
  return `${name}(${page}, includeArchived: true) { ${pageInfo} nodes { ${fieldsOf[name]} } }`;
}

/** Absent where there are more than were read, of which nothing is known. */
const attachmentIds = beginning(z.object({ id: z.string() }))
  .nullish()
  .transform(found =>
    found && !found.isTruncated ? found.nodes.map(({ id }) => id) : undefined,
  );

const treeSchema: z.ZodType<LinearIssue & Lists & { attachments?: string[] }> =
  z.object({ ...lists, attachments: attachmentIds }).and(issueSchema);

/** A parent and the first 50 of each list around it. */
export const issueTree = operation<{ id: string }>()(
  1628,
  only('issue', treeSchema),
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

/** The next 250 of one of the lists. */
function furtherPage<L extends keyof Lists>(
  points: number,
  operationName: string,
  name: L,
) {
  const page: z.ZodType<Lists[L]> = lists[name];
  return operation<{ id: string; after: string }>()(
    points,
    only('issue', only('page', page)),
    `query ${operationName}($id: String!, $after: String!) {
  issue(id: $id) { page: ${list(name, 'first: 250, after: $after')} }
}
${issueRow}`,
  );
}

export const issueTreeChildren = furtherPage(
  2426,
  'IssueTreeChildren',
  'children',
);
export const issueTreeRelations = furtherPage(
  2726,
  'IssueTreeRelations',
  'relations',
);
export const issueTreeInverseRelations = furtherPage(
  2726,
  'IssueTreeInverseRelations',
  'inverseRelations',
);

const attachmentPayload = done.extend({
  attachment: z.object({ id: z.string() }),
});

/** Linear keeps one attachment per issue and URL: a repeat replaces title and subtitle. */
export const createAttachment =
  operation<LinearDocument.MutationAttachmentCreateArgs>()(
    3,
    only('attachmentCreate', attachmentPayload),
    `mutation CreateAttachment($input: AttachmentCreateInput!) {
  attachmentCreate(input: $input) { success attachment { id } }
}`,
  );

export const updateAttachment =
  operation<LinearDocument.MutationAttachmentUpdateArgs>()(
    3,
    only('attachmentUpdate', attachmentPayload),
    `mutation UpdateAttachment($id: String!, $input: AttachmentUpdateInput!) {
  attachmentUpdate(id: $id, input: $input) { success attachment { id } }
}`,
  );

export const deleteAttachment = operation<{ id: string }>()(
  2,
  only('attachmentDelete', done),
  'mutation DeleteAttachment($id: String!) { attachmentDelete(id: $id) { success } }',
);

const comment = z.object({ id: z.string() });

export const findComment = operation<{ id: string }>()(
  2,
  only('comment', comment),
  'query FindComment($id: String!) { comment(id: $id) { id } }',
);

export const createComment =
  operation<LinearDocument.MutationCommentCreateArgs>()(
    3,
    only('commentCreate', done.extend({ comment })),
    `mutation CreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id } }
}`,
  );

export const updateComment = operation<
  Pick<LinearDocument.MutationCommentUpdateArgs, 'id' | 'input'>
>()(
  3,
  only('commentUpdate', done.extend({ comment })),
  `mutation UpdateComment($id: String!, $input: CommentUpdateInput!) {
  commentUpdate(id: $id, input: $input) { success comment { id } }
}`,
);
