import { Reason } from '@backstage-incidents/incidents-common';

/** Will fail again however often it is tried: a person has to decide. */
export class PermanentError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.message);
    this.name = 'PermanentError';
    this.reason = reason;
  }
}
