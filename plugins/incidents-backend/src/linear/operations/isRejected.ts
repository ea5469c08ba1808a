import { LinearRejectedError } from '../LinearError';

/** Whether Linear refused, and for this reason. */
export function isRejected(
  error: unknown,
  reason: LinearRejectedError['reason'],
): boolean {
  return error instanceof LinearRejectedError && error.reason === reason;
}
