import { z } from 'zod';

/** One page of a list; `next` is the cursor of the following one, absent on the last. */
export type Page<T> = { nodes: T[]; next?: string };

/**
 * A connection read with `pageInfo`. More pages without a cursor to reach them is not a page but a broken answer, so
 * that no list is ever taken for complete when it is not.
 */
export function connection<T extends z.ZodType>(node: T) {
  return z
    .object({
      nodes: z.array(node),
      pageInfo: z.object({
        hasNextPage: z.boolean(),
        endCursor: z.string().nullish(),
      }),
    })
    .refine(
      page => !page.pageInfo.hasNextPage || Boolean(page.pageInfo.endCursor),
      'more pages are announced, but there is no cursor',
    )
    .transform(
      ({ nodes, pageInfo }): Page<z.output<T>> => ({
        nodes,
        next: pageInfo.hasNextPage
          ? pageInfo.endCursor ?? undefined
          : undefined,
      }),
    );
}

/** The beginning of a connection, of which no more is read: where there is more, nothing is absent from it. */
export function beginning<T extends z.ZodType>(node: T) {
  return z
    .object({
      nodes: z.array(node),
      pageInfo: z.object({ hasNextPage: z.boolean() }),
    })
    .transform(
      ({
        nodes,
        pageInfo,
      }): { nodes: z.output<T>[]; isTruncated: boolean } => ({
        nodes,
        isTruncated: pageInfo.hasNextPage,
      }),
    );
}
