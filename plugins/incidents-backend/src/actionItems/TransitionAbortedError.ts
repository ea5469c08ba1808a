import { ConflictError } from '@backstage/errors';

/** The item was not in the state that the caller expected; nothing was written. */
export class TransitionAbortedError extends ConflictError {
  readonly outcome = 'aborted';
  /** Name of the state it is in. */
  readonly actual: string;

  constructor(identifier: string, actual: string) {
    super(
      `${identifier} is in the state '${actual}', not in the expected one; nothing was changed`,
    );
    this.name = 'ConflictError';
    this.actual = actual;
  }
}
