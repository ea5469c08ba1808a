import { LinearRejectedError } from '../LinearError';

/** @throws LinearRejectedError with the reason `notApplied` unless Linear says that the write succeeded */
export function assertApplied(operation: string, success: boolean): void {
  if (!success) {
    throw new LinearRejectedError(
      `Linear refuses ${operation}: the answer does not show the change`,
      { operation, reason: 'notApplied' },
    );
  }
}
