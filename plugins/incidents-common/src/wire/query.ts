import { z } from 'zod';

/** A query parameter that may be repeated: any of its values. */
export function anyOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value: z.input<T> | z.input<T>[] | undefined) =>
      value === undefined || Array.isArray(value) ? value : [value],
    z.array(item).max(100).optional(),
  );
}

/** A query parameter that is true, false or absent. */
export const boolean = z
  .preprocess((value: boolean | 'true' | 'false') => {
    if (value === 'true') return true;
    if (value === 'false') return false;
    return value;
  }, z.boolean('must be true or false'))
  .optional();

/** How many rows a page has. */
export const pageLimit = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .describe('Rows of a page, 1 to 200. Default: 50');

/** Where a page begins. */
export const pageCursor = z
  .string()
  .max(500)
  .optional()
  .describe('`nextCursor` of the page before');
