import {
  type Reason,
  type ReasonCode,
  reason,
} from '@backstage-incidents/incidents-common';

/** What went wrong, for exhaustive switches. */
export type LinearErrorKind =
  | 'unavailable'
  | 'rateLimited'
  | 'unauthorized'
  | 'forbidden'
  | 'rejected'
  | 'tooComplex'
  | 'malformed';

/** Why Linear refused an input. */
export type LinearRejection =
  /** The entity does not exist, or not in our sight; Linear does not tell the two apart. */
  | 'notFound'
  /** An entity with this client-made id exists already. */
  | 'conflict'
  /** The state, cycle or project is not of the team. */
  | 'teamMismatch'
  /** The workspace's plan does not allow more. */
  | 'usageLimit'
  /** Accepted, but the answer does not show what was asked for. */
  | 'notApplied'
  | 'invalid';

/** Which limit was hit; `endpoint` is a limit of one operation. */
export type LinearBucket = 'requests' | 'points' | 'endpoint';

/** Safe to log: names of ours and of Linear's error enums, never a variable or a message of Linear's. */
export type LinearErrorDetails = {
  /** Name of the GraphQL operation, or `token` for the OAuth token request. */
  operation: string;
  /** HTTP status, where there was an answer. */
  status?: number;
};

/**
 * Base of everything the gateway throws, except an abort by the caller's own signal, which is rethrown as it is.
 * Messages, fields and causes hold no titles, descriptions, e-mails, tokens or text of Linear's.
 */
export abstract class LinearError extends Error {
  abstract readonly kind: LinearErrorKind;
  readonly operation: string;
  readonly status?: number;

  constructor(message: string, details: LinearErrorDetails) {
    super(message);
    this.name = new.target.name;
    this.operation = details.operation;
    this.status = details.status;
  }
}

/** Linear cannot be reached, fails, or its circuit is open. Worth repeating later. */
export class LinearUnavailableError extends LinearError {
  readonly kind = 'unavailable';
  /** How long to wait at least, in milliseconds, where Linear or the open circuit says so. */
  readonly retryAfterMs?: number;
  /** True where nothing was sent, because the circuit is open. */
  readonly circuitOpen: boolean;
  /** True where the request was sent, and no response came within its time limit. */
  readonly timedOut: boolean;

  constructor(
    message: string,
    details: LinearErrorDetails & {
      retryAfterMs?: number;
      circuitOpen?: boolean;
      timedOut?: boolean;
    },
  ) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
    this.circuitOpen = details.circuitOpen ?? false;
    this.timedOut = details.timedOut ?? false;
  }
}

/** A limit is used up, or what is left of it is kept for people. */
export class LinearRateLimitedError extends LinearError {
  readonly kind = 'rateLimited';
  /** Epoch milliseconds from which on a repeat makes sense. */
  readonly resetAt: number;
  readonly bucket: LinearBucket;
  /** True where nothing was sent: background work yields, or all replicas wait for the reset. */
  readonly heldBack: boolean;

  constructor(
    details: LinearErrorDetails & {
      resetAt: number;
      bucket: LinearBucket;
      heldBack: boolean;
    },
  ) {
    super(
      details.heldBack
        ? `Linear call ${details.operation} waits for the rate limit (${details.bucket})`
        : `Linear's rate limit (${details.bucket}) is used up, seen by ${details.operation}`,
      details,
    );
    this.resetAt = details.resetAt;
    this.bucket = details.bucket;
    this.heldBack = details.heldBack;
  }
}

/** Linear rejects our credentials, after a renewal where one was possible. */
export class LinearUnauthorizedError extends LinearError {
  readonly kind = 'unauthorized';
  /** False where only the status says so, which may be a proxy's. */
  readonly byLinear: boolean;

  constructor(
    message: string,
    details: LinearErrorDetails & { byLinear?: boolean },
  ) {
    super(message, details);
    this.byLinear = details.byLinear ?? true;
  }
}

