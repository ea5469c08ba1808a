export { attentionFixes } from './attentionReasons';
export {
  reason,
  reasonCodes,
  reasonParamsSchema,
  reasonSchema,
} from './reason';
export type { Reason, ReasonCode, ReasonParams } from './reason';
