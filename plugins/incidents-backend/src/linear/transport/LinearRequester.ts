import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  BrokenCircuitError,
  CircuitState,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  type IRetryBackoffContext,
  type RetryPolicy,
  circuitBreaker,
  handleWhen,
  retry,
} from 'cockatiel';
import {
  type AnyLinearError,
  isLinearError,
  isRefusal,
  isRejected,
  linearError,
  linearFailure,
} from '../LinearError';
import type { LinearCall, LinearStatus } from '../LinearGateway';
import type { LinearCredentials } from '../auth/credentials';
import type { Operation } from '../documents/operation';
import type {
  LinearCircuitState,
  LinearMetrics,
  LinearRequestOutcome,
} from '../ports';
import { readData } from './readData';
import type { RateBudget } from './RateBudget';
import { readHeaders } from './responseHeaders';
import { type Wire, abortable, sendGraphql } from './send';

export type RetryOptions = {
  attempts: number;
  initialDelayMs: number;
  maxDelayMs: number;
};

type RequesterOptions = {
  apiUrl: string;
  credentials: LinearCredentials;
  wire: Wire;
  budget: RateBudget;
  logger: LoggerService;
  metrics: LinearMetrics;
  retry: RetryOptions;
  circuit: { failures: number; halfOpenAfterMs: number };
};

/** Valid data, and when Linear sent it (ISO 8601, by its own clock) where it says so. */
type Response<Data> = { data: Data; respondedAt?: string };

type ConnectionStatus = Pick<
  LinearStatus,
  'connection' | 'since' | 'lastSuccessAt' | 'lastFailure'
>;

const circuitStates: Record<CircuitState, LinearCircuitState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'halfOpen',
  [CircuitState.Isolated]: 'open',
};

/**
 * Runs operations: retries, then rate budget, then circuit breaker, then credentials, then the wire, then the checks of
 * the response. What comes out is valid data or an error of the family.
 */
export class LinearRequester {
  readonly #options: RequesterOptions;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #retry: RetryPolicy;
  readonly #recoveryListeners = new Set<() => void>();
  #openedAt = 0;
  #status: ConnectionStatus = { connection: 'unknown' };

