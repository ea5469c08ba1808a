import { InputError } from '@backstage/errors';
import { z } from 'zod';
import type { Page } from '../wire/connection';

const cursorSchema = z.object({
  /** ISO 8601, or a duration of Linear's before the first page showed an instant. */
  since: z.string(),
  /** Linear's cursor, where `since` alone does not lead on. */
  after: z.string().optional(),
});

/** Where the reading of changes stands between two pages. */
export type ChangesCursor = z.infer<typeof cursorSchema>;

/**
 * How to go on after a page; undefined where it is the last.
 *
 * Not by Linear's cursor if it can be helped: it may stand for a row, and a row that is changed again meanwhile moves
 * to the end, so that everything in between would be passed over. A page in ascending order leads on by its last
 * instant, at the price of showing that instant's rows twice. The cursor is left for a page of one instant only, and for
 * one that is not in order.
 */
export function followingPage(
  asked: ChangesCursor,
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
  return last !== undefined && isAscending && isLater(last, asked.since)
    ? { since: last }
    : { since: asked.since, after: page.next };
}

export function writeChangesCursor(cursor: ChangesCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

export function readChangesCursor(text: string): ChangesCursor {
  const cursor = cursorSchema.safeParse(
    parse(Buffer.from(text, 'base64url').toString('utf8')),
  );
  if (!cursor.success) {
    throw new InputError(
      'after: is not the `next` of a page of changes; read them from the beginning',
    );
  }
  return cursor.data;
}

/** A duration says nothing of when it began; whatever a page shows is later. */
function isLater(instant: string, since: string): boolean {
  const begin = Date.parse(since);
  return Number.isNaN(begin) || Date.parse(instant) > begin;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses it.
    return undefined;
  }
}
