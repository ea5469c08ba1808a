import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { AuthSettings } from './auth/authenticate';
import { tokenEndpoint } from './auth/tokenEndpoint';
import { Tokens } from './auth/Tokens';
import { Faults, tokenOperation } from './faults/Faults';
import { Habits } from './habits/Habits';
import { ControlApi } from './http/ControlApi';
import { BodyTooLarge, readBody, sendJson } from './http/exchange';
import { GraphqlEndpoint } from './http/GraphqlEndpoint';
import { OperationRecorder } from './http/OperationRecorder';
import { LoggedRequest, RequestLog } from './http/RequestLog';
import { LimitSettings } from './limits/RateLimits';
import { Pages } from './page/Pages';
import { demoSeed, emptySeed } from './seed/demoSeed';
import { SimulatorSeed } from './seed/SimulatorSeed';
import { StateFile } from './StateFile';
import { Journal } from './store/Journal';
import { Workspace } from './store/Workspace';
import { documentedRetrySchedule, Webhooks } from './webhooks/Webhooks';

export interface SimulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** JSON; read at start when it exists, written soon after every change. Absent: memory only. */
  stateFile?: string;
  /** Where every distinct operation is written; default the environment's LINEAR_SIMULATOR_RECORD; false: nowhere. */
  recordFile?: string | false;
  /** Used unless the state file exists; `empty` has the demo's people and teams and no issue. Default demo. */
  seed?: 'demo' | 'empty' | SimulatorSeed;
  now?: () => Date;
  newId?: () => string;
  /** Default: API key `lin_api_demo`, OAuth client `demo-client` / `demo-secret`. */
  auth?: AuthSettings;
  /** Default: Linear's documented budgets of the kind of caller. */
  limits?: Partial<LimitSettings>;
  /** Behavior that Linear's documentation leaves open. */
  habits?: Habits;
  /** Added to every GraphQL request. Default 0. */
  latencyMs?: number;
  /** Awaited before a GraphQL request is handled, so that a test decides which of several continues. */
  gate?: (operationName: string) => Promise<void>;
  /** Milliseconds before each retry of a webhook; default a minute, an hour, six hours. */
  webhookRetrySchedule?: readonly number[];
}

export interface Simulator {
  readonly url: string;
  /** …/graphql */
  readonly apiUrl: string;
  /** …/oauth/token */
  readonly tokenUrl: string;
  /** Acts as a person in Linear, and gives the expected state. */
  readonly store: Workspace;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly webhooks: Webhooks;
  /** The issued OAuth tokens. */
  readonly tokens: Tokens;
  close(): Promise<void>;
}

export const demoAuth: AuthSettings = {
  apiKeys: ['lin_api_demo'],
  oauthClients: [
    {
      clientId: 'demo-client',
      clientSecret: 'demo-secret',
      tokenMode: 'parallel',
    },
  ],
};

/** Starts a separate workspace on its own port. */
export async function startSimulator(
  options: SimulatorOptions = {},
): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0, stateFile: path } = options;
  const saved = path === undefined ? undefined : StateFile.read(path);
  let handle = (_: IncomingMessage, response: ServerResponse) => {
    sendJson(response, 503, { error: 'starting' });
  };
  const server = createServer((request, response) => handle(request, response));
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const bound = server.address();
      if (bound && typeof bound === 'object') resolve(bound);
      else reject(new Error('The server has no port'));
    });
  });
  const shown = host.includes(':') ? `[${host}]` : host;
  const url = `http://${shown}:${address.port}`;

  const journal = new Journal(options);
  const auth = options.auth ?? demoAuth;
  const tokens = new Tokens(saved?.tokens ?? []);
  const store = Workspace.create({
    from: saved?.workspace ?? seedOf(options.seed),
    journal,
    baseUrl: url,
  });
  const stateFile =
    path === undefined
      ? undefined
      : new StateFile({
          path,
          current: () => ({
            version: 1,
            workspace: store.tables.toData(),
            tokens: tokens.toData(),
          }),
        });
  journal.onWrite(() => stateFile?.schedule());
  for (const client of auth.oauthClients) store.appUser(client.clientId);

  const faults = new Faults();
  const requests = new RequestLog();
  const webhooks = new Webhooks({
    workspace: store,
    retrySchedule: options.webhookRetrySchedule ?? documentedRetrySchedule,
  });
  const recordFile = options.recordFile ?? process.env.LINEAR_SIMULATOR_RECORD;
  const graphql = new GraphqlEndpoint({
    workspace: store,
    auth,
    tokens,
    faults,
    log: requests,
    recorder: new OperationRecorder(recordFile || undefined),
    limits: options.limits,
    latencyMs: options.latencyMs ?? 0,
    gate: options.gate,
    habits: options.habits ?? {},
  });
  const control = new ControlApi({ store, faults, requests, webhooks });
  const pages = new Pages({ store, faults, requests });

  const token = async (request: IncomingMessage, response: ServerResponse) => {
    const at = journal.now();
    const entry: LoggedRequest = {
      operationName: tokenOperation,
      kind: 'token',
      status: 0,
      at,
    };
    requests.add(entry);
    const body = await readBody(request);
    const fault = faults.take([tokenOperation]).at(0);
    entry.fault = fault?.kind;
    if (fault?.kind === 'resetBefore') {
      request.socket.destroy();
      return;
    }
    const answer =
      fault?.kind === 'status'
        ? { status: fault.status, body: { error: 'injected' } }
        : tokenEndpoint({
            contentType: request.headers['content-type'],
            authorization: request.headers.authorization,
            body,
            settings: auth,
            tokens,
            at: at.getTime(),
          });
    stateFile?.schedule();
    if (fault?.kind === 'resetAfter') {
      request.socket.destroy();
      return;
    }
    entry.status = answer.status;
    sendJson(response, answer.status, answer.body);
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', url);
    if (pathname === '/graphql' || pathname === '/oauth/token') {
      if (request.method !== 'POST') {
        sendJson(response, 405, { error: 'Only POST' }, { allow: 'POST' });
      } else if (pathname === '/graphql') {
        await graphql.handle(request, response);
      } else {
        await token(request, response);
      }
    } else if (pathname.startsWith('/__simulator/')) {
      await control.handle(request, response, pathname);
    } else {
      await pages.handle(request, response, pathname);
    }
  };

  handle = (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!(error instanceof BodyTooLarge)) {
        const message = error instanceof Error ? error.stack : String(error);
        process.stderr.write(`linear-simulator: ${message}\n`);
      }
      if (response.headersSent) response.destroy();
      else {
        const status = error instanceof BodyTooLarge ? 413 : 500;
        sendJson(response, status, { error: 'The simulator failed' });
      }
    });
  };

  return {
    url,
    apiUrl: `${url}/graphql`,
    tokenUrl: `${url}/oauth/token`,
    store,
    faults,
    requests,
    webhooks,
    tokens,
    async close() {
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      server.closeAllConnections();
      await webhooks.close();
      await closed;
      await stateFile?.close();
    },
  };
}

function seedOf(seed: SimulatorOptions['seed'] = 'demo'): SimulatorSeed {
  if (seed === 'demo') return demoSeed;
  return seed === 'empty' ? emptySeed : seed;
}
