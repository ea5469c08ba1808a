import { z } from 'zod';

/** Linear's `null` and a missing field are both our `undefined`. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema
    .nullish()
    .transform((value): z.output<T> | undefined => value ?? undefined);
}
