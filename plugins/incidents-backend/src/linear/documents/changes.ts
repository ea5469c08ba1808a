import { z } from 'zod';
import { connection } from '../wire/connection';
import { issueRow, issueSchema } from '../wire/issue';
import { instant } from '../wire/instant';
import { optional } from '../wire/optional';
import { operation } from './Operation';
import { relationEnd, toRelation } from './relation';

const issuesField = (after: string) => `issues(
    filter: { updatedAt: { gte: $since } }
    sort: [{ updatedAt: { order: Ascending } }]
    first: 250${after}
    includeArchived: true
  ) { pageInfo { hasNextPage endCursor } nodes { ...IssueRow } }`;

const relationsField = (after: string) => `issueRelations(
    first: 100${after}
    includeArchived: true
    orderBy: updatedAt
  ) {
    pageInfo { hasNextPage endCursor }
    nodes { id type updatedAt archivedAt issue { id archivedAt } relatedIssue { id archivedAt } }
  }`;

const relationEdge = z
  .object({
    type: z.string(),
    updatedAt: instant,
    archivedAt: optional(z.string()),
    issue: relationEnd,
    relatedIssue: relationEnd,
  })
  .transform(edge => ({ ...toRelation(edge), updatedAt: edge.updatedAt }));

/** Everything that changed in the workspace, oldest first, and the newest relations: one request. */
export const changes = operation<{ since: string }>()({
  name: 'Changes',
  document: `query Changes($since: DateTimeOrDuration!) {
  ${issuesField('')}
  ${relationsField('')}
}
${issueRow}`,
  schema: z.object({
    issues: connection(issueSchema),
    issueRelations: connection(relationEdge),
  }),
  points: 2925,
});

export const moreChanges = operation<{ since: string; after?: string }>()({
  name: 'MoreChanges',
  document: `query MoreChanges($since: DateTimeOrDuration!, $after: String) {
  ${issuesField(' after: $after')}
}
${issueRow}`,
  schema: z.object({ issues: connection(issueSchema) }),
  points: 2425,
});

export const olderRelations = operation<{ after: string }>()({
  name: 'OlderRelations',
  document: `query OlderRelations($after: String!) {
  ${relationsField(' after: $after')}
}`,
  schema: z.object({ issueRelations: connection(relationEdge) }),
  points: 500,
});
