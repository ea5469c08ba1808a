import { CustomErrorBase } from '@backstage/errors';

/** The body is larger than the route accepts. */
export class PayloadTooLargeError extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
  /** Read by the host's error middleware, which does not know the name. */
  readonly statusCode = 413;
}
