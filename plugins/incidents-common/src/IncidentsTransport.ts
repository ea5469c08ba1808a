import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { CreateOptions, ReadOptions } from './callOptions';

/** Sends requests to the incidents HTTP API, and believes no answer unseen. */
export class IncidentsTransport {
  readonly #fetch: typeof fetch;
  readonly #baseUrl: () => Promise<string>;

  constructor(options: {
    fetch: typeof fetch;
    baseUrl: () => Promise<string>;
  }) {
    this.#fetch = options.fetch;
    this.#baseUrl = options.baseUrl;
  }

  /** @throws ResponseError when the server refuses, Error when the answer is not from it */
  async send<T>(
    method: string,
    path: string,
    schema: z.ZodType<T>,
    request: {
      body?: unknown;
      options?: ReadOptions & CreateOptions;
    },
  ): Promise<T> {
    const { body, options } = request;
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (options?.token) headers.authorization = `Bearer ${options.token}`;
    if (options?.idempotencyKey) {
      headers['idempotency-key'] = options.idempotencyKey;
    }
    if (options?.waitSeconds) headers.prefer = `wait=${options.waitSeconds}`;
    const response = await this.#fetch(`${await this.#baseUrl()}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: options?.signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return parseAnswer(
      schema,
      await response.text(),
      `${method} ${path.split('?')[0]}`,
    );
  }
}

/** The cause says which field is wrong; neither repeats what was answered. */
function parseAnswer<T>(schema: z.ZodType<T>, body: string, call: string): T {
  const answer = schema.safeParse(parseJson(body));
  if (!answer.success) {
    throw new Error(
      `The answer to ${call} does not come from the incidents API or from another version of it`,
      { cause: answer.error },
    );
  }
  return answer.data;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
