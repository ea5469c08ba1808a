import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  type IBackoff,
  type IRetryBackoffContext,
  circuitBreaker,
  handleWhen,
  retry,
} from 'cockatiel';
import { withoutNulls } from '../../json';
import {
  isLinearError,
  isRefusal,
  isRejected,
  linearError,
  linearFailure,
} from '../LinearError';
import type {
  LinearCall,
  LinearStatus,
  LinearMetrics,
  LinearRequestOutcome,
} from '../ports';
import { type LinearCredentials, sendAuthorized } from '../auth/credentials';
import type { Operation } from '../operations/operation';
import { readData } from './readData';
import type { RateBudget } from './RateBudget';
import { readHeaders } from './responseHeaders';
import { type Wire, abortable, sendGraphql } from './send';

type RetryOptions = {
  attempts: number;
  initialDelayMs: number;
  maxDelayMs: number;
};

type RequesterDeps = Wire & {
  apiUrl: string;
  credentials: LinearCredentials;
  budget: RateBudget;
  logger: LoggerService;
  metrics: LinearMetrics;
  retry: RetryOptions;
  circuit: { failures: number; halfOpenAfterMs: number };
};

/** Valid data, and when Linear sent it (ISO 8601, by its own clock) where it says so. */
type Response<Data> = { data: Data; respondedAt?: string };

/**
 * Runs operations: retries, then rate budget, then circuit breaker, then credentials, then the wire, then the checks of
 * the response. What comes out is valid data or an error of the family.
 */
export type LinearRequester = ReturnType<typeof createLinearRequester>;

export function createLinearRequester(deps: RequesterDeps) {
  const { budget, credentials, metrics } = deps;
  const now = () => deps.clock.now();
  const connection = createConnection(now);
  const circuit = createCircuit(deps);
  const retryPolicy = createRetryPolicy(deps.retry);

  /** One request over the wire. */
  async function send<Variables extends object, Data>(
    { name, document, schema }: Operation<Variables, Data>,
    variables: Variables,
    options: { authorization: string; signal?: AbortSignal },
  ): Promise<Response<Data>> {
    const startedAt = now();
    let outcome: LinearRequestOutcome = 'ok';
    let points: number | undefined;
    try {
      const response = await sendGraphql(deps, {
        operation: name,
        url: deps.apiUrl,
        document,
        variables,
        ...options,
      });
      const receivedAt = now();
      const status = response.status ?? 0;
      const headers = readHeaders(
        response.headers ?? new Headers(),
        receivedAt,
      );
      points = headers.complexity;
      budget.observe(headers);
      const context = { operation: name, status, headers, receivedAt };
      const data = withoutNulls(readData(response, context));
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
      const durationMs = now() - startedAt;
      metrics.requestEnded({ operation: name, outcome, durationMs, points });
    }
  }

  return {
    async request<Variables extends object, Data>(
      operation: Operation<Variables, Data>,
      variables: Variables,
      call: LinearCall,
    ): Promise<Response<Data>> {
      const { signal } = call;
      const attempt = async () => {
        signal?.throwIfAborted();
        // Outside the circuit: our own restraint says nothing about Linear.
        await budget.admit(operation, call);
        return circuit.execute(operation.name, () =>
          sendAuthorized(credentials, signal, authorization =>
            send(operation, variables, { authorization, signal }),
          ),
        );
      };
      try {
        // A background call fails at once: its job backs off and blocks no other job meanwhile.
        const response = await abortable(
          call.priority === 'interactive'
            ? retryPolicy.execute(attempt, signal)
            : attempt(),
          signal,
        );
        connection.responds(response.respondedAt);
        return response;
      } catch (error) {
        signal?.throwIfAborted();
        connection.failed(error);
        throw error;
      }
    },

    status: connection.status,
    onRecovered: connection.onRecovered,
  };
}

