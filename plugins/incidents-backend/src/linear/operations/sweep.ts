import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import type { LinearCall, LinearGateway } from '../LinearGateway';
import type { LinearRelation } from '../LinearIssue';
import * as documents from '../documents';
import {
  type Run,
  assertAdvanced,
  chunk,
  newestOfEach,
  readCursor,
  readOn,
  writeCursor,
} from './basics';

const FILTER_IDS = 250;
const WRONG_CURSOR =
  'The sweep cursor belongs to another list of ids; start the sweep again';

const cursorSchema = z.object({
  /** Fingerprint of the ids the sweep began with. */
  of: z.string(),
  /** Index of the first chunk of ids no slot has taken yet. */
  next: z.int().min(0),
  slots: z.array(
    z.object({ chunk: z.int().min(0), after: z.string().optional() }),
  ),
});

/** The position of a sweep between two requests. */
export type SweepCursor = z.infer<typeof cursorSchema>;

export function startOfSweep(ids: string[]): SweepCursor {
  return { of: fingerprint(ids), next: 0, slots: [] };
}

/** @throws InputError for a cursor of another list of ids: the slots would skip issues */
export function readSweepCursor(
  text: string | undefined,
  ids: string[],
): SweepCursor {
  if (text === undefined) {
    return startOfSweep(ids);
  }
  const cursor = readCursor(text, cursorSchema, WRONG_CURSOR);
  if (cursor.of !== fingerprint(ids)) {
    throw new InputError(WRONG_CURSOR);
  }
  return cursor;
}

function fingerprint(ids: string[]): string {
  return createHash('sha256').update(ids.join('\n')).digest('base64url');
}

/** Reading everything about many incidents, in as few requests as Linear's complexity limit allows. */
export function sweepOperations(
  run: Run,
): Pick<LinearGateway, 'sweepChildren' | 'sweepIssues' | 'sweepRelations'> {
  /** One request: the next page of up to four lists, each of which holds the rows of up to 250 ids. */
  const sweep =
    (packed: typeof documents.sweepChildren) =>
    async (ids: string[], cursor: string | undefined, call: LinearCall) => {
      const size = Math.ceil(new Set(ids).size / documents.SLOTS);
      const chunks = chunk(ids, Math.min(FILTER_IDS, Math.max(1, size)));
      const at = readSweepCursor(cursor, ids);
      const slots = [...at.slots];
      let { next } = at;
      while (slots.length < documents.SLOTS && next < chunks.length) {
        slots.push({ chunk: next });
        next += 1;
      }
      const operation = packed[slots.length - 1];
      if (!operation) {
        return { items: [], requests: 0 };
      }
      const variables: documents.SlotVariables = {};
      for (const [index, slot] of slots.entries()) {
        variables[`ids${index}`] = chunks[slot.chunk] ?? [];
        variables[`after${index}`] = slot.after ?? null;
      }
      const pages = await run(operation, variables, call);
      const open = slots.flatMap((slot, index) => {
        const page = pages[index];
        if (page?.next === undefined) {
          return [];
        }
        assertAdvanced(operation.name, slot.after, page);
        return [{ chunk: slot.chunk, after: page.next }];
      });
      const isComplete = open.length === 0 && next >= chunks.length;
      return {
        items: newestOfEach(pages.flatMap(page => page.nodes)),
        requests: 1,
        next: isComplete
          ? undefined
          : writeCursor({ of: at.of, next, slots: open }),
      };
    };
  const sweepChildren = sweep(documents.sweepChildren);
  const sweepIssues = sweep(documents.sweepIssues);

  return {
    sweepChildren: ({ parentIds, cursor }, call) =>
      sweepChildren(parentIds, cursor, call),

    sweepIssues: ({ ids, cursor }, call) => sweepIssues(ids, cursor, call),

    async sweepRelations({ ids, cursor }, call) {
      const chunks = chunk(ids, documents.RELATION_ISSUES);
      const at = readSweepCursor(cursor, ids);
      const next = at.next + 1;
      return {
        ...(await relationsOf(run, chunks[at.next] ?? [], call)),
        next: next < chunks.length ? writeCursor({ ...at, next }) : undefined,
      };
    },
  };
}

/** The first edges of all issues, a hundred a direction where there are more, all where a hundred were not enough. */
async function relationsOf(run: Run, ids: string[], call: LinearCall) {
  const items = new Map<string, LinearRelation>();
  const seen = new Set<string>();
  let requests = 0;

  const collect = (relations: LinearRelation[]) => {
    for (const relation of relations) {
      if (!relation.removed && relation.type !== 'similar') {
        const { type, issueId, relatedIssueId } = relation;
        items.set(JSON.stringify([type, issueId, relatedIssueId]), relation);
      }
    }
  };

  /** Collects the first edges of the issues; those that have more are returned. */
  async function readFirst(
    operation: typeof documents.sweepRelations,
    some: string[],
  ): Promise<string[]> {
    const read = (after?: string) => {
      requests += 1;
      return run(operation, { ids: some, after }, call);
    };
    const { nodes } = await readOn(operation.name, await read(), read);
    for (const issue of nodes) {
      seen.add(issue.id);
      collect(issue.relations);
    }
    return nodes.filter(issue => issue.isTruncated).map(({ id }) => id);
  }

  async function readRest(
    operation: typeof documents.sweepAllRelations,
    id: string,
  ): Promise<void> {
    const read = async (after?: string) => {
      requests += 1;
      const [page] = await run(operation, { ids: [id], after }, call);
      if (!page) {
        // Not accessible any more: the rest of the list is not known.
        seen.delete(id);
      }
      return page ?? { nodes: [] };
    };
    collect((await readOn(operation.name, await read(), read)).nodes);
  }

  const crowded =
    ids.length > 0 ? await readFirst(documents.sweepRelations, ids) : [];
  for (const some of chunk(crowded, documents.CROWDED_ISSUES)) {
    const full = await readFirst(documents.sweepCrowdedRelations, some);
    for (const id of new Set(full)) {
      await readRest(documents.sweepAllRelations, id);
      await readRest(documents.sweepAllInverseRelations, id);
    }
  }
  return { items: [...items.values()], seen: [...seen], requests };
}
