import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { parseJson } from '../json';

/** Where a page ended, as text that callers hand back unread. */
function writeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws InputError for a cursor of another list or order, or none at all */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  const parsed = schema.safeParse(
    parseJson(Buffer.from(cursor, 'base64url').toString('utf8')),
  );
  if (!parsed.success) {
    throw new InputError(
      'cursor: is not one that this list gave out for this order; start again without it',
    );
  }
  return parsed.data;
}

/**
 * What a page shows of rows that were read with one more than its limit.
 *
 * @param positionOf - where the page ends, for the cursor of the next one
 */
export function pageOf<R>(
  rows: readonly R[],
  limit: number,
  positionOf: (last: R) => unknown,
): { shown: R[]; nextCursor: string | undefined } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isLastPage = last === undefined || rows.length <= limit;
  return {
    shown,
    nextCursor: isLastPage ? undefined : writeCursor(positionOf(last)),
  };
}
