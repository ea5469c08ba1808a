import { z } from 'zod';
import { only, operation } from './operation';
import {
  connection,
  edge,
  instant,
  issueRow,
  issueSchema,
  pageInfo,
  relationEnd,
  toRelation,
} from './wire';

const issuesField = (after: string) => `issues(
    filter: { updatedAt: { gte: $since } }
    sort: [{ updatedAt: { order: Ascending } }]
    first: 250${after}
    includeArchived: true
  ) { ${pageInfo} nodes { ...IssueRow } }`;

const relationsField = (after: string) => `issueRelations(
    first: 100${after}
    includeArchived: true
    orderBy: updatedAt
  ) {
    ${pageInfo}
    nodes { id type updatedAt archivedAt issue { id archivedAt } relatedIssue { id archivedAt } }
  }`;

const issues = connection(issueSchema);
const issueRelations = connection(
  edge
    .extend({
      updatedAt: instant,
      issue: relationEnd,
      relatedIssue: relationEnd,
    })
    .transform(of => ({ ...toRelation(of), updatedAt: of.updatedAt })),
);

/** Everything that changed in the workspace, oldest first, and the newest relations: one request. */
export const changes = operation<{ since: string }>()(
  2925,
  z.object({ issues, issueRelations }),
  `query Changes($since: DateTimeOrDuration!) {
  ${issuesField('')}
  ${relationsField('')}
}
${issueRow}`,
);

export const moreChanges = operation<{ since: string; after?: string }>()(
  2425,
  only('issues', issues),
  `query MoreChanges($since: DateTimeOrDuration!, $after: String) {
  ${issuesField(' after: $after')}
}
${issueRow}`,
);

export const olderRelations = operation<{ after: string }>()(
  500,
  only('issueRelations', issueRelations),
  `query OlderRelations($after: String!) {
  ${relationsField(' after: $after')}
}`,
);
