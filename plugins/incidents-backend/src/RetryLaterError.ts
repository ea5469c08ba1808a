import { ServiceUnavailableError } from '@backstage/errors';
import { Reason } from '@backstage-incidents/incidents-common';

/** The request cannot be done right now; safe to repeat. A job that throws it with a reason backs off. */
export class RetryLaterError extends ServiceUnavailableError {
  /** Also sent as the `Retry-After` header. */
  readonly retryAfterSeconds: number;
  /** With `params` the reason, for software and pages; absent where the message is all there is. */
  readonly code?: string;
  readonly params?: Reason['params'];

  constructor(because: string | Reason, retryAfterSeconds: number) {
    super(typeof because === 'string' ? because : because.message);
    this.name = 'ServiceUnavailableError';
    this.retryAfterSeconds = retryAfterSeconds;
    if (typeof because !== 'string') {
      this.code = because.code;
      this.params = because.params;
    }
  }
}
