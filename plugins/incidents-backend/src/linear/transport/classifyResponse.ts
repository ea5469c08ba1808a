import {
  LinearErrorType,
  type LinearRawResponse,
  parseLinearError,
} from '@linear/sdk';
import { z } from 'zod';
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
import type { ResponseHeaders } from './responseHeaders';

/** What a response is judged by besides its body. */
export type ResponseContext = {
  operation: string;
  status: number;
  headers: ResponseHeaders;
  /** Epoch milliseconds. */
  receivedAt: number;
};

export type Classified =
  | { outcome: 'data'; data: unknown }
  | { outcome: 'error'; error: AnyLinearError };

/**
 * Decides what a response means: by `extensions.type`, then `extensions.code`, then the HTTP status. Data beside errors
 * is an error: partial data is never used.
 *
 * The SDK reads the types. Codes and statuses are ours: it ignores the codes, and takes every page of a proxy with a 4xx
 * status for a refusal of the credentials or of the operation.
 */
export function classifyResponse(
  { data, errors }: LinearRawResponse<unknown>,
  context: ResponseContext,
): Classified {
  const failed = (error: AnyLinearError): Classified => ({
    outcome: 'error',
    error,
  });
  const graphqlErrors = readErrors(errors ?? []);
  if (graphqlErrors?.length) {
    return failed(fromErrors(graphqlErrors, context));
  }
  if (!graphqlErrors || data === undefined || context.status > 299) {
    return failed(fromStatus(context));
  }
  return data === null
    ? failed(
        new LinearMalformedError(
          `Linear responded to ${context.operation} without data`,
          details(context),
        ),
      )
    : { outcome: 'data', data };
}

/** What a response that is not GraphQL means: it is a proxy's, not Linear's, save for the statuses of any server. */
export function fromStatus(context: ResponseContext): AnyLinearError {
  switch (context.status) {
    case 401:
      return unauthorized(context, false);
    case 429:
      return rateLimited(context);
    default:
      return unavailable(context);
  }
}

type GraphqlError = {
  type: LinearErrorType;
  code: string;
  /** `message` and `userPresentableMessage`, between which Linear has moved its texts before. */
  texts: string[];
  /** How deep in the response it happened; at most 1 is about what was asked for. */
  depth: number;
};

