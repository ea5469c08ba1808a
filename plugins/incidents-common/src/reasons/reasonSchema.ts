import { z } from 'zod';

/** Parameters of a reason: ids, names of configuration keys and numbers. Never a title, a name of a person or a token. @public */
export const reasonParamsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.array(z.string())]),
);
/** @public */
export type ReasonParams = z.infer<typeof reasonParamsSchema>;

/**
 * A machine-made explanation. Software decides by `code`, pages translate
 * `code` and `params`, scripts and logs print `message`.
 *
 * `code` is an open set on the wire: a newer backend may send one that this
 * version does not know, and then `message` is shown.
 *
 * @public
 */
export const reasonSchema = z.object({
  /** A stable camelCase word, see `reasonCodes`. */
  code: z.string(),
  /** Plain English, one sentence without a full stop. */
  message: z.string(),
  params: reasonParamsSchema.optional(),
});
/** @public */
export type Reason = z.infer<typeof reasonSchema>;
