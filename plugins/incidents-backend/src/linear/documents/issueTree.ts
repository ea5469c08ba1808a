import { z } from 'zod';
import type { LinearIssue } from '../LinearIssue';
import { type Page, connection } from '../wire/connection';
import { issueRow, issueSchema } from '../wire/issue';
import { optional } from '../wire/optional';
import { type Operation, operation } from './Operation';

type Edge = { type: string; archivedAt?: string };
type Outgoing = Edge & { relatedIssue: LinearIssue };
type Incoming = Edge & { issue: LinearIssue };

/** A parent with the first page of each list around it. */
export type IssueTreeData = LinearIssue & {
  children: Page<LinearIssue>;
  relations: Page<Outgoing>;
  inverseRelations: Page<Incoming>;
};

const edge = {
  type: z.string(),
  archivedAt: optional(z.string()),
};
const children: z.ZodType<Page<LinearIssue>> = connection(issueSchema);
const relations: z.ZodType<Page<Outgoing>> = connection(
  z.object({ ...edge, relatedIssue: issueSchema }),
);
const inverseRelations: z.ZodType<Page<Incoming>> = connection(
  z.object({ ...edge, issue: issueSchema }),
);

const pageInfo = 'pageInfo { hasNextPage endCursor }';
const childrenFields = `{ ${pageInfo} nodes { ...IssueRow } }`;
const relationFields = `{ ${pageInfo} nodes { type archivedAt relatedIssue { ...IssueRow } } }`;
const inverseFields = `{ ${pageInfo} nodes { type archivedAt issue { ...IssueRow } } }`;

/** A parent and the first 50 of each list around it. */
export const issueTree: Operation<{ id: string }, { issue: IssueTreeData }> =
  operation<{ id: string }>()({
    name: 'IssueTree',
    document: `query IssueTree($id: String!) {
  issue(id: $id) {
    ...IssueRow
    description
    children(first: 50, includeArchived: true) ${childrenFields}
    relations(first: 50, includeArchived: true) ${relationFields}
    inverseRelations(first: 50, includeArchived: true) ${inverseFields}
  }
}
${issueRow}`,
    schema: z.object({
      issue: z
        .object({ children, relations, inverseRelations })
        .and(issueSchema),
    }),
    points: 1584,
  });

type After = { id: string; after: string };

export const issueTreeChildren = operation<After>()({
  name: 'IssueTreeChildren',
  document: `query IssueTreeChildren($id: String!, $after: String!) {
  issue(id: $id) { children(first: 250, after: $after, includeArchived: true) ${childrenFields} }
}
${issueRow}`,
  schema: z.object({ issue: z.object({ children }) }),
  points: 2426,
});

export const issueTreeRelations = operation<After>()({
  name: 'IssueTreeRelations',
  document: `query IssueTreeRelations($id: String!, $after: String!) {
  issue(id: $id) { relations(first: 250, after: $after, includeArchived: true) ${relationFields} }
}
${issueRow}`,
  schema: z.object({ issue: z.object({ relations }) }),
  points: 2726,
});

export const issueTreeInverseRelations = operation<After>()({
  name: 'IssueTreeInverseRelations',
  document: `query IssueTreeInverseRelations($id: String!, $after: String!) {
  issue(id: $id) { inverseRelations(first: 250, after: $after, includeArchived: true) ${inverseFields} }
}
${issueRow}`,
  schema: z.object({ issue: z.object({ inverseRelations }) }),
  points: 2726,
});
