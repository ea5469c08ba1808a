import { InputError } from '@backstage/errors';
import { LinearUnavailableError } from '../LinearError';
import type { LinearClock } from '../ports';
import { readRateHeaders } from './RateHeaders';
import type { WireResponse } from './classifyResponse';

/**
 * Sends one request over HTTP.
 *
 * Not the SDK's LinearGraphQLClient: it takes no signal per request, loses status and headers of a body that does not
 * parse, and puts variables and answers into its error messages. Node's fetch keeps connections alive by itself.
 */
export class HttpTransport {
  readonly #clock: LinearClock;
  readonly #timeoutMs: number;
  readonly #userAgent: string;

  constructor(options: {
    clock: LinearClock;
    timeoutMs: number;
    version: string;
  }) {
    this.#clock = options.clock;
    this.#timeoutMs = options.timeoutMs;
    this.#userAgent = `backstage-plugin-incidents/${options.version}`;
  }

  /** Any answer is returned, whatever its status; none within the time is LinearUnavailableError. */
  async post(request: {
    operation: string;
    url: string;
    headers: Record<string, string>;
    body: string;
    signal?: AbortSignal;
  }): Promise<WireResponse> {
    const { operation, signal } = request;
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    try {
      const response = await fetch(request.url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          ...request.headers,
          'user-agent': this.#userAgent,
        },
        body: request.body,
        // A redirect would carry the credentials elsewhere.
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const body = await response.text();
      const receivedAt = this.#clock.now();
      return {
        operation,
        status: response.status,
        body,
        rate: readRateHeaders(response.headers, receivedAt),
        receivedAt,
      };
    } catch {
      // The cause is left out on purpose: it may quote the request.
      signal?.throwIfAborted();
      throw new LinearUnavailableError(
        timeout.aborted
          ? `Linear did not answer ${operation} within ${this.#timeoutMs} ms`
          : `Linear cannot be reached for ${operation}`,
        { operation, timedOut: timeout.aborted },
      );
    }
  }
}

/** Credentials travel by https only, except to this very machine. */
export function assertSafeUrl(key: string, url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(
    parsed?.hostname ?? '',
  );
  if (
    parsed?.protocol !== 'https:' &&
    !(parsed?.protocol === 'http:' && isLoopback)
  ) {
    throw new InputError(
      `${key} must be an https URL, or http on localhost, 127.0.0.1 or [::1]`,
    );
  }
}
