import { z } from 'zod';
import type { LinearCall } from '../ports';
import { type LinearIssue, type LinearRelation, instant } from '../LinearIssue';
import type { LinearRequester } from '../transport/LinearRequester';
import { assertAdvanced, newestOfEach } from './basics';
import {
  type Page,
  connection,
  issueRow,
  issueSchema,
  only,
  operation,
  pageInfo,
} from './operation';
import { edge, relationEnd, toRelation } from './relations';

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

export const moreChanges = operation<ChangesCursor>()(
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

/** The position between two pages of changes. */
export type ChangesCursor = {
  /** ISO 8601, or a duration of Linear's before the first page showed an instant. */
  since: string;
  /** Linear's cursor, where `since` alone does not lead on. */
  after?: string;
};

/** One page of what changed, oldest change first; `next` is absent on the last. */
export type IssueChangesPage = { issues: LinearIssue[]; next?: ChangesCursor };

/** Relations, newest first; `next` is absent where there are no older ones. */
export type RelationsPage = Page<LinearRelation & { updatedAt: string }>;

/** What changed in the workspace, page by page. */
export function changeOperations({ request }: LinearRequester) {
  return {
    /**
     * Issues of the whole workspace changed at or after `since` (ISO 8601), and the newest relations. `respondedAt` is
     * when Linear sent them, ISO 8601 by its own clock, to the second; absent where Linear does not say so readably.
     */
    async changesSince(
      since: string,
      call: LinearCall,
    ): Promise<
      IssueChangesPage & { relations: RelationsPage; respondedAt?: string }
    > {
      const { data, respondedAt } = await request(changes, { since }, call);
      return {
        ...toPage({ since }, data.issues),
        relations: data.issueRelations,
        respondedAt,
      };
    },

    /** The page of changes after another one. */
    async moreChanges(
      cursor: ChangesCursor,
      call: LinearCall,
    ): Promise<IssueChangesPage> {
      const { data } = await request(moreChanges, cursor, call);
      assertAdvanced('MoreChanges', cursor.after, data);
      return toPage(cursor, data);
    },

    /** The page of relations after another one. */
    async olderRelations(
      after: string,
      call: LinearCall,
    ): Promise<RelationsPage> {
      const { data } = await request(olderRelations, { after }, call);
      assertAdvanced('OlderRelations', after, data);
      return data;
    },
  };
}

function toPage(cursor: ChangesCursor, page: Page<LinearIssue>) {
  return {
    issues: [...newestOfEach(page.nodes).values()],
    next: followingPage(cursor, page),
  };
}

/**
 * How to continue after a page; undefined after the last.
 *
 * Not by Linear's cursor if it can be helped: it may stand for a row, and a row that is changed again meanwhile moves
 * to the end, so that everything in between would be passed over. A page in ascending order leads on by its last
 * instant, at the price of showing that instant's rows twice. The cursor is left for a page of one instant only, and for
 * one that is not in order.
 */
export function followingPage(
  { since }: ChangesCursor,
  page: Page<{ updatedAt: string }>,
): ChangesCursor | undefined {
  if (page.next === undefined) {
    return undefined;
  }
  const instants = page.nodes.map(node => node.updatedAt);
  const last = instants.at(-1);
  const isAscending = instants.every(
    (at, index) => index === 0 || instants[index - 1] <= at,
  );
  return last !== undefined && isAscending && isLater(last, since)
    ? { since: last }
    : { since, after: page.next };
}

/** A duration does not say when it began; whatever a page shows is later. */
function isLater(at: string, since: string): boolean {
  const begin = Date.parse(since);
  return Number.isNaN(begin) || Date.parse(at) > begin;
}
