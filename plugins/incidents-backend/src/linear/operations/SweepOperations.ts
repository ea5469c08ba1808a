import type {
  LinearCall,
  LinearGateway,
  SweepPage,
  SweptRelations,
} from '../LinearGateway';
import type { LinearIssue, LinearRelation } from '../LinearIssue';
import * as documents from '../documents';
import { type RelationEnd, toRelation } from '../documents/relation';
import type { LinearRequester } from '../transport/LinearRequester';
import { assertAdvanced } from './ChangeOperations';
import { chunk } from './chunk';
import { newestOfEach } from './newestOfEach';
import { readPages } from './readPages';
import { type SweepCursor, readCursor, writeCursor } from './SweepCursor';

const FILTER_IDS = 250;

type Edges = {
  outgoing: { type: string; archivedAt?: string; relatedIssue: RelationEnd }[];
  incoming: { type: string; archivedAt?: string; issue: RelationEnd }[];
};

/** Reading everything about many incidents, in as few requests as Linear's complexity limit allows. */
export class SweepOperations
  implements
    Pick<LinearGateway, 'sweepChildren' | 'sweepIssues' | 'sweepRelations'>
{
  readonly #requester: LinearRequester;

  constructor(requester: LinearRequester) {
    this.#requester = requester;
  }

  async sweepChildren(
    { parentIds, cursor }: { parentIds: string[]; cursor?: string },
    call: LinearCall,
  ): Promise<SweepPage<LinearIssue>> {
    return this.#sweep(documents.sweepChildren, parentIds, cursor, call);
  }

  async sweepIssues(
    { ids, cursor }: { ids: string[]; cursor?: string },
    call: LinearCall,
  ): Promise<SweepPage<LinearIssue>> {
    return this.#sweep(documents.sweepIssues, ids, cursor, call);
  }

  async sweepRelations(
    { ids, cursor }: { ids: string[]; cursor?: string },
    call: LinearCall,
  ): Promise<SweptRelations> {
    const chunks = chunk(ids, documents.RELATION_ISSUES);
    const at = readCursor(cursor, ids);
    const some = chunks[at.next];
    if (!some) {
      return { items: [], seen: [], requests: 0 };
    }
    const { found, requests } = await this.#relationsOf(some, call);
    const isLast = at.next + 1 >= chunks.length;
    return {
      ...found,
      requests,
      next: isLast ? undefined : writeCursor({ ...at, next: at.next + 1 }),
    };
  }

  /** One request: the next page of up to four lists, each of which holds the rows of up to 250 ids. */
  async #sweep(
    packed: typeof documents.sweepChildren,
    ids: string[],
    cursor: string | undefined,
    call: LinearCall,
  ): Promise<SweepPage<LinearIssue>> {
    const unique = new Set(ids).size;
    const size = Math.min(
      FILTER_IDS,
      Math.max(1, Math.ceil(unique / documents.LANES)),
    );
    const chunks = chunk(ids, size);
    const at = readCursor(cursor, ids);
    const lanes = [...at.lanes];
    let next = at.next;
    while (lanes.length < documents.LANES && next < chunks.length) {
      lanes.push({ chunk: next });
      next += 1;
    }
    const operation = packed[lanes.length - 1];
    if (!operation) {
      return { items: [], requests: 0 };
    }
    const variables: documents.LaneVariables = {};
    for (const [index, lane] of lanes.entries()) {
      variables[`ids${index}`] = chunks[lane.chunk] ?? [];
      variables[`after${index}`] = lane.after ?? null;
    }
    const pages = await this.#requester.run(operation, variables, call);
    const open: SweepCursor['lanes'] = [];
    for (const [index, page] of pages.entries()) {
      const lane = lanes[index];
      if (lane && page.next !== undefined) {
        assertAdvanced(operation.name, lane.after, page);
        open.push({ chunk: lane.chunk, after: page.next });
      }
    }
    const isComplete = open.length === 0 && next >= chunks.length;
    return {
      items: newestOfEach(pages.flatMap(page => page.nodes)),
      requests: 1,
      next: isComplete
        ? undefined
        : writeCursor({ of: at.of, next, lanes: open }),
    };
  }

  /** The first edges of all issues, a hundred a direction where there are more, all where a hundred were not enough. */
  async #relationsOf(
    ids: string[],
    call: LinearCall,
  ): Promise<{
    found: Pick<SweptRelations, 'items' | 'seen'>;
    requests: number;
  }> {
    const items = new Map<string, LinearRelation>();
    const seen = new Set<string>();
    let requests = 0;
    const read = async (
      operation: typeof documents.sweepRelations,
      some: string[],
    ) => {
      const crowded = new Set<string>();
      const page = async (after?: string) => {
        const { issues } = await this.#requester.run(
          operation,
          { ids: some, after },
          call,
        );
        requests += 1;
        for (const issue of issues.nodes) {
          seen.add(issue.id);
          if (issue.relations.hasMore || issue.inverseRelations.hasMore) {
            crowded.add(issue.id);
          }
          collect(items, issue, {
            outgoing: issue.relations.nodes,
            incoming: issue.inverseRelations.nodes,
          });
        }
        return { nodes: [], next: issues.next };
      };
      const first = await page();
      await readPages(operation.name, first.next, page);
      return [...crowded];
    };

    const full: string[] = [];
    for (const some of chunk(
      await read(documents.sweepRelations, ids),
      documents.CROWDED_ISSUES,
    )) {
      full.push(...(await read(documents.sweepCrowdedRelations, some)));
    }
    for (const id of full) {
      const all = await this.#allRelationsOf(id, items, call);
      requests += all.requests;
      if (all.vanished) {
        seen.delete(id);
      }
    }
    return { found: { items: [...items.values()], seen: [...seen] }, requests };
  }

  async #allRelationsOf(
    id: string,
    items: Map<string, LinearRelation>,
    call: LinearCall,
  ): Promise<{ requests: number; vanished: boolean }> {
    // Out of sight between two pages: the rest of the list is not known.
    let vanished = false;
    const outgoing = async (after?: string) => {
      const { issues } = await this.#requester.run(
        documents.sweepAllRelations,
        { ids: [id], after },
        call,
      );
      const [issue] = issues.nodes;
      vanished ||= issue === undefined;
      if (issue) {
        collect(items, issue, {
          outgoing: issue.relations.nodes,
          incoming: [],
        });
      }
      return { nodes: [], next: issue?.relations.next };
    };
    const incoming = async (after?: string) => {
      const { issues } = await this.#requester.run(
        documents.sweepAllInverseRelations,
        { ids: [id], after },
        call,
      );
      const [issue] = issues.nodes;
      vanished ||= issue === undefined;
      if (issue) {
        collect(items, issue, {
          outgoing: [],
          incoming: issue.inverseRelations.nodes,
        });
      }
      return { nodes: [], next: issue?.inverseRelations.next };
    };
    const first = await outgoing();
    const more = await readPages('SweepAllRelations', first.next, outgoing);
    const firstIncoming = await incoming();
    const moreIncoming = await readPages(
      'SweepAllInverseRelations',
      firstIncoming.next,
      incoming,
    );
    return {
      requests: 2 + more.requests + moreIncoming.requests,
      vanished,
    };
  }
}

function collect(
  items: Map<string, LinearRelation>,
  issue: RelationEnd,
  edges: Edges,
): void {
  const relations = [
    ...edges.outgoing.map(edge => toRelation({ ...edge, issue })),
    ...edges.incoming.map(edge => toRelation({ ...edge, relatedIssue: issue })),
  ];
  for (const relation of relations) {
    if (!relation.removed && relation.type !== 'similar') {
      const { type, issueId, relatedIssueId } = relation;
      items.set(JSON.stringify([type, issueId, relatedIssueId]), relation);
    }
  }
}
