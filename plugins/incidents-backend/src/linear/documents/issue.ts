import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import { connection } from '../wire/connection';
import { issueSchema, issueWhole } from '../wire/issue';
import { optional } from '../wire/optional';
import { operation } from './Operation';

export const findIssue = operation<LinearDocument.QueryIssueArgs>()({
  name: 'FindIssue',
  document: `query FindIssue($id: String!) { issue(id: $id) { ...IssueWhole } }
${issueWhole}`,
  schema: z.object({ issue: issueSchema }),
  points: 9,
});

/** At most 250 ids. */
export const findIssues = operation<{ ids: string[]; after?: string }>()({
  name: 'FindIssues',
  document: `query FindIssues($ids: [ID!]!, $after: String) {
  issues(filter: { id: { in: $ids } }, first: 250, after: $after, includeArchived: true) {
    pageInfo { hasNextPage endCursor }
    nodes { ...IssueWhole }
  }
}
${issueWhole}`,
  schema: z.object({ issues: connection(issueSchema) }),
  points: 2450,
});

const issuePayload = z.object({
  success: z.boolean(),
  issue: optional(issueSchema),
});

export const createIssue = operation<LinearDocument.MutationIssueCreateArgs>()({
  name: 'CreateIssue',
  document: `mutation CreateIssue($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { ...IssueWhole } }
}
${issueWhole}`,
  schema: z.object({ issueCreate: issuePayload }),
  points: 10,
});

export const updateIssue = operation<LinearDocument.MutationIssueUpdateArgs>()({
  name: 'UpdateIssue',
  document: `mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success issue { ...IssueWhole } }
}
${issueWhole}`,
  schema: z.object({ issueUpdate: issuePayload }),
  points: 10,
});

export const trashIssue = operation<
  Pick<LinearDocument.MutationIssueDeleteArgs, 'id'>
>()({
  name: 'TrashIssue',
  document:
    'mutation TrashIssue($id: String!) { issueDelete(id: $id) { success } }',
  schema: z.object({ issueDelete: z.object({ success: z.boolean() }) }),
  points: 2,
});