/** What the results of calls say about the connection. */
function createConnection(now: () => number) {
  const listeners = new Set<() => void>();
  let status: Omit<LinearStatus, 'budget' | 'waiting'> = {
    connection: 'unknown',
  };

  /** @param respondedAt - by Linear's clock, where it said so */
  function responds(respondedAt?: string): void {
    if (respondedAt !== undefined) {
      status = { ...status, clockAheadMs: now() - Date.parse(respondedAt) };
    }
    if (status.connection !== 'ok') {
      status = { ...status, connection: 'ok', since: now() };
      for (const listener of listeners) listener();
    }
  }

  return {
    status: () => status,
    responds,

    /** Only what keeps every operation from succeeding says something about the connection. */
    failed(error: unknown): void {
      const failure = isLinearError(error) && linearFailure(error);
      if (!failure || error.kind === 'malformed') {
        return;
      }
      if (isRefusal(error)) {
        responds();
        return;
      }
      if (error.kind === 'rateLimited' && error.heldBack) {
        return;
      }
      const goesOn =
        status.connection === 'failing' &&
        (status.lastFailure?.kind === 'unauthorized') ===
          (error.kind === 'unauthorized');
      status = {
        ...status,
        connection: 'failing',
        since: goesOn ? status.since : now(),
        lastFailure: { kind: error.kind, reason: failure.reason },
      };
    },

    /**
     * Calls the listener, which must not throw, when a request succeeds for the first time or after failures; returns how
     * to stop that.
     */
    onRecovered(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Fails calls at once for a while after several failures in a row. */
function createCircuit({ circuit, clock, logger, metrics }: RequesterDeps) {
  const { failures, halfOpenAfterMs } = circuit;
  let openedAt = 0;
  const breaker = circuitBreaker(
    handleWhen(error => isLinearError(error, 'unavailable')),
    {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new ConsecutiveBreaker(failures),
    },
  );
  breaker.onBreak(() => {
    openedAt = clock.now();
    logger.warn("Linear isn't responding; calls fail at once for a while");
    metrics.circuitChanged('open');
  });
  breaker.onHalfOpen(() => metrics.circuitChanged('halfOpen'));
  breaker.onReset(() => {
    logger.info('Linear responds again');
    metrics.circuitChanged('closed');
  });
  return {
    async execute<T>(operation: string, work: () => Promise<T>): Promise<T> {
      try {
        return await breaker.execute(work);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) {
          throw error;
        }
        const leftMs = openedAt + halfOpenAfterMs - clock.now();
        throw linearError(
          {
            kind: 'unavailable',
            operation,
            circuitOpen: true,
            retryAfterMs: Math.max(0, leftMs),
          },
          'not sent',
        );
      }
    },
  };
}

function outcomeOf(error: unknown): LinearRequestOutcome {
  if (isRejected(error, 'notFound')) {
    return 'notFound';
  }
  return isLinearError(error) ? error.kind : 'aborted';
}

/**
 * Repeats what may pass, with growing pauses and jitter. Every operation of ours is safe twice, so there is no other
 * policy for writes. A longer `Retry-After` than a caller would wait for is passed on to the caller instead.
 */
function createRetryPolicy({
  attempts,
  initialDelayMs,
  maxDelayMs,
}: RetryOptions) {
  const exponential = new ExponentialBackoff({
    initialDelay: initialDelayMs,
    maxDelay: maxDelayMs,
  });
  const backoff = new DelegateBackoff<
    IRetryBackoffContext<unknown>,
    IBackoff<IRetryBackoffContext<unknown>>
  >((context, previous) => {
    const next = previous ? previous.next(context) : exponential.next();
    const asked =
      'error' in context.result ? retryAfterOf(context.result.error) : 0;
    return { delay: Math.max(next.duration, asked), state: next };
  });
  return retry(
    handleWhen(
      error =>
        isLinearError(error, 'malformed') ||
        (isLinearError(error, 'unavailable') &&
          !error.circuitOpen &&
          retryAfterOf(error) <= maxDelayMs),
    ),
    { maxAttempts: attempts - 1, backoff },
  );
}

function retryAfterOf(error: unknown): number {
  return isLinearError(error, 'unavailable') ? error.retryAfterMs ?? 0 : 0;
}
