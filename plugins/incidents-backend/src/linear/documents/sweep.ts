import { z } from 'zod';
import type { LinearIssue, LinearRelation } from '../LinearIssue';
import { type Operation, only, operation } from './operation';
import {
  type Page,
  type RelationEnd,
  beginning,
  connection,
  edge,
  issueRow,
  issueSchema,
  pageInfo,
  relationEnd,
  toRelation,
} from './wire';

/** How many lists of 250 rows fit under the complexity limit in one request. */
export const SLOTS = 4;

/** Per slot `ids0`, `after0`, …; `after` is null on the first page. */
export type SlotVariables = Record<string, string[] | string | null>;

/** One page of each slot, in order. */
export type SlotPages = Page<LinearIssue>[];

/** For 1 to 4 slots, since Linear leaves open what an empty id list would match. */
function packed(
  name: string,
  filterOf: (ids: string) => string,
): Operation<SlotVariables, SlotPages>[] {
  return Array.from({ length: SLOTS }, (_, last) => {
    const slots = Array.from({ length: last + 1 }, (__, slot) => slot);
    const variables = slots.map(n => `$ids${n}: [ID!]!, $after${n}: String`);
    const fields = slots.map(
      n => `  slot${n}: issues(filter: ${filterOf(
        `$ids${n}`,
      )}, first: 250, after: $after${n}, includeArchived: true) {
    ${pageInfo}
    nodes { ...IssueRow }
  }`,
    );
    return operation<SlotVariables>()(
      2425 * slots.length,
      z.record(z.string(), connection(issueSchema)).transform(
        (pages, context): SlotPages =>
          slots.map(n => {
            const page = pages[`slot${n}`];
            if (!page) {
              context.addIssue({ code: 'custom', message: `no slot ${n}` });
              return z.NEVER;
            }
            return page;
          }),
      ),
      `query ${name}${slots.length}(${variables.join(', ')}) {
${fields.join('\n')}
}
${issueRow}`,
    );
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

/** An edge, as soon as it is known whose it is. */
type EdgeOf = (issue: RelationEnd) => LinearRelation;

const outgoing = edge.extend({ relatedIssue: relationEnd }).transform(
  (of): EdgeOf =>
    issue =>
      toRelation({ ...of, issue }),
);
const incoming = edge.extend({ issue: relationEnd }).transform(
  (of): EdgeOf =>
    relatedIssue =>
      toRelation({ ...of, relatedIssue }),
);

const outgoingFields = 'type archivedAt relatedIssue { id archivedAt }';
const incomingFields = 'type archivedAt issue { id archivedAt }';

function relations(
  name: string,
  points: number,
  issues: number,
  edges: number,
) {
  return operation<{ ids: string[]; after?: string }>()(
    points,
    only(
      'issues',
      connection(
        relationEnd
          .extend({
            relations: beginning(outgoing),
            inverseRelations: beginning(incoming),
          })
          .transform(({ relations: out, inverseRelations, ...issue }) => ({
            id: issue.id,
            relations: [...out.nodes, ...inverseRelations.nodes].map(of =>
              of(issue),
            ),
            isTruncated: out.isTruncated || inverseRelations.isTruncated,
          })),
      ),
    ),
    `query ${name}($ids: [ID!]!, $after: String) {
  issues(filter: { id: { in: $ids } }, first: ${issues}, after: $after, includeArchived: true) {
    ${pageInfo}
    nodes {
      id
      archivedAt
      relations(first: ${edges}, includeArchived: true) { pageInfo { hasNextPage } nodes { ${outgoingFields} } }
      inverseRelations(first: ${edges}, includeArchived: true) { pageInfo { hasNextPage } nodes { ${incomingFields} } }
    }
  }
}`,
  );
}

/** The usual case: few edges on many issues. */
export const RELATION_ISSUES = 200;
export const sweepRelations = relations(
  'SweepRelations',
  8880,
  RELATION_ISSUES,
  6,
);

/** Issues that have more edges than that. */
export const CROWDED_ISSUES = 14;
export const sweepCrowdedRelations = relations(
  'SweepCrowdedRelations',
  9834,
  CROWDED_ISSUES,
  100,
);

/** One direction of an issue with more than a hundred edges, to the end. */
function allRelations(name: string, field: string, node: z.ZodType<EdgeOf>) {
  const fields = node === outgoing ? outgoingFields : incomingFields;
  return operation<{ ids: string[]; after?: string }>()(
    902,
    only(
      'issues',
      only(
        'nodes',
        z
          .array(
            relationEnd
              .extend({ edges: connection(node) })
              .transform(({ edges, ...issue }) => ({
                nodes: edges.nodes.map(of => of(issue)),
                next: edges.next,
              })),
          )
          .max(1),
      ),
    ),
    `query ${name}($ids: [ID!]!, $after: String) {
  issues(filter: { id: { in: $ids } }, first: 1, includeArchived: true) {
    nodes {
      id
      archivedAt
      edges: ${field}(first: 250, after: $after, includeArchived: true) { ${pageInfo} nodes { ${fields} } }
    }
  }
}`,
  );
}

export const sweepAllRelations = allRelations(
  'SweepAllRelations',
  'relations',
  outgoing,
);
export const sweepAllInverseRelations = allRelations(
  'SweepAllInverseRelations',
  'inverseRelations',
  incoming,
);
