export { attentionFixes } from './attentionReasons';
export { reason, reasonCodes } from './reason';
export type { ReasonCode } from './reason';
export { reasonParamsSchema, reasonSchema } from './reasonSchema';
export type { Reason, ReasonParams } from './reasonSchema';
