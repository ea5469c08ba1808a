import { attentionReasons } from './attentionReasons';
import { configReasons } from './configReasons';
import { doctorReasons } from './doctorReasons';
import { linearReasons } from './linearReasons';
import { parentIssueReasons } from './parentIssueReasons';
import { Reason, ReasonParams, reasonParamsSchema } from './reasonSchema';
import { routingReasons } from './routingReasons';
import { syncReasons } from './syncReasons';

/**
 * Every code with its English sentence, by subject. This is the only list of
 * codes.
 */
const messages = {
  ...linearReasons,
  ...syncReasons,
  ...parentIssueReasons,
  ...routingReasons,
  ...configReasons,
  ...attentionReasons,
  ...doctorReasons,
};

/** @public */
export type ReasonCode = keyof typeof messages;

/** All codes that this version sends. @public */
export const reasonCodes = Object.keys(messages) as ReasonCode[];

type ParamsOf<C extends ReasonCode> = Parameters<(typeof messages)[C]>;

/** Builds a reason, with the message of its code and params. @public */
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
