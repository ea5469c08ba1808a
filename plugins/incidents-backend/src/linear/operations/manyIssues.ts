import { z } from 'zod';
import type { LinearCall } from '../ports';
import type { LinearIssue, LinearRelation } from '../LinearIssue';
import { assertAdvanced, chunk, lookup, newestOfEach, readAll } from './basics';
import { issueTreeInverseRelations, issueTreeRelations } from './issueTree';
import {
  type Operation,
  type Page,
  type Run,
  beginning,
  connection,
  issueRow,
  issueSchema,
  issueWhole,
  issueWholeSchema,
  only,
  operation,
  pageInfo,
} from './operation';
import { edge, relationEnd, toRelation } from './relations';

/** A page of a list holds so many issues at most, and a filter names so many ids. */
const PAGE = 250;
/** How many such lists fit under the complexity limit in one request. */
const LISTS = 4;

/** What was read of many issues, complete; what is not there is absent. */
export type ManyIssues = { issues: Map<string, LinearIssue>; requests: number };

/** Per list `ids0`, `after0`, …; without `after` its first page. */
type ListVariables = Record<string, string[] | string | undefined>;

/** A page of each of 1 to 4 lists, each for some ids: a document for every number of lists, since Linear leaves open what an empty id list would match. */
function lists(
  name: string,
  points: number,
  options: {
    filter: (ids: string) => string;
    node: string;
    fragment: string;
    schema: z.ZodType<LinearIssue>;
  },
): Operation<ListVariables, Page<LinearIssue>[]>[] {
  const { filter, node, fragment, schema } = options;
  return Array.from({ length: LISTS }, (_, last) => {
    const slots = Array.from({ length: last + 1 }, (__, slot) => slot);
    const variables = slots.map(n => `$ids${n}: [ID!]!, $after${n}: String`);
    const fields = slots.map(
      n => `  slot${n}: issues(filter: ${filter(
        `$ids${n}`,
      )}, first: ${PAGE}, after: $after${n}, includeArchived: true) {
    ${pageInfo}
    nodes { ...${node} }
  }`,
    );
    return operation<ListVariables>()(
      points * slots.length,
      z
        .object(
          Object.fromEntries(slots.map(n => [`slot${n}`, connection(schema)])),
        )
        .transform(pages => slots.map(n => pages[`slot${n}`])),
      `query ${name}(${variables.join(', ')}) {
${fields.join('\n')}
}
${fragment}`,
    );
  });
}

export const findIssues = lists('FindIssues', 2450, {
  filter: ids => `{ id: { in: ${ids} } }`,
  node: 'IssueWhole',
  fragment: issueWhole,
  schema: issueWholeSchema,
});

export const sweepChildren = lists('SweepChildren', 2425, {
  filter: ids => `{ parent: { id: { in: ${ids} } } }`,
  node: 'IssueRow',
  fragment: issueRow,
  schema: issueSchema,
});

const outgoing = edge.extend({ relatedIssue: relationEnd });
const incoming = edge.extend({ issue: relationEnd });
const outgoingFields = 'type archivedAt relatedIssue { id archivedAt }';
const incomingFields = 'type archivedAt issue { id archivedAt }';

