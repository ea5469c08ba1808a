import { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AuthSettings, authenticate, Caller } from '../auth/authenticate';
import { checkScopes } from '../auth/checkScopes';
import { Tokens } from '../auth/Tokens';
import { answerOfFault } from '../faults/answerOfFault';
import { Fault } from '../faults/Fault';
import { Faults } from '../faults/Faults';
import { spoilAnswer } from '../faults/spoilAnswer';
import { FilterCompiler } from '../filters/FilterCompiler';
import { createGraphqlServer } from '../graphql/createGraphqlServer';
import { RequestContext } from '../graphql/RequestContext';
import { applyHabits } from '../habits/applyHabits';
import { Habits } from '../habits/Habits';
import {
  documentedLimits,
  LimitSettings,
  RateLimits,
} from '../limits/RateLimits';
import { LinearError } from '../store/LinearError';
import { Viewer } from '../store/Viewer';
import { Workspace } from '../store/Workspace';
import { Answer, badRequest, refusal, unreadable } from './answers';
import { describeOperation, OperationDescription } from './describeOperation';
import { readBody, send } from './exchange';
import { OperationRecorder } from './OperationRecorder';
import { LoggedRequest, RequestLog } from './RequestLog';

const graphqlRequest = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** `POST /graphql`: faults, authentication, budgets, then the GraphQL server. */
export class GraphqlEndpoint {
  readonly #workspace: Workspace;
  readonly #auth: AuthSettings;
  readonly #tokens: Tokens;
  readonly #faults: Faults;
  readonly #log: RequestLog;
  readonly #recorder: OperationRecorder;
  readonly #limitSettings: Partial<LimitSettings> | undefined;
  readonly #latencyMs: number;
  readonly #gate: ((operationName: string) => Promise<void>) | undefined;
  readonly #limits = new Map<string, RateLimits>();
  readonly #habits: Habits;
  readonly #server: ReturnType<typeof createGraphqlServer>;

  constructor(options: {
    workspace: Workspace;
    auth: AuthSettings;
    tokens: Tokens;
    faults: Faults;
    log: RequestLog;
    recorder: OperationRecorder;
    limits: Partial<LimitSettings> | undefined;
    latencyMs: number;
    gate: ((operationName: string) => Promise<void>) | undefined;
    habits: Habits;
  }) {
    this.#workspace = options.workspace;
    this.#auth = options.auth;
    this.#tokens = options.tokens;
    this.#faults = options.faults;
    this.#log = options.log;
    this.#recorder = options.recorder;
    this.#limitSettings = options.limits;
    this.#latencyMs = options.latencyMs;
    this.#gate = options.gate;
    this.#habits = options.habits;
    this.#server = createGraphqlServer(options.habits);
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await readBody(request);
    const parsed = parseRequest(request, body);
    const operationName = parsed?.operationName ?? undefined;
    const operation = describeOperation(parsed?.query ?? '', operationName);
    if (parsed) {
      this.#recorder.record(parsed.query, operation.names[0]);
    }
    await this.#gate?.(operation.names.join(', '));
    const entry: LoggedRequest = {
      operationName: operation.names.join(', '),
      kind: operation.kind,
      status: 0,
      at: this.#workspace.journal.now(),
    };
    this.#log.add(entry);
    response.setHeader('date', entry.at.toUTCString());
    const faults = this.#faults.take(operation.names);
    const fault = faults.find(({ kind }) => kind !== 'delay');
    entry.fault = (fault ?? faults.at(0))?.kind;
    await this.#wait(faults);
    if (fault?.kind === 'resetBefore') {
      request.socket.destroy();
      return;
    }
    const answer =
      answerOfFault(fault, entry.at.getTime()) ??
      (await this.#answer({ request, parsed, operation, fault, entry }));
    if (fault?.kind === 'resetAfter') {
      request.socket.destroy();
      return;
    }
    entry.status = answer.status;
    send(response, { ...answer, body: spoilAnswer(fault, answer.body) });
  }

  async #wait(faults: readonly Fault[]): Promise<void> {
    const delays = faults.map(fault =>
      fault.kind === 'delay' ? fault.delayMs : 0,
    );
    const total = delays.reduce((sum, delay) => sum + delay, this.#latencyMs);
    if (total > 0) await sleep(total, undefined, { ref: false });
  }

  async #answer(options: {
    request: IncomingMessage;
    parsed: z.infer<typeof graphqlRequest> | undefined;
    operation: OperationDescription;
    fault: Fault | undefined;
    entry: LoggedRequest;
  }): Promise<Answer> {
    const { request, parsed, operation, fault, entry } = options;
    const now = this.#workspace.journal.now();
    const at = now.getTime();
    let limits: RateLimits | undefined;
    try {
      const caller = authenticate({
        authorization: request.headers.authorization,
        settings: this.#auth,
        tokens: this.#tokens,
        at,
      });
      limits = this.#limitsOf(caller, at);
      limits.takeRequest(at);
      if (!parsed) throw badRequest();
      if (operation.syntaxError !== undefined) {
        throw unreadable(operation.syntaxError);
      }
      const context = this.#context({ caller, limits, fault, entry, now });
      const answered = await this.#server.fetch(
        'http://localhost/graphql',
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
          },
          body: JSON.stringify(parsed),
        },
        context,
      );
      return {
        status: answered.status,
        contentType: 'application/json; charset=utf-8',
        body: applyHabits(this.#habits, await answered.text()),
        headers: limits.headers(at, entry.points),
      };
    } catch (error) {
      if (!(error instanceof LinearError)) throw error;
      return refusal(error, limits?.headers(at, entry.points));
    }
  }

  #context(options: {
    caller: Caller;
    limits: RateLimits;
    fault: Fault | undefined;
    entry: LoggedRequest;
    now: Date;
  }): RequestContext {
    const { caller, limits, fault, entry, now } = options;
    const viewer = Viewer.create({
      tables: this.#workspace.tables,
      user: this.#workspace.appUser(caller.clientId),
      hiddenTeamKeys: fault?.kind === 'lostTeam' ? [fault.team] : [],
    });
    const at = now.getTime();
    return {
      workspace: this.#workspace,
      viewer,
      compiler: new FilterCompiler({ viewer, now }),
      now,
      limits: () => ({
        kind: caller.kind,
        identifier: viewer.user.id,
        limits: limits.status(at, entry.points ?? 0),
      }),
      charge: (points, operation) => {
        entry.points = points;
        checkScopes(caller, operation);
        limits.takePoints(points, at);
      },
    };
  }

  #limitsOf(caller: Caller, at: number): RateLimits {
    const key = `${caller.kind} ${caller.clientId}`;
    const known = this.#limits.get(key);
    if (known) return known;
    const limits = new RateLimits(
      { ...documentedLimits[caller.kind], ...this.#limitSettings },
      at,
    );
    this.#limits.set(key, limits);
    return limits;
  }
}

function parseRequest(
  request: IncomingMessage,
  body: string,
): z.infer<typeof graphqlRequest> | undefined {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return undefined;
  }
  try {
    return graphqlRequest.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
