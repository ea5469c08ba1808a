import { ServiceUnavailableError } from '@backstage/errors';

/** What was asked for cannot be done right now; safe to repeat. */
export class RetryLaterError extends ServiceUnavailableError {
  /** Also sent as the `Retry-After` header. */
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.name = 'ServiceUnavailableError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
