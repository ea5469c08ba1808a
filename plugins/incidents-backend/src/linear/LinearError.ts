import { type Reason, reason } from '@backstage-incidents/incidents-common';

const rejectionCodes = {
  /** Not found or not accessible; Linear does not distinguish the two. */
  notFound: 'linearNotFound',
  /** An entity with this client-made id exists already. */
  conflict: 'linearConflict',
  /** The state, cycle or project is not of the team. */
  teamMismatch: 'linearTeamMismatch',
  /** The workspace's plan does not allow more. */
  usageLimit: 'linearUsageLimit',
  /** Accepted, but the response does not contain the requested value. */
  notApplied: 'linearNotApplied',
  invalid: 'linearInvalidInput',
} as const;

/** Why Linear rejected an input. */
export type LinearRejection = keyof typeof rejectionCodes;

/** Which limit was hit; `endpoint` is a limit of one operation. */
export type LinearBucket = 'requests' | 'points' | 'endpoint';

/** What went wrong. Safe to log: names of ours and of Linear's error enums, never a variable or a text of Linear's. */
export type LinearErrorFacts = {
  /** Name of the GraphQL operation, or `token` for the OAuth token request. */
  operation: string;
  /** HTTP status, where there was a response. */
  status?: number;
} & (
  | {
      /** Linear cannot be reached, fails, or its circuit is open. Worth repeating later. */
      kind: 'unavailable';
      /** How long to wait at least, in milliseconds, where Linear or the open circuit says so. */
      retryAfterMs?: number;
      /** True where nothing was sent, because the circuit is open. */
      circuitOpen?: boolean;
      /** True where the request was sent, and no response came within its time limit. */
      timedOut?: boolean;
    }
  | {
      /** A limit is used up, or what is left of it is kept for others. */
      kind: 'rateLimited';
      /** Epoch milliseconds from which on a repeat makes sense. */
      resetAt: number;
      bucket: LinearBucket;
      /** True where nothing was sent: the call yields to others, or all replicas wait for the reset. */
      heldBack: boolean;
    }
  | {
      /** Linear rejects our credentials, after a renewal where one was possible. */
      kind: 'unauthorized';
      /** True where only the status says so, which may be a proxy's. */
      byStatusOnly?: boolean;
    }
  /** Our credentials are good, but not for this. */
  | { kind: 'forbidden' }
  | {
      /** Linear rejects the input; the same again is rejected again. */
      kind: 'rejected';
      reason: LinearRejection;
      /** Name of the input field Linear complains about, where it says so. */
      field?: string;
    }
  /** The query is over Linear's complexity limit: a defect of ours, never worth a repeat. */
  | { kind: 'tooComplex' }
  /** The response is not what Linear's schema promises: never taken for an empty or complete one. */
  | { kind: 'malformed' }
);

export type LinearErrorKind = LinearErrorFacts['kind'];

/**
 * Everything that the gateway throws, except an abort by the caller's own signal, which is rethrown as it is. Messages,
 * fields and causes hold no titles, descriptions, emails, tokens or text of Linear's.
 */
export type AnyLinearError = Error & Readonly<LinearErrorFacts>;

class LinearError extends Error {
  override readonly name = 'LinearError';
}

/** An error of the gateway; `detail` is added to its message, for the log. */
export function linearError(
  facts: LinearErrorFacts,
  detail?: string,
): AnyLinearError {
  const about = [
    facts.operation,
    facts.status === undefined ? undefined : `HTTP ${facts.status}`,
    detail,
  ].filter(part => part !== undefined);
  return Object.assign(
    new LinearError(`${failureOf(facts).reason.message} [${about.join(', ')}]`),
    facts,
  );
}

/** Whether a caught value is an error of the gateway, and of this kind where one is given. */
export function isLinearError<K extends LinearErrorKind = LinearErrorKind>(
  error: unknown,
  kind?: K,
): error is Extract<AnyLinearError, { kind: K }> {
  return (
    error instanceof LinearError &&
    (kind === undefined || ('kind' in error && error.kind === kind))
  );
}

/** Whether Linear rejected the input for this reason. */
export function isRejected(error: unknown, why: LinearRejection): boolean {
  return isLinearError(error, 'rejected') && error.reason === why;
}

/**
 * What an error of the gateway means to the caller. `reason` goes to cards, logs and the API; decide by
 * `class` and `reason.code`, never by a message.
 */
export type LinearFailure = { reason: Reason } & (
  | {
      /** Linear does not respond, or not with what its schema promises: the same call may succeed later. */
      class: 'transient';
      /** Wait at least this long, in milliseconds; absent where nothing is known. */
      retryAfterMs?: number;
    }
  | {
      /** Wait until `resetAt` (epoch milliseconds); not a failure. */
      class: 'rateLimited';
      resetAt: number;
    }
  /** Backstage's credentials do not work: an operator has to renew them. */
  | { class: 'unauthorized' }
  /** The same call fails again until something else changes. */
  | { class: 'permanent' }
);

/** The failure class and reason of an error of the gateway; undefined for every other error. */
export function linearFailure(error: AnyLinearError): LinearFailure;
export function linearFailure(error: unknown): LinearFailure | undefined;
export function linearFailure(error: unknown): LinearFailure | undefined {
  return isLinearError(error) ? failureOf(error) : undefined;
}

/** Whether Linear said no: nothing was made, and the same again is rejected again. */
export function isRefusal(error: unknown): boolean {
  return linearFailure(error)?.class === 'permanent';
}

function failureOf(facts: LinearErrorFacts): LinearFailure {
  const { operation, status } = facts;
  const permanent = (why: Reason): LinearFailure => ({
    class: 'permanent',
    reason: why,
  });
  switch (facts.kind) {
    case 'unavailable':
      return {
        class: 'transient',
        reason: facts.timedOut
          ? reason('linearTimedOut')
          : reason('linearUnavailable', { operation, status }),
        retryAfterMs: facts.retryAfterMs,
      };
    case 'malformed':
      return {
        class: 'transient',
        reason: reason('linearMalformedResponse', { operation }),
      };
    case 'rateLimited': {
      const { bucket } = facts;
      const resetAt = new Date(facts.resetAt).toISOString();
      return {
        class: 'rateLimited',
        reason: reason('linearRateLimited', { bucket, resetAt }),
        resetAt: facts.resetAt,
      };
    }
    case 'unauthorized':
      return {
        class: 'unauthorized',
        reason: reason('linearUnauthorized', { operation }),
      };
    case 'forbidden':
      return permanent(reason('linearForbidden', { operation }));
    case 'tooComplex':
      return permanent(reason('linearQueryTooComplex', { operation }));
    case 'rejected': {
      const { field } = facts;
      return permanent(
        reason(rejectionCodes[facts.reason], { operation, field }),
      );
    }
    default:
      return facts satisfies never;
  }
}
