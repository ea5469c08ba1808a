import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  BrokenCircuitError,
  CircuitState,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  type RetryPolicy,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import {
  type LinearErrorKind,
  LinearMalformedError,
  LinearRateLimitedError,
  LinearRejectedError,
  LinearUnauthorizedError,
  LinearUnavailableError,
  isLinearError,
} from '../LinearError';
import type { LinearCall, LinearStatus } from '../LinearGateway';
import type { LinearCredentials } from '../auth/LinearCredentials';
import type { Operation } from '../documents/Operation';
import type {
  LinearCircuitState,
  LinearClock,
  LinearMetrics,
  LinearRequestOutcome,
} from '../ports';
import { abortable } from './abortable';
import { classifyResponse } from './classifyResponse';
import { createRetryPolicy } from './createRetryPolicy';
import type { HttpTransport } from './HttpTransport';
import type { RateBudget } from './RateBudget';

export type RequesterOptions = {
  apiUrl: string;
  credentials: LinearCredentials;
  transport: HttpTransport;
  budget: RateBudget;
  clock: LinearClock;
  logger: LoggerService;
  metrics: LinearMetrics;
  retry: { attempts: number; initialDelayMs: number; maxDelayMs: number };
  circuit: { failures: number; halfOpenAfterMs: number };
};

const circuitStates: Record<CircuitState, LinearCircuitState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'halfOpen',
  [CircuitState.Isolated]: 'open',
};

/**
 * Runs operations: retries, then rate budget, then circuit breaker, then credentials, then the wire, then the checks of
 * the answer. What comes out is valid data or an error of the family.
 */
export class LinearRequester {
  readonly #options: RequesterOptions;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #retry: RetryPolicy;
  #openedAt = 0;
  #lastSuccessAt?: number;
  #connection: LinearStatus['connection'] = 'unknown';
  #connectionSince?: number;
  #lastFailure?: LinearStatus['lastFailure'];

