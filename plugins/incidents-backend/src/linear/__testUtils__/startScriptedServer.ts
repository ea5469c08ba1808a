import { createServer, type IncomingHttpHeaders } from 'node:http';

/** One request as it arrived. */
export type ScriptedRequest = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Of GraphQL requests. */
  operation?: string;
  variables: Record<string, unknown>;
};

/** The response: a GraphQL body as an object, anything else as text; or no response. */
export type ScriptedAnswer =
  | 'hang'
  | 'reset'
  | {
      status?: number;
      headers?: Record<string, string>;
      body: object | string;
    };

/** A server with scripted responses, for forms of Linear's responses that the simulator does not produce. */
export async function startScriptedServer(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
) {
  const requests: ScriptedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const part of incoming) {
      body += part;
    }
    const isGraphql = incoming.url === '/graphql';
    const parsed = isGraphql ? JSON.parse(body) : {};
    const request = {
      path: incoming.url ?? '',
      headers: incoming.headers,
      body,
      operation: /^(?:query|mutation) (\w+)/.exec(parsed.query ?? '')?.[1],
      variables: parsed.variables ?? {},
    };
    const index = requests.push(request) - 1;
    const said = answer(request, index);
    if (said === 'hang') {
      return;
    }
    if (said === 'reset') {
      incoming.socket.destroy();
      return;
    }
    const isText = typeof said.body === 'string';
    // Its clock would not be the test's.
    outgoing.sendDate = false;
    outgoing.writeHead(said.status ?? 200, {
      'content-type': isText ? 'text/html' : 'application/json',
      ...said.headers,
    });
    outgoing.end(isText ? said.body : JSON.stringify(said.body));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the server has no port');
  }
  const url = `http://127.0.0.1:${address.port}`;
  return {
    requests,
    apiUrl: `${url}/graphql`,
    tokenUrl: `${url}/oauth/token`,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
    },
  };
}