  constructor(options: RequesterOptions) {
    this.#options = options;
    this.#breaker = circuitBreaker(
      handleWhen(error => isLinearError(error, 'unavailable')),
      {
        halfOpenAfter: options.circuit.halfOpenAfterMs,
        breaker: new ConsecutiveBreaker(options.circuit.failures),
      },
    );
    this.#breaker.onStateChange(state => this.#circuitChanged(state));
    this.#retry = createRetryPolicy(options.retry);
  }

  async run<Variables extends object, Data>(
    operation: Operation<Variables, Data>,
    variables: Variables,
    call: LinearCall,
  ): Promise<Data> {
    return (await this.request(operation, variables, call)).data;
  }

  async request<Variables extends object, Data>(
    operation: Operation<Variables, Data>,
    variables: Variables,
    call: LinearCall,
  ): Promise<Response<Data>> {
    const { signal } = call;
    signal?.throwIfAborted();
    const attempt = () => this.#attempt(operation, variables, call);
    // A background call fails at once: its job backs off and blocks no other job meanwhile.
    const attempts =
      call.priority === 'interactive'
        ? this.#retry.execute(attempt, signal)
        : attempt();
    try {
      const response = await abortable(attempts, signal);
      this.#status.lastSuccessAt = this.#now();
      this.#responds();
      return response;
    } catch (error) {
      throw signal?.aborted
        ? signal.reason
        : this.#failed(operation.name, error);
    }
  }

  status(): ConnectionStatus & Pick<LinearStatus, 'circuit'> {
    return { ...this.#status, circuit: circuitStates[this.#breaker.state] };
  }

  /** Calls the listener whenever Linear responds for the first time, or again; returns how to stop that. */
  onRecovered(listener: () => void): () => void {
    this.#recoveryListeners.add(listener);
    return () => this.#recoveryListeners.delete(listener);
  }

  async #attempt<Variables extends object, Data>(
    operation: Operation<Variables, Data>,
    variables: Variables,
    call: LinearCall,
  ): Promise<Response<Data>> {
    call.signal?.throwIfAborted();
    // Outside the circuit: our own restraint says nothing about Linear.
    await this.#options.budget.admit(operation, call);
    return this.#breaker.execute(() =>
      this.#sendAuthorized(operation, variables, call),
    );
  }

  async #sendAuthorized<Variables extends object, Data>(
    operation: Operation<Variables, Data>,
    variables: Variables,
    call: LinearCall,
  ): Promise<Response<Data>> {
    const { credentials } = this.#options;
    const authorization = await credentials.authorization(call.signal);
    try {
      return await this.#send(operation, variables, authorization, call);
    } catch (error) {
      if (!isLinearError(error, 'unauthorized')) {
        throw error;
      }
      const isRenewed = await credentials.renew(authorization, call.signal);
      // A 401 that is not Linear's own may be a proxy's and pass: it counts when it comes twice.
      if (!isRenewed && !error.byStatusOnly) {
        throw error;
      }
    }
    const renewed = await credentials.authorization(call.signal);
    try {
      return await this.#send(operation, variables, renewed, call);
    } catch (error) {
      if (isLinearError(error, 'unauthorized')) {
        credentials.renewalDidNotHelp();
      }
      throw error;
    }
  }

  async #send<Variables extends object, Data>(
    { name, document, schema }: Operation<Variables, Data>,
    variables: Variables,
    authorization: string,
    call: LinearCall,
  ): Promise<Response<Data>> {
    const { apiUrl, budget, metrics, wire } = this.#options;
    const startedAt = this.#now();
    let outcome: LinearRequestOutcome = 'ok';
    let points: number | undefined;
    try {
      const response = await sendGraphql(wire, {
        operation: name,
        url: apiUrl,
        authorization,
        document,
        variables,
        signal: call.signal,
      });
      const receivedAt = this.#now();
      const status = response.status ?? 0;
      const headers = readHeaders(
        response.headers ?? new Headers(),
        receivedAt,
      );
      points = headers.complexity;
      budget.observe(headers);
      const data = readData(response, {
        operation: name,
        status,
        headers,
        receivedAt,
      });
      const parsed = schema.safeParse(data);
      if (!parsed.success) {
        // Which fields, never what stood in them.
        const paths = parsed.error.issues
          .slice(0, 3)
          .map(issue => issue.path.join('.'));
        throw linearError(
          { kind: 'malformed', operation: name, status },
          `at ${paths.join(' and ')}`,
        );
      }
      return { data: parsed.data, respondedAt: headers.respondedAt };
    } catch (error) {
      outcome = outcomeOf(error);
      if (isLinearError(error, 'rateLimited')) {
        await budget.exceeded(error);
      }
      throw error;
    } finally {
      metrics.requestEnded({
        operation: name,
        outcome,
        durationMs: this.#now() - startedAt,
        points,
      });
    }
  }

  #failed(operation: string, error: unknown): unknown {
    const translated =
      error instanceof BrokenCircuitError
        ? this.#circuitOpenError(operation)
        : error;
    if (isLinearError(translated)) {
      this.#noteFailure(translated);
    }
    return translated;
  }

  /** Only what keeps every operation from succeeding says something about the connection. */
  #noteFailure(error: AnyLinearError): void {
    const isOurRestraint = error.kind === 'rateLimited' && error.heldBack;
    if (isRefusal(error)) {
      this.#responds();
    } else if (error.kind !== 'malformed' && !isOurRestraint) {
      this.#fails(error);
    }
  }

  #responds(): void {
    if (this.#status.connection === 'ok') {
      return;
    }
    this.#status.connection = 'ok';
    this.#status.since = this.#now();
    for (const listener of this.#recoveryListeners) {
      listener();
    }
  }

  #fails(error: AnyLinearError): void {
    const at = this.#now();
    const { connection, lastFailure } = this.#status;
    const goesOn =
      connection === 'failing' &&
      (lastFailure?.kind === 'unauthorized') ===
        (error.kind === 'unauthorized');
    if (!goesOn) {
      this.#status.connection = 'failing';
      this.#status.since = at;
    }
    this.#status.lastFailure = {
      at,
      kind: error.kind,
      operation: error.operation,
      reason: linearFailure(error).reason,
    };
  }

  #circuitOpenError(operation: string): AnyLinearError {
    const reopensAt = this.#openedAt + this.#options.circuit.halfOpenAfterMs;
    return linearError(
      {
        kind: 'unavailable',
        operation,
        circuitOpen: true,
        retryAfterMs: Math.max(0, reopensAt - this.#now()),
      },
      'not sent',
    );
  }

  #circuitChanged(state: CircuitState): void {
    const { logger, metrics } = this.#options;
    const name = circuitStates[state];
    if (name === 'open') {
      this.#openedAt = this.#now();
      logger.warn("Linear isn't responding; calls fail at once for a while");
    } else if (name === 'closed') {
      logger.info('Linear responds again');
    }
    metrics.circuitChanged(name);
  }

  #now(): number {
    return this.#options.wire.clock.now();
  }
}

function outcomeOf(error: unknown): LinearRequestOutcome {
  if (isRejected(error, 'notFound')) {
    return 'notFound';
  }
  return isLinearError(error) ? error.kind : 'aborted';
}

/**
 * Repeats what may pass, with growing pauses and jitter. Every operation of ours is safe twice, so there is no other
 * policy for writes.
 */
function createRetryPolicy(options: RetryOptions): RetryPolicy {
  const exponential = new ExponentialBackoff({
    initialDelay: options.initialDelayMs,
    maxDelay: options.maxDelayMs,
  });
  const backoff = new DelegateBackoff<
    IRetryBackoffContext<unknown>,
    ReturnType<typeof exponential.next>
  >((context, previous) => {
    const next = previous ? previous.next(context) : exponential.next();
    const asked =
      'error' in context.result ? retryAfterOf(context.result.error) : 0;
    return { delay: Math.max(next.duration, asked), state: next };
  });
  return retry(
    // A longer `Retry-After` than a caller would wait for is passed on to the caller instead.
    handleWhen(
      error => isRepeatable(error) && retryAfterOf(error) <= options.maxDelayMs,
    ),
    { maxAttempts: options.attempts - 1, backoff },
  );
}

function isRepeatable(error: unknown): boolean {
  return (
    (isLinearError(error, 'unavailable') && !error.circuitOpen) ||
    isLinearError(error, 'malformed')
  );
}

function retryAfterOf(error: unknown): number {
  return isLinearError(error, 'unavailable') ? error.retryAfterMs ?? 0 : 0;
}