const wireError = z
  .object({
    message: z.string().optional().catch(undefined),
    path: z.array(z.unknown()).optional().catch(undefined),
    extensions: z
      .object({
        code: z.string().optional().catch(undefined),
        userPresentableMessage: z.string().optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  })
  .catch({});

/** Undefined where it is no list. */
function readErrors(errors: unknown): GraphqlError[] | undefined {
  if (!Array.isArray(errors)) {
    return undefined;
  }
  const parsed = parseLinearError({ response: { errors } }).errors ?? [];
  return parsed.map(({ type }, index) => {
    const { message, path, extensions } = wireError.parse(errors[index]);
    const code = extensions?.code?.toUpperCase() ?? '';
    return {
      type: typeOf(type, code),
      code,
      texts: [message, extensions?.userPresentableMessage].filter(
        text => text !== undefined,
      ),
      depth: path?.length ?? 0,
    };
  });
}

const typeByCode = new Map<string, LinearErrorType>([
  ['RATELIMITED', LinearErrorType.Ratelimited],
  ['AUTHENTICATION_ERROR', LinearErrorType.AuthenticationError],
  ['UNAUTHENTICATED', LinearErrorType.AuthenticationError],
  ['FORBIDDEN', LinearErrorType.Forbidden],
  ['FEATURE_NOT_ACCESSIBLE', LinearErrorType.FeatureNotAccessible],
  ['INPUT_ERROR', LinearErrorType.InvalidInput],
  ['INVALID_INPUT', LinearErrorType.InvalidInput],
  ['BAD_USER_INPUT', LinearErrorType.InvalidInput],
  ['USAGE_LIMIT_EXCEEDED', LinearErrorType.UsageLimitExceeded],
  ['NOT_FOUND', LinearErrorType.InvalidInput],
  ['ENTITY_NOT_FOUND', LinearErrorType.InvalidInput],
  ['CONFLICT', LinearErrorType.InvalidInput],
  ['LOCK_TIMEOUT', LinearErrorType.LockTimeout],
  ['GRAPHQL_VALIDATION_FAILED', LinearErrorType.GraphqlError],
  ['GRAPHQL_PARSE_FAILED', LinearErrorType.GraphqlError],
  ['INTERNAL_SERVER_ERROR', LinearErrorType.InternalError],
  ['INTERNAL_ERROR', LinearErrorType.InternalError],
]);

/** By type, and where that says nothing, by code. */
function typeOf(type: LinearErrorType, code: string): LinearErrorType {
  const byCode = typeByCode.get(code);
  // Linear has sent rate limits with the code alone; no type contradicts that code.
  if (byCode === LinearErrorType.Ratelimited) {
    return byCode;
  }
  return type === LinearErrorType.Unknown || type === LinearErrorType.Other
    ? byCode ?? type
    : type;
}

function fromErrors(
  errors: GraphqlError[],
  context: ResponseContext,
): AnyLinearError {
  const types = errors.map(({ type }) => type);
  if (types.includes(LinearErrorType.Ratelimited) || context.status === 429) {
    return rateLimited(context);
  }
  if (
    types.includes(LinearErrorType.AuthenticationError) ||
    context.status === 401
  ) {
    return unauthorized(context, true);
  }
  const [type] = types;
  switch (type) {
    case LinearErrorType.Forbidden:
    case LinearErrorType.FeatureNotAccessible:
      return forbidden(context);
    case LinearErrorType.UsageLimitExceeded:
      return rejected('usageLimit', context);
    case LinearErrorType.InvalidInput:
    case LinearErrorType.UserError:
    case LinearErrorType.GraphqlError:
      return fromInput(errors, context);
    case LinearErrorType.InternalError:
    case LinearErrorType.NetworkError:
    case LinearErrorType.LockTimeout:
    case LinearErrorType.BootstrapError:
      return unavailable(context);
    case LinearErrorType.Other:
    case LinearErrorType.Unknown:
    case LinearErrorType.Ratelimited:
    case LinearErrorType.AuthenticationError:
    case undefined:
      return fromUntyped(errors, context);
    default:
      return type satisfies never;
  }
}

/** Without a type or code of meaning, the text of known rejections and then the status decide. */
function fromUntyped(
  errors: GraphqlError[],
  context: ResponseContext,
): AnyLinearError {
  if (context.status === 403) {
    return forbidden(context);
  }
  if (context.status >= 500) {
    return unavailable(context);
  }
  const isKnown = isTooComplex(errors) || rejectionOf(errors) !== 'invalid';
  return isKnown || context.status >= 400
    ? fromInput(errors, context)
    : unavailable(context);
}

function fromInput(
  errors: GraphqlError[],
  context: ResponseContext,
): AnyLinearError {
  return isTooComplex(errors)
    ? new LinearTooComplexError(
        `Linear finds ${context.operation} too complex`,
        details(context),
      )
    : rejected(rejectionOf(errors), context, fieldOf(errors));
}

/** Whether a text of the first error matches. */
function says([first]: GraphqlError[], pattern: RegExp): boolean {
  return first?.texts.some(text => pattern.test(text)) ?? false;
}

function isTooComplex(errors: GraphqlError[]): boolean {
  return says(errors, /\btoo complex\b/i);
}

/** Linear documents no codes for these, so its texts count, and so would a code. */
function rejectionOf(errors: GraphqlError[]): LinearRejection {
  const { code = '', depth = 0 } = errors[0] ?? {};
  // Beside other errors, or of something inside the response, absence is not what the response is about.
  const isAboutAskedEntity = errors.length === 1 && depth <= 1;
  if (
    isAboutAskedEntity &&
    (says(errors, /^Entity not found\b/i) ||
      says(errors, /^Could not find (?:the )?referenced\b/i) ||
      ['NOT_FOUND', 'ENTITY_NOT_FOUND'].includes(code))
  ) {
    return 'notFound';
  }
  if (
    code === 'CONFLICT' ||
    says(errors, /\bconflict on insert\b/i) ||
    says(errors, /\bEntity .* with id .* already exists\b/i)
  ) {
    return 'conflict';
  }
  return says(errors, /\bDiscrepancy between issue team\b/i)
    ? 'teamMismatch'
    : 'invalid';
}

const inputFields = new Set([
  'assigneeId',
  'body',
  'description',
  'dueDate',
  'id',
  'issueId',
  'labelIds',
  'addedLabelIds',
  'removedLabelIds',
  'parentId',
  'priority',
  'projectId',
  'stateId',
  'subtitle',
  'teamId',
  'title',
  'url',
]);

/** The input field that the first error names. Known names only, so that no value slips through. */
function fieldOf([first]: GraphqlError[]): string | undefined {
  return first?.texts
    .map(
      text =>
        /^([a-z][a-zA-Z]{1,30}) (?:must|should|is|cannot|has)\b/.exec(
          text,
        )?.[1] ?? '',
    )
    .find(field => inputFields.has(field));
}

function details({ operation, status }: ResponseContext) {
  return { operation, status };
}

function unavailable(context: ResponseContext) {
  return new LinearUnavailableError(
    `Linear failed on ${context.operation} (HTTP ${context.status})`,
    { ...details(context), retryAfterMs: context.headers.retryAfterMs },
  );
}

function unauthorized(context: ResponseContext, byLinear: boolean) {
  return new LinearUnauthorizedError(
    `Linear rejected the configured credentials (${context.operation})`,
    { ...details(context), byLinear },
  );
}

function forbidden(context: ResponseContext) {
  return new LinearForbiddenError(
    `The configured credentials are not allowed to call ${context.operation} in Linear`,
    details(context),
  );
}

const rejectionTexts: Record<LinearRejection, string> = {
  notFound: 'not found or not accessible',
  conflict: 'already exists',
  teamMismatch: "state or project is not of the issue's team",
  usageLimit: "over the limits of the workspace's plan",
  notApplied: 'not applied',
  invalid: 'invalid input',
};

function rejected(
  reason: LinearRejection,
  context: ResponseContext,
  field?: string,
) {
  const what = rejectionTexts[reason];
  return new LinearRejectedError(
    `Linear rejected ${context.operation}: ${
      field ? `${what} (${field})` : what
    }`,
    { ...details(context), reason, field },
  );
}

const MINUTE = 60_000;

/** Names the bucket by the headers; the wait is at least a second, at most an hour. */
function rateLimited(context: ResponseContext): LinearRateLimitedError {
  const { headers, receivedAt } = context;
  const bucket = exhausted(headers);
  const known = headers[bucket];
  const resetAt = Math.max(
    known?.resetAt ?? 0,
    receivedAt + (headers.retryAfterMs ?? (known ? 0 : MINUTE)),
    receivedAt + 1000,
  );
  return new LinearRateLimitedError({
    ...details(context),
    bucket,
    resetAt: Math.min(resetAt, receivedAt + 60 * MINUTE),
    heldBack: false,
  });
}

function exhausted(headers: ResponseHeaders): LinearBucket {
  const { endpoint, requests, points } = headers;
  if (endpoint && endpoint.remaining < 1) {
    return 'endpoint';
  }
  if (requests && requests.remaining < 1) {
    return 'requests';
  }
  return points ? 'points' : 'requests';
}
