import {
  type AnyLinearError,
  type LinearBucket,
  type LinearRejection,
  LinearForbiddenError,
  LinearMalformedError,
  LinearRateLimitedError,
  LinearRejectedError,
  LinearTooComplexError,
  LinearUnauthorizedError,
  LinearUnavailableError,
} from '../LinearError';
import type { RateHeaders } from './RateHeaders';
import {
  type WireError,
  fieldOf,
  isTooComplex,
  parseBody,
  reasonOf,
  typeOf,
} from './wireErrors';

/** An answer as it came over the wire. */
export type WireResponse = {
  operation: string;
  status: number;
  body: string;
  rate: RateHeaders;
  /** Epoch milliseconds of the answer. */
  receivedAt: number;
};

export type Classified =
  | { outcome: 'data'; data: unknown }
  | { outcome: 'error'; error: AnyLinearError };

/**
 * Decides what an answer means: by `extensions.type`, then `extensions.code`, then the HTTP status. Data beside errors
 * is an error: partial data is never used. A body that is not GraphQL is never a refusal of our credentials, save for
 * a plain 401.
 */
export function classifyResponse(response: WireResponse): Classified {
  const body = parseBody(response.body);
  const error = body?.errors
    ? fromErrors(body.errors, response)
    : fromStatus(response);
  if (error) {
    return { outcome: 'error', error };
  }
  if (!body || body.data === undefined || body.data === null) {
    return {
      outcome: 'error',
      error: new LinearMalformedError(
        `Linear answered ${response.operation} with a body that is not a GraphQL result`,
        details(response),
      ),
    };
  }
  return { outcome: 'data', data: body.data };
}

function fromErrors(
  errors: WireError[],
  response: WireResponse,
): AnyLinearError {
  const types = errors.map(error => typeOf(error));
  if (types.includes('Ratelimited') || response.status === 429) {
    return rateLimited(response);
  }
  if (types.includes('AuthenticationError') || response.status === 401) {
    return unauthorized(response);
  }
  const [first] = errors;
  const [type] = types;
  switch (type) {
    case 'Forbidden':
    case 'FeatureNotAccessible':
      return forbidden(response);
    case 'UsageLimitExceeded':
      return rejected('usageLimit', response);
    case 'InvalidInput':
    case 'UserError':
    case 'GraphqlError':
      return fromInput(errors, first, response);
    case 'InternalError':
    case 'NetworkError':
    case 'LockTimeout':
    case 'BootstrapError':
      return unavailable(response);
    case 'Other':
    case 'Unknown':
    case 'Ratelimited':
    case 'AuthenticationError':
    case undefined:
      return fromUntyped(errors, first, response);
    default:
      return never(type);
  }
}

/** Without a type or code of meaning, the text of known refusals and then the status decide. */
function fromUntyped(
  errors: WireError[],
  first: WireError,
  response: WireResponse,
): AnyLinearError {
  if (response.status === 403) {
    return forbidden(response);
  }
  if (response.status >= 500) {
    return unavailable(response);
  }
  const isKnown = isTooComplex(first) || reasonOf(errors, first) !== 'invalid';
  return isKnown || response.status >= 400
    ? fromInput(errors, first, response)
    : unavailable(response);
}

function fromInput(
  errors: WireError[],
  first: WireError,
  response: WireResponse,
): AnyLinearError {
  if (isTooComplex(first)) {
    return new LinearTooComplexError(
      `Linear finds ${response.operation} too complex`,
      details(response),
    );
  }
  return rejected(reasonOf(errors, first), response, fieldOf(first));
}

function fromStatus(response: WireResponse): AnyLinearError | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) {
    return undefined;
  }
  switch (status) {
    case 401:
      return unauthorized(response);
    case 413:
      return rejected('invalid', response);
    case 429:
      return rateLimited(response);
    default:
      // Also 403, 404, 407, 408: without a GraphQL body it was a proxy that spoke, not Linear.
      return unavailable(response);
  }
}

function details(response: WireResponse) {
  return { operation: response.operation, status: response.status };
}

function unavailable(response: WireResponse) {
  return new LinearUnavailableError(
    `Linear failed on ${response.operation} (HTTP ${response.status})`,
    { ...details(response), retryAfterMs: response.rate.retryAfterMs },
  );
}

function unauthorized(response: WireResponse) {
  return new LinearUnauthorizedError(
    `Linear refuses the configured credentials (${response.operation})`,
    details(response),
  );
}

function forbidden(response: WireResponse) {
  return new LinearForbiddenError(
    `Linear does not allow ${response.operation} to the configured credentials`,
    details(response),
  );
}

const rejectionTexts: Record<LinearRejection, string> = {
  notFound: 'does not exist or is out of sight',
  conflict: 'exists already',
  teamMismatch: 'state or project is not of the team of the issue',
  usageLimit: 'the plan of the workspace does not allow more',
  notApplied: 'the answer does not show the change',
  invalid: 'invalid input',
};

function rejected(
  reason: LinearRejection,
  response: WireResponse,
  field?: string,
) {
  const what = field
    ? `${rejectionTexts[reason]} (${field})`
    : rejectionTexts[reason];
  return new LinearRejectedError(
    `Linear refuses ${response.operation}: ${what}`,
    { ...details(response), reason, field },
  );
}

const MINUTE = 60_000;

/** Names the bucket by the headers; the wait is at least a second, at most an hour. */
function rateLimited(response: WireResponse): LinearRateLimitedError {
  const { rate, receivedAt } = response;
  const bucket = exhausted(rate);
  const known = {
    requests: rate.requests,
    points: rate.points,
    endpoint: rate.endpoint,
  }[bucket];
  const resetAt = Math.max(
    known?.resetAt ?? 0,
    receivedAt + (rate.retryAfterMs ?? (known ? 0 : MINUTE)),
    receivedAt + 1000,
  );
  return new LinearRateLimitedError({
    ...details(response),
    bucket,
    resetAt: Math.min(resetAt, receivedAt + 60 * MINUTE),
    heldBack: false,
  });
}

function exhausted(rate: RateHeaders): LinearBucket {
  if (rate.endpoint && rate.endpoint.remaining < 1) {
    return 'endpoint';
  }
  if (rate.requests && rate.requests.remaining < 1) {
    return 'requests';
  }
  return rate.points ? 'points' : 'requests';
}

function never(value: never): never {
  throw new Error(`unknown error type ${String(value)}`);
}
