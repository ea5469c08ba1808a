import { z } from 'zod';
import { attentionReasons } from './attentionReasons';
import { configReasons } from './configReasons';
import { linearReasons } from './linearReasons';
import { parentIssueReasons } from './parentIssueReasons';
import { routingReasons } from './routingReasons';
import { syncReasons } from './syncReasons';

/** What a reason is about: ids, names of configuration keys and numbers. Never a title, a name of a person or a token. @public */
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
  /** A stable camelCase word, see {@link reasonCodes}. */
  code: z.string(),
  /** Plain English, one sentence without a full stop. */
  message: z.string(),
  params: reasonParamsSchema.optional(),
});
/** @public */
export type Reason = z.infer<typeof reasonSchema>;

/**
 * Every code with the English sentence that goes with it, by subject. The one
 * list: a code exists because it is here.
 */
const messages = {
  ...linearReasons,
  ...syncReasons,
  ...parentIssueReasons,
  ...routingReasons,
  ...configReasons,
  ...attentionReasons,
};

/** @public */
export type ReasonCode = keyof typeof messages;

/** All codes that this version sends. @public */
export const reasonCodes = Object.keys(messages) as ReasonCode[];

type ParamsOf<C extends ReasonCode> = Parameters<(typeof messages)[C]>;

/** Builds a reason; its message follows from its code and params. @public */
export function reason<C extends ReasonCode>(
  code: C,
  ...params: ParamsOf<C>
): Reason {
  // The union of all message functions cannot be called; each takes its own params.
  const message = (messages[code] as (...args: ParamsOf<C>) => string)(
    ...params,
  );
  const given = params[0] === undefined ? undefined : withoutAbsent(params[0]);
  return given === undefined
    ? { code, message }
    : { code, message, params: given };
}

function withoutAbsent(params: object): ReasonParams | undefined {
  const present = Object.entries(params).filter(
    ([, value]) => value !== undefined,
  );
  return present.length === 0
    ? undefined
    : reasonParamsSchema.parse(Object.fromEntries(present));
}
