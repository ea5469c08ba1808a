import { ServiceUnavailableError } from '@backstage/errors';
import { Reason } from '@backstage-incidents/incidents-common';

/** What was asked for cannot be done right now; safe to repeat. */
export class RetryLaterError extends ServiceUnavailableError {
  /** Also sent as the `Retry-After` header. */
  readonly retryAfterSeconds: number;

  /** Stable word for what is in the way, where there is one. */
  readonly code?: string;
  readonly params?: Reason['params'];

  constructor(message: string, retryAfterSeconds: number, why?: Reason) {
    super(message);
    this.code = why?.code;
    this.params = why?.params;
    this.name = 'ServiceUnavailableError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
