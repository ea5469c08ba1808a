import { createServer, IncomingMessage, Server } from 'node:http';
import { json, text } from 'node:stream/consumers';
import { DiscoveryService } from '@backstage/backend-plugin-api';

/** A request as the stub received it. @public */
export interface StubRequest {
  method: string;
  /** Below `/api/incidents`, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Parsed JSON; `undefined` when there was no body. */
  body: unknown;
}

/** The response of the stub. @public */
export interface StubAnswer {
  /** Default: 200. */
  status?: number;
  /** Sent as JSON. */
  body: unknown;
}

/** @public */
export type StubHandler = (
  request: StubRequest,
) => StubAnswer | Promise<StubAnswer>;

/**
 * An incidents API on a loopback port, to test its clients over real HTTP.
 * @public
 */
export class IncidentsApiStub {
  /** Every request so far, oldest first. */
  readonly requests: StubRequest[] = [];
  readonly #server: Server;
  #handler: StubHandler = () => ({
    status: 501,
    body: { error: { name: 'NotImplementedError', message: 'no answer set' } },
  });

  private constructor() {
    this.#server = createServer(async (incoming, outgoing) => {
      const { status = 200, body } = await this.#receive(incoming);
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(body));
    });
  }

  static async start(): Promise<IncidentsApiStub> {
    const stub = new IncidentsApiStub();
    await new Promise<void>(resolve =>
      stub.#server.listen(0, '127.0.0.1', resolve),
    );
    return stub;
  }

  /** Sets the response from now on. */
  answer(handler: StubHandler): void {
    this.#handler = handler;
  }

  /** Finds the stub under every plugin ID. */
  get discovery(): DiscoveryService {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('The stub is not listening');
    }
    const getBaseUrl = async (pluginId: string) =>
      `http://127.0.0.1:${address.port}/api/${pluginId}`;
    return { getBaseUrl, getExternalBaseUrl: getBaseUrl };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #receive(incoming: IncomingMessage): Promise<StubAnswer> {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request: StubRequest = {
      method: incoming.method ?? '',
      path: url.pathname.replace(/^\/api\/incidents/, ''),
      query: url.searchParams,
      headers: incoming.headers,
      body: incoming.headers['content-type']
        ? await json(incoming)
        : (await text(incoming)) || undefined,
    };
    this.requests.push(request);
    try {
      return await this.#handler(request);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { status: 500, body: { error: { name: 'Error', message } } };
    }
  }
}
