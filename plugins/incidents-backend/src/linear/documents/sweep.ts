import { z } from 'zod';
import { connection, type Page } from '../wire/connection';
import type { LinearIssue } from '../LinearIssue';
import { issueRow, issueSchema } from '../wire/issue';
import { optional } from '../wire/optional';
import { type Operation, operation } from './Operation';
import { relationEnd } from './relation';

/** How many lists of 250 rows fit under the complexity limit in one request. */
export const LANES = 4;

/** Per lane `ids0`, `after0`, …; `after` is null on the first page. */
export type LaneVariables = Record<string, string[] | string | null>;

/** One page of each lane, in order. */
export type LanePages = Page<LinearIssue>[];

/** For 1 to 4 lanes, since Linear leaves open what an empty id list would match. */
function packed(
  name: string,
  filterOf: (ids: string) => string,
): Operation<LaneVariables, LanePages>[] {
  return Array.from({ length: LANES }, (_, index) => {
    const lanes = Array.from({ length: index + 1 }, (__, lane) => lane);
    const variables = lanes.map(n => `$ids${n}: [ID!]!, $after${n}: String`);
    const fields = lanes.map(
      n => `  lane${n}: issues(filter: ${filterOf(
        `$ids${n}`,
      )}, first: 250, after: $after${n}, includeArchived: true) {
    pageInfo { hasNextPage endCursor }
    nodes { ...IssueRow }
  }`,
    );
    return operation<LaneVariables>()({
      name: `${name}${lanes.length}`,
      document: `query ${name}${lanes.length}(${variables.join(', ')}) {
${fields.join('\n')}
}
${issueRow}`,
      schema: z.record(z.string(), connection(issueSchema)).transform(
        (pages, context): LanePages =>
          lanes.map(n => {
            const page = pages[`lane${n}`];
            if (!page) {
              context.addIssue({ code: 'custom', message: `no lane ${n}` });
              return z.NEVER;
            }
            return page;
          }),
      ),
      points: 2425 * lanes.length,
    });
  });
}

export const sweepChildren = packed(
  'SweepChildren',
  ids => `{ parent: { id: { in: ${ids} } } }`,
);

export const sweepIssues = packed(
  'SweepIssues',
  ids => `{ id: { in: ${ids} } }`,
);

const edge = { type: z.string(), archivedAt: optional(z.string()) };
const outgoing = z.object({ ...edge, relatedIssue: relationEnd });
const incoming = z.object({ ...edge, issue: relationEnd });

/** The beginning of a list; `hasMore`, since a list that is not full need not be complete. */
function beginning<T extends z.ZodType>(node: T) {
  return z
    .object({
      pageInfo: z.object({ hasNextPage: z.boolean() }),
      nodes: z.array(node),
    })
    .transform(
      ({ nodes, pageInfo }): { nodes: z.output<T>[]; hasMore: boolean } => ({
        nodes,
        hasMore: pageInfo.hasNextPage,
      }),
    );
}

function relations(
  name: string,
  issues: number,
  edges: number,
  points: number,
) {
  return operation<{ ids: string[]; after?: string }>()({
    name,
    document: `query ${name}($ids: [ID!]!, $after: String) {
  issues(filter: { id: { in: $ids } }, first: ${issues}, after: $after, includeArchived: true) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      archivedAt
      relations(first: ${edges}, includeArchived: true) { pageInfo { hasNextPage } nodes { type archivedAt relatedIssue { id archivedAt } } }
      inverseRelations(first: ${edges}, includeArchived: true) { pageInfo { hasNextPage } nodes { type archivedAt issue { id archivedAt } } }
    }
  }
}`,
    schema: z.object({
      issues: connection(
        relationEnd.extend({
          relations: beginning(outgoing),
          inverseRelations: beginning(incoming),
        }),
      ),
    }),
    points,
  });
}

/** The usual case: few edges on many issues. */
export const RELATION_ISSUES = 200;
export const sweepRelations = relations(
  'SweepRelations',
  RELATION_ISSUES,
  6,
  8880,
);

/** Issues that have more edges than that. */
export const CROWDED_ISSUES = 14;
export const sweepCrowdedRelations = relations(
  'SweepCrowdedRelations',
  CROWDED_ISSUES,
  100,
  9834,
);

/** Issues with more than a hundred edges: one by one, to the end. */
export const sweepAllRelations = operation<{ ids: string[]; after?: string }>()(
  {
    name: 'SweepAllRelations',
    document: `query SweepAllRelations($ids: [ID!]!, $after: String) {
  issues(filter: { id: { in: $ids } }, first: 1, includeArchived: true) {
    nodes {
      id
      archivedAt
      relations(first: 250, after: $after, includeArchived: true) {
        pageInfo { hasNextPage endCursor }
        nodes { type archivedAt relatedIssue { id archivedAt } }
      }
    }
  }
}`,
    schema: z.object({
      issues: z.object({
        nodes: z
          .array(relationEnd.extend({ relations: connection(outgoing) }))
          .max(1),
      }),
    }),
    points: 902,
  },
);

export const sweepAllInverseRelations = operation<{
  ids: string[];
  after?: string;
}>()({
  name: 'SweepAllInverseRelations',
  document: `query SweepAllInverseRelations($ids: [ID!]!, $after: String) {
  issues(filter: { id: { in: $ids } }, first: 1, includeArchived: true) {
    nodes {
      id
      archivedAt
      inverseRelations(first: 250, after: $after, includeArchived: true) {
        pageInfo { hasNextPage endCursor }
        nodes { type archivedAt issue { id archivedAt } }
      }
    }
  }
}`,
  schema: z.object({
    issues: z.object({
      nodes: z
        .array(relationEnd.extend({ inverseRelations: connection(incoming) }))
        .max(1),
    }),
  }),
  points: 902,
});
