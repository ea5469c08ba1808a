import {
  LinearGraphQLClient,
  type LinearRawResponse,
  LinearError as SdkError,
} from '@linear/sdk';
import { linearError } from '../LinearError';
import type { LinearClock } from '../ports';

/** What every request over the wire needs. */
export type Wire = { clock: LinearClock; timeoutMs: number; version: string };

/**
 * Sends one GraphQL request with the SDK's client and returns the response, whatever its status. The client puts
 * variables and bodies into its errors, so those end here.
 *
 * The SDK loses the status of JSON that does not parse; such a response counts as none. It sends no `operationName`,
 * which is why each document holds one operation.
 *
 * @throws an `unavailable` error when no response came in time, or the signal's reason
 */
export async function sendGraphql(
  wire: Wire,
  request: {
    operation: string;
    url: string;
    authorization: string;
    document: string;
    variables: object;
    signal?: AbortSignal;
  },
): Promise<LinearRawResponse<unknown>> {
  return withTimeLimit(wire, request, async signal => {
    const client = new LinearGraphQLClient(request.url, {
      headers: {
        accept: 'application/json',
        authorization: request.authorization,
        'user-agent': userAgent(wire),
      },
      // A redirect would carry the credentials elsewhere.
      redirect: 'manual',
      signal,
    });
    try {
      return await client.rawRequest(request.document, {
        ...request.variables,
      });
    } catch (error) {
      if (error instanceof SdkError && error.raw?.response) {
        return error.raw.response;
      }
      throw error;
    }
  });
}

/**
 * Posts a form, for the OAuth token endpoint, which the SDK does not know.
 *
 * @throws an `unavailable` error when no response came in time
 */
export async function sendForm(
  wire: Wire,
  request: { operation: string; url: string; form: Record<string, string> },
): Promise<{ status: number; headers: Headers; body: string }> {
  return withTimeLimit(wire, request, async signal => {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': userAgent(wire),
      },
      body: new URLSearchParams(request.form),
      redirect: 'manual',
      signal,
    });
    return {
      status: response.status,
      headers: response.headers,
      body: await response.text(),
    };
  });
}

async function withTimeLimit<T>(
  { timeoutMs }: Wire,
  { operation, signal }: { operation: string; signal?: AbortSignal },
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await send(signal ? AbortSignal.any([signal, timeout]) : timeout);
  } catch {
    // Without its cause, which may quote the request.
    signal?.throwIfAborted();
    throw linearError(
      { kind: 'unavailable', operation, timedOut: timeout.aborted },
      timeout.aborted ? `after ${timeoutMs} ms` : 'no readable response',
    );
  }
}

function userAgent({ version }: Wire): string {
  return `backstage-plugin-incidents/${version}`;
}

/** Ends the waiting, not the work, when the signal aborts; rejects with the signal's reason. */
export async function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) {
    return work;
  }
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    // When the wait ended early, nothing else handles a late failure.
    work.catch(() => undefined);
  }
}