/** The first relations of many issues. */
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
          .transform(issue => ({
            ...issue,
            relations: [
              ...issue.relations.nodes.map(of => toRelation({ ...of, issue })),
              ...issue.inverseRelations.nodes.map(of =>
                toRelation({ ...of, relatedIssue: issue }),
              ),
            ],
            isTruncated:
              issue.relations.isTruncated || issue.inverseRelations.isTruncated,
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

/** The usual case: few relations on many issues. */
const RELATION_ISSUES = 200;
export const sweepRelations = relations(
  'SweepRelations',
  8880,
  RELATION_ISSUES,
  6,
);

/** Issues that have more relations than that. */
const CROWDED_ISSUES = 14;
export const sweepCrowdedRelations = relations(
  'SweepCrowdedRelations',
  9834,
  CROWDED_ISSUES,
  100,
);

/** Reading many issues and what is around them, in as few requests as Linear's complexity limit allows. */
export function manyIssuesOperations(run: Run) {
  /** Reads lists to their ends, as many at a time as fit into a request. */
  async function readLists(
    operations: typeof findIssues,
    idLists: string[][],
    call: LinearCall,
  ): Promise<ManyIssues> {
    const open: { ids: string[]; after?: string }[] = idLists.map(ids => ({
      ids,
    }));
    const issues: LinearIssue[] = [];
    let requests = 0;
    while (open.length > 0) {
      const read = open.splice(0, LISTS);
      const { [read.length - 1]: packed } = operations;
      const pages = await run(
        packed,
        Object.fromEntries(
          read.flatMap(({ ids, after }, n) => [
            [`ids${n}`, ids],
            [`after${n}`, after],
          ]),
        ),
        call,
      );
      requests += 1;
      issues.push(...pages.flatMap(page => page.nodes));
      const unfinished = read.flatMap(({ ids, after }, n) => {
        const page = pages[n];
        assertAdvanced(packed.name, after, page);
        return page.next === undefined ? [] : [{ ids, after: page.next }];
      });
      open.unshift(...unfinished);
    }
    return { issues: newestOfEach(issues), requests };
  }

  return {
    /** By UUID, any number, 250 in each of up to four lists a request. */
    findIssues: (ids: string[], call: LinearCall) =>
      readLists(findIssues, chunk(ids, PAGE), call),

    /** Every child of the given parents, 1,000 rows a request. */
    sweepChildren(parentIds: string[], call: LinearCall): Promise<ManyIssues> {
      const size = Math.ceil(new Set(parentIds).size / LISTS);
      const idLists = chunk(parentIds, Math.min(PAGE, Math.max(1, size)));
      return readLists(sweepChildren, idLists, call);
    },

    /**
     * Every relation of the given issues in both directions, without removed ones and `similar`; `seen` are those of the
     * issues that Linear shows. 200 issues a request, more requests for issues with more than six relations a direction.
     */
    async sweepRelations(ids: string[], call: LinearCall) {
      const found = new Map<string, LinearRelation>();
      const seen = new Set<string>();
      let requests = 0;
      const counted: Run = (some, variables, by) => {
        requests += 1;
        return run(some, variables, by);
      };
      const collect = (some: LinearRelation[]) => {
        for (const relation of some) {
          if (!relation.removed && relation.type !== 'similar') {
            const { type, issueId, relatedIssueId } = relation;
            const key = JSON.stringify([type, issueId, relatedIssueId]);
            found.set(key, relation);
          }
        }
      };
      /** Collects the first relations of the issues; returns those that have more. */
      const readFirst = async (
        first: typeof sweepRelations,
        some: string[],
      ) => {
        const issues = await readAll(counted, first, { ids: some }, call);
        for (const { id, relations: of } of issues) {
          seen.add(id);
          collect(of);
        }
        return issues.filter(issue => issue.isTruncated);
      };

      const crowded: string[] = [];
      for (const some of chunk(ids, RELATION_ISSUES)) {
        const truncated = await readFirst(sweepRelations, some);
        crowded.push(...truncated.map(({ id }) => id));
      }
      for (const some of chunk(crowded, CROWDED_ISSUES)) {
        for (const issue of await readFirst(sweepCrowdedRelations, some)) {
          const { id } = issue;
          const all = await lookup(async () => [
            ...(
              await readAll(counted, issueTreeRelations, { id }, call)
            ).map(of => toRelation({ ...of, issue })),
            ...(
              await readAll(counted, issueTreeInverseRelations, { id }, call)
            ).map(of => toRelation({ ...of, relatedIssue: issue })),
          ]);
          if (all.outcome === 'found') {
            collect(all.value);
          } else {
            // Not accessible any more: the rest of its relations is not known.
            seen.delete(id);
          }
        }
      }
      return { relations: [...found.values()], seen: [...seen], requests };
    },
  };
}
