import { LimitStatus } from '../graphql/RequestContext';
import { LinearError } from '../store/LinearError';
import { LeakyBucket } from './LeakyBucket';

export interface LimitSettings {
  requestsPerHour: number;
  pointsPerHour: number;
}

export type CallerKind = 'apiKey' | 'oauthApp';

/** Linear's documented budgets. */
export const documentedLimits: Record<CallerKind, LimitSettings> = {
  apiKey: { requestsPerHour: 2_500, pointsPerHour: 3_000_000 },
  oauthApp: { requestsPerHour: 5_000, pointsPerHour: 2_000_000 },
};

/** The two buckets of one caller. */
export class RateLimits {
  readonly #requests: LeakyBucket;
  readonly #points: LeakyBucket;

  constructor(settings: LimitSettings, at: number) {
    this.#requests = new LeakyBucket(settings.requestsPerHour, at);
    this.#points = new LeakyBucket(settings.pointsPerHour, at);
  }

  takeRequest(at: number): void {
    if (!this.#requests.take(1, at)) {
      throw rateLimited(`${this.#requests.limit} requests`);
    }
  }

  takePoints(points: number, at: number): void {
    if (!this.#points.take(points, at)) {
      throw rateLimited(`${this.#points.limit} complexity points`);
    }
  }

  /** The rate limit headers of every response. */
  headers(at: number, points: number | undefined): Record<string, string> {
    return {
      // Reset times use this clock, which can differ from the machine's.
      date: new Date(at).toUTCString(),
      'x-ratelimit-requests-limit': String(this.#requests.limit),
      'x-ratelimit-requests-remaining': String(this.#requests.remaining(at)),
      'x-ratelimit-requests-reset': String(this.#requests.reset(at)),
      'x-ratelimit-complexity-limit': String(this.#points.limit),
      'x-ratelimit-complexity-remaining': String(this.#points.remaining(at)),
      'x-ratelimit-complexity-reset': String(this.#points.reset(at)),
      ...(points === undefined ? {} : { 'x-complexity': String(points) }),
    };
  }

  status(at: number, points: number): LimitStatus[] {
    const status = (
      type: string,
      bucket: LeakyBucket,
      requestedAmount: number,
    ): LimitStatus => ({
      type,
      period: 3_600_000,
      requestedAmount,
      allowedAmount: bucket.limit,
      remainingAmount: bucket.remaining(at),
      reset: bucket.reset(at),
    });
    return [
      status('requests', this.#requests, 1),
      status('complexity', this.#points, points),
    ];
  }
}

export function rateLimited(what: string): LinearError {
  return new LinearError({
    message: 'Rate limit exceeded',
    type: 'ratelimited',
    code: 'RATELIMITED',
    presentable: `Rate limit exceeded. Only ${what} are allowed per 1 hour.`,
    status: 400,
  });
}
