import { z } from 'zod';

/** A query parameter that may be repeated: any of its values. */
export function anyOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    value => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(100).optional(),
  );
}

/** A query parameter that is true, false or absent. */
export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform(value => value === 'true')
  .optional();
