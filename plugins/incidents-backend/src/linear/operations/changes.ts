import { z } from 'zod';
import type { LinearGateway } from '../LinearGateway';
import type { LinearIssue } from '../LinearIssue';
import * as documents from '../documents';
import type { Page } from '../documents/wire';
import type { LinearRequester } from '../transport/LinearRequester';
import {
  assertAdvanced,
  newestOfEach,
  readCursor,
  writeCursor,
} from './basics';

const cursorSchema = z.object({
  /** ISO 8601, or a duration of Linear's before the first page showed an instant. */
  since: z.string(),
  /** Linear's cursor, where `since` alone does not lead on. */
  after: z.string().optional(),
});

/** The position between two pages of changes. */
export type ChangesCursor = z.infer<typeof cursorSchema>;

/** What changed in the workspace, page by page. */
export function changeOperations(
  requester: LinearRequester,
): Pick<LinearGateway, 'changesSince' | 'olderRelations'> {
  return {
    async changesSince({ since, after }, call) {
      if (after === undefined) {
        const { data, respondedAt } = await requester.request(
          documents.changes,
          { since },
          call,
        );
        const { nodes: relations, next } = data.issueRelations;
        return {
          ...toPage({ since }, data.issues),
          relations: { relations, next },
          respondedAt,
        };
      }
      const cursor = readChangesCursor(after);
      const page = await requester.run(documents.moreChanges, cursor, call);
      assertAdvanced('MoreChanges', cursor.after, page);
      return toPage(cursor, page);
    },

    async olderRelations({ after }, call) {
      const page = await requester.run(
        documents.olderRelations,
        { after },
        call,
      );
      assertAdvanced('OlderRelations', after, page);
      return { relations: page.nodes, next: page.next };
    },
  };
}

function toPage(cursor: ChangesCursor, page: Page<LinearIssue>) {
  const following = followingPage(cursor, page);
  return {
    issues: newestOfEach(page.nodes),
    next: following && writeCursor(following),
  };
}

/** @throws InputError for anything but the `next` of a page of changes */
export function readChangesCursor(text: string): ChangesCursor {
  return readCursor(
    text,
    cursorSchema,
    'after: is not the `next` of a page of changes; read them from the beginning',
  );
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
    (instant, index) => index === 0 || (instants[index - 1] ?? '') <= instant,
  );
  return last !== undefined && isAscending && isLater(last, since)
    ? { since: last }
    : { since, after: page.next };
}

/** A duration does not say when it began; whatever a page shows is later. */
function isLater(instant: string, since: string): boolean {
  const begin = Date.parse(since);
  return Number.isNaN(begin) || Date.parse(instant) > begin;
}