/** Our credentials are good, but not for this. */
export class LinearForbiddenError extends LinearError {
  readonly kind = 'forbidden';
}

/** Linear refuses the input; the same again is refused again. */
export class LinearRejectedError extends LinearError {
  readonly kind = 'rejected';
  readonly reason: LinearRejection;
  /** Name of the input field Linear complains about, where it says so. */
  readonly field?: string;

  constructor(
    message: string,
    details: LinearErrorDetails & { reason: LinearRejection; field?: string },
  ) {
    super(message, details);
    this.reason = details.reason;
    this.field = details.field;
  }
}

/** The query is over Linear's complexity limit: a defect of ours, never worth a repeat. */
export class LinearTooComplexError extends LinearError {
  readonly kind = 'tooComplex';
}

/** The answer is not what Linear's schema promises: never taken for an empty or complete one. */
export class LinearMalformedError extends LinearError {
  readonly kind = 'malformed';
}

/** The closed family as a union, for exhaustive switches over `kind`. */
export type AnyLinearError =
  | LinearUnavailableError
  | LinearRateLimitedError
  | LinearUnauthorizedError
  | LinearForbiddenError
  | LinearRejectedError
  | LinearTooComplexError
  | LinearMalformedError;

/** Whether a caught value is one of the gateway's errors. */
export function isLinearError(error: unknown): error is AnyLinearError {
  return error instanceof LinearError;
}

/**
 * What an error of the gateway means to whoever made the call. `reason` goes to cards, logs and the API; decide by
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
      /** Wait until `resetAt` (epoch milliseconds); nobody's fault. */
      class: 'rateLimited';
      resetAt: number;
    }
  /** Backstage's credentials do not work: an operator has to renew them. */
  | { class: 'unauthorized' }
  /** The same call fails again until something else changes. */
  | { class: 'permanent' }
);

const rejectionCodes = {
  notFound: 'linearNotFound',
  conflict: 'linearConflict',
  teamMismatch: 'linearTeamMismatch',
  usageLimit: 'linearUsageLimit',
  notApplied: 'linearNotApplied',
  invalid: 'linearInvalidInput',
} as const satisfies Record<LinearRejection, ReasonCode>;

/** The failure class and reason of an error of the gateway; undefined for every other error. */
export function linearFailure(error: AnyLinearError): LinearFailure;
export function linearFailure(error: unknown): LinearFailure | undefined;
export function linearFailure(error: unknown): LinearFailure | undefined {
  if (!isLinearError(error)) {
    return undefined;
  }
  const { operation } = error;
  switch (error.kind) {
    case 'unavailable':
      return {
        class: 'transient',
        reason: error.timedOut
          ? reason('linearTimedOut')
          : reason('linearUnavailable', { operation, status: error.status }),
        retryAfterMs: error.retryAfterMs,
      };
    case 'malformed':
      return {
        class: 'transient',
        reason: reason('linearMalformedResponse', { operation }),
      };
    case 'rateLimited':
      return {
        class: 'rateLimited',
        reason: reason('linearRateLimited', {
          bucket: error.bucket,
          resetAt: new Date(error.resetAt).toISOString(),
        }),
        resetAt: error.resetAt,
      };
    case 'unauthorized':
      return {
        class: 'unauthorized',
        reason: reason('linearUnauthorized', { operation }),
      };
    case 'forbidden':
      return {
        class: 'permanent',
        reason: reason('linearForbidden', { operation }),
      };
    case 'tooComplex':
      return {
        class: 'permanent',
        reason: reason('linearQueryTooComplex', { operation }),
      };
    case 'rejected':
      return {
        class: 'permanent',
        reason: reason(rejectionCodes[error.reason], {
          operation,
          field: error.field,
        }),
      };
    default:
      return error satisfies never;
  }
}

/** Whether Linear said no: nothing was made, and the same again is refused again. */
export function isRefusal(error: unknown): boolean {
  return linearFailure(error)?.class === 'permanent';
}
