import { ResponseError } from '@backstage/errors';
import { z } from 'zod';

/** Options of a call that changes nothing. @public */
export interface ReadOptions {
  /** Backstage token, if the client's fetch does not add one. */
  token?: string;
  /** Ends the call early. */
  signal?: AbortSignal;
}

/** Options of a call that may create something. @public */
export interface CreateOptions {
  /** Makes a repeated call return the result of the first. */
  idempotencyKey?: string;
  /** Seconds, at most 20, to wait for the parent issue to be linked. */
  waitSeconds?: number;
  /** Backstage token, if the client's fetch does not add one. */
  token?: string;
}

/** Sends one request to the incidents HTTP API; `path` with its query. */
export type SendRequest = <T>(
  method: string,
  path: string,
  schema: z.ZodType<T>,
  request: { body?: unknown; options?: ReadOptions & CreateOptions },
) => Promise<T>;

/**
 * Every response is validated, so that a proxy's page is never accepted.
 *
 * @throws ResponseError for an error response, Error when the response is not from the API
 */
export function createSendRequest(client: {
  fetch: typeof fetch;
  baseUrl: () => Promise<string>;
}): SendRequest {
  return async (method, path, schema, { body, options }) => {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (options?.token) headers.authorization = `Bearer ${options.token}`;
    if (options?.idempotencyKey) {
      headers['idempotency-key'] = options.idempotencyKey;
    }
    if (options?.waitSeconds) headers.prefer = `wait=${options.waitSeconds}`;
    const response = await client.fetch(`${await client.baseUrl()}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: options?.signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    const text = await response.text();
    const isCsv = response.headers.get('content-type')?.startsWith('text/csv');
    const result = schema.safeParse(isCsv ? text : parseJson(text));
    if (!result.success) {
      // The cause says which field is wrong; neither repeats what was received.
      throw new Error(
        `The response to ${method} ${
          path.split('?')[0]
        } is not from the incidents API, or from another version of it`,
        { cause: result.error },
      );
    }
    return result.data;
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