  constructor(options: RequesterOptions) {
    this.#options = options;
    this.#breaker = circuitBreaker(
      handleWhen(error => error instanceof LinearUnavailableError),
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
    call.signal?.throwIfAborted();
    const attempts = this.#retry.execute(
      () => this.#attempt(operation, variables, call),
      call.signal,
    );
    try {
      const data = await abortable(attempts, call.signal);
      this.#lastSuccessAt = this.#options.clock.now();
      this.#works();
      return data;
    } catch (error) {
      throw this.#failed(operation.name, error, call);
    }
  }

  circuit(): LinearCircuitState {
    return circuitStates[this.#breaker.state];
  }

  status(): Pick<
    LinearStatus,
    'connection' | 'since' | 'circuit' | 'lastSuccessAt' | 'lastFailure'
  > {
    return {
      connection: this.#connection,
      since: this.#connectionSince,
      circuit: this.circuit(),
      lastSuccessAt: this.#lastSuccessAt,
      lastFailure: this.#lastFailure,
    };
  }

  async #attempt<Variables extends object, Data>(
    operation: Operation<Variables, Data>,
    variables: Variables,
    call: LinearCall,
  ): Promise<Data> {
    const { name, points } = operation;
    call.signal?.throwIfAborted();
    // Outside the circuit: our own restraint says nothing about Linear.
    await this.#options.budget.admit(name, points, call.priority);
    return this.#breaker.execute(() =>
      this.#sendAuthorized(operation, variables, call),
    );
  }

  async #sendAuthorized<Variables extends object, Data>(
    operation: Operation<Variables, Data>,
    variables: Variables,
    call: LinearCall,
  ): Promise<Data> {
    const { credentials } = this.#options;
    const authorization = await credentials.authorization(call.signal);
    try {
      return await this.#send(operation, variables, authorization, call);
    } catch (error) {
      if (
        !(error instanceof LinearUnauthorizedError) ||
        !(await credentials.renew(authorization, call.signal))
      ) {
        throw error;
      }
    }
    const renewed = await credentials.authorization(call.signal);
    try {
      return await this.#send(operation, variables, renewed, call);
    } catch (error) {
      if (error instanceof LinearUnauthorizedError) {
        credentials.renewalDidNotHelp();
      }
      throw error;
    }
  }

  async #send<Variables extends object, Data>(
    operation: Operation<Variables, Data>,
    variables: Variables,
    authorization: string,
    call: LinearCall,
  ): Promise<Data> {
    const { clock, metrics } = this.#options;
    const startedAt = clock.now();
    let outcome: LinearRequestOutcome = 'ok';
    let points: number | undefined;
    try {
      const response = await this.#options.transport.post({
        operation: operation.name,
        url: this.#options.apiUrl,
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({
          operationName: operation.name,
          query: operation.document,
          variables,
        }),
        signal: call.signal,
      });
      points = response.rate.complexity;
      this.#options.budget.observe(operation.name, response.rate);
      const classified = classifyResponse(response);
      if (classified.outcome === 'error') {
        throw classified.error;
      }
      const parsed = operation.schema.safeParse(classified.data);
      if (!parsed.success) {
        // Which fields, never what stood in them.
        const paths = parsed.error.issues
          .slice(0, 3)
          .map(issue => issue.path.join('.'));
        throw new LinearMalformedError(
          `Linear answered ${
            operation.name
          } against its schema, at ${paths.join(', ')}`,
          { operation: operation.name, status: response.status },
        );
      }
      return parsed.data;
    } catch (error) {
      outcome = outcomeOf(error);
      if (error instanceof LinearRateLimitedError) {
        await this.#options.budget.exceeded(error);
      }
      throw error;
    } finally {
      metrics.requestEnded({
        operation: operation.name,
        outcome,
        durationMs: clock.now() - startedAt,
        points,
      });
    }
  }

  #failed(operation: string, error: unknown, call: LinearCall): unknown {
    if (call.signal?.aborted) {
      return call.signal.reason;
    }
    const translated =
      error instanceof BrokenCircuitError
        ? this.#circuitOpenError(operation)
        : error;
    if (!isLinearError(translated)) {
      return translated;
    }
    if (translated.kind === 'rejected' || translated.kind === 'tooComplex') {
      // Linear answered, and knows us.
      this.#works();
    } else if (translated.kind !== 'rateLimited' || !translated.heldBack) {
      this.#fails(translated.kind, operation);
    }
    return translated;
  }

  #works(): void {
    if (this.#connection !== 'ok') {
      this.#connection = 'ok';
      this.#connectionSince = this.#options.clock.now();
    }
  }

  #fails(kind: LinearErrorKind, operation: string): void {
    const at = this.#options.clock.now();
    const goesOn =
      this.#connection === 'failing' &&
      (this.#lastFailure?.kind === 'unauthorized') ===
        (kind === 'unauthorized');
    if (!goesOn) {
      this.#connection = 'failing';
      this.#connectionSince = at;
    }
    this.#lastFailure = { at, kind, operation };
  }

  #circuitOpenError(operation: string): LinearUnavailableError {
    const { clock, circuit } = this.#options;
    return new LinearUnavailableError(
      `Linear has been failing; ${operation} was not sent`,
      {
        operation,
        circuitOpen: true,
        retryAfterMs: Math.max(
          0,
          this.#openedAt + circuit.halfOpenAfterMs - clock.now(),
        ),
      },
    );
  }

  #circuitChanged(state: CircuitState): void {
    const { clock, logger, metrics } = this.#options;
    const name = circuitStates[state];
    if (name === 'open') {
      this.#openedAt = clock.now();
      logger.warn('Linear keeps failing; calls are refused for a while');
    } else if (name === 'closed') {
      logger.info('Linear answers again');
    }
    metrics.circuitChanged(name);
  }
}

function outcomeOf(error: unknown): LinearRequestOutcome {
  if (error instanceof LinearRejectedError && error.reason === 'notFound') {
    return 'notFound';
  }
  return isLinearError(error) ? error.kind : 'aborted';
}
