import {
  LinearErrorType,
  type LinearRawResponse,
  parseLinearError,
} from '@linear/sdk';
import { z } from 'zod';
import {
  type AnyLinearError,
  type LinearBucket,
  type LinearErrorFacts,
  type LinearRejection,
  isRejected,
  linearError,
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

/**
 * The data of a response. What it means otherwise is decided by `extensions.type`, then `extensions.code`, then the HTTP
 * status. Data beside errors is an error: partial data is never used.
 *
 * The SDK reads the types. Codes and statuses are ours: it ignores the codes, and takes every page of a proxy with a 4xx
 * status for a rejection of the credentials or of the operation.
 *
 * @throws an error of the gateway
 */
export function readData(
  { data, errors }: LinearRawResponse<unknown>,
  context: ResponseContext,
): unknown {
  const graphqlErrors = readErrors(errors ?? []);
  if (graphqlErrors?.length) {
    throw fromErrors(graphqlErrors, context);
  }
  if (!graphqlErrors || data === undefined || context.status > 299) {
    throw fromStatus(context);
  }
  if (data === null) {
    throw error(context, { kind: 'malformed' });
  }
  return data;
}

/** What a response that is not GraphQL means: it is a proxy's, not Linear's, save for the statuses of any server. */
export function fromStatus(context: ResponseContext): AnyLinearError {
  switch (context.status) {
    case 401:
      return error(context, { kind: 'unauthorized', byStatusOnly: true });
    case 429:
      return rateLimited(context);
    default:
      return unavailable(context);
  }
}

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
function readErrors(errors: unknown) {
  if (!Array.isArray(errors)) {
    return undefined;
  }
  const parsed = parseLinearError({ response: { errors } }).errors ?? [];
  return parsed.map(({ type }, index) => {
    const { message, path, extensions } = wireError.parse(errors[index]);
    const code = extensions?.code?.toUpperCase() ?? '';
    const texts = [message, extensions?.userPresentableMessage];
    return {
      type: typeOf(type, code),
      code,
      /** Whether `message` or `userPresentableMessage` matches; Linear has moved its texts between them before. */
      says: (pattern: RegExp) => texts.some(text => pattern.test(text ?? '')),
      /** The input field that the error names. Known names only, so that no value slips through. */
      field: texts.map(fieldIn).find(name => name !== undefined),
      /** How deep in the response it happened; at most 1 is the requested entity itself. */
      depth: path?.length ?? 0,
    };
  });
}

type GraphqlError = NonNullable<ReturnType<typeof readErrors>>[number];

const typeByCode = new Map([
  ['RATELIMITED', LinearErrorType.Ratelimited],
  ['AUTHENTICATION_ERROR', LinearErrorType.AuthenticationError],
  ['UNAUTHENTICATED', LinearErrorType.AuthenticationError],
  ['FORBIDDEN', LinearErrorType.Forbidden],
  ['FEATURE_NOT_ACCESSIBLE', LinearErrorType.FeatureNotAccessible],
  ['INPUT_ERROR', LinearErrorType.InvalidInput],
  ['INVALID_INPUT', LinearErrorType.InvalidInput],
  ['BAD_USER_INPUT', LinearErrorType.InvalidInput],
  ['NOT_FOUND', LinearErrorType.InvalidInput],
  ['ENTITY_NOT_FOUND', LinearErrorType.InvalidInput],
  ['CONFLICT', LinearErrorType.InvalidInput],
  ['USAGE_LIMIT_EXCEEDED', LinearErrorType.UsageLimitExceeded],
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
  const isUnknown =
    type === LinearErrorType.Unknown || type === LinearErrorType.Other;
  return byCode && (isUnknown || byCode === LinearErrorType.Ratelimited)
    ? byCode
    : type;
}

function fromErrors(
  errors: GraphqlError[],
  context: ResponseContext,
): AnyLinearError {
  const { status } = context;
  const types = errors.map(({ type }) => type);
  if (types.includes(LinearErrorType.Ratelimited) || status === 429) {
    return rateLimited(context);
  }
  if (types.includes(LinearErrorType.AuthenticationError) || status === 401) {
    return error(context, { kind: 'unauthorized' });
  }
  switch (types[0]) {
    case LinearErrorType.Forbidden:
    case LinearErrorType.FeatureNotAccessible:
      return error(context, { kind: 'forbidden' });
    case LinearErrorType.UsageLimitExceeded:
      return error(context, { kind: 'rejected', reason: 'usageLimit' });
    case LinearErrorType.InvalidInput:
    case LinearErrorType.UserError:
    case LinearErrorType.GraphqlError:
      return fromInput(errors, context);
    case LinearErrorType.InternalError:
    case LinearErrorType.NetworkError:
    case LinearErrorType.LockTimeout:
    case LinearErrorType.BootstrapError:
      return unavailable(context);
    default: {
      // Without a type or code of meaning, the status and the text of known rejections decide.
      if (status === 403) {
        return error(context, { kind: 'forbidden' });
      }
      const input = fromInput(errors, context);
      const isInput = status >= 400 || !isRejected(input, 'invalid');
      return status >= 500 || !isInput ? unavailable(context) : input;
    }
  }
}

function fromInput(
  errors: GraphqlError[],
  context: ResponseContext,
): AnyLinearError {
  const [first] = errors;
  return first.says(/\btoo complex\b/i)
    ? error(context, { kind: 'tooComplex' })
    : error(context, {
        kind: 'rejected',
        reason: rejectionOf(errors),
        field: first.field,
      });
}

/** Linear documents no codes for these, so its texts count, and so would a code. */
function rejectionOf([first, ...others]: GraphqlError[]): LinearRejection {
  const { code, says, depth } = first;
  // Beside other errors, or of something inside the response, absence is not what the response is about.
  const isAboutAskedEntity = others.length === 0 && depth <= 1;
  if (
    isAboutAskedEntity &&
    (says(/^(Entity not found|Could not find (the )?referenced)\b/i) ||
      ['NOT_FOUND', 'ENTITY_NOT_FOUND'].includes(code))
  ) {
    return 'notFound';
  }
  if (
    code === 'CONFLICT' ||
    says(/\b(conflict on insert|Entity .* with id .* already exists)\b/i)
  ) {
    return 'conflict';
  }
  return says(/\bDiscrepancy between issue team\b/i)
    ? 'teamMismatch'
    : 'invalid';
}

const inputFields = new Set(
  'assigneeId body description dueDate id issueId labelIds addedLabelIds removedLabelIds parentId priority projectId stateId subtitle teamId title url'.split(
    ' ',
  ),
);

function fieldIn(text = ''): string | undefined {
  const [, name = ''] =
    /^([a-z][a-zA-Z]{1,30}) (?:must|should|is|cannot|has)\b/.exec(text) ?? [];
  return inputFields.has(name) ? name : undefined;
}

type Facts = LinearErrorFacts extends infer F
  ? F extends unknown
    ? Omit<F, 'operation' | 'status'>
    : never
  : never;

function error(
  { operation, status }: ResponseContext,
  facts: Facts,
): AnyLinearError {
  return linearError({ ...facts, operation, status });
}

function unavailable(context: ResponseContext): AnyLinearError {
  const { retryAfterMs } = context.headers;
  return error(context, { kind: 'unavailable', retryAfterMs });
}

const MINUTE = 60_000;

/** Names the bucket by the headers; the wait is at least a second, at most an hour. */
function rateLimited(context: ResponseContext): AnyLinearError {
  const { headers, receivedAt } = context;
  const bucket = exhausted(headers);
  const known = headers[bucket];
  const resetAt = Math.max(
    known?.resetAt ?? 0,
    receivedAt + (headers.retryAfterMs ?? (known ? 0 : MINUTE)),
    receivedAt + 1000,
  );
  return error(context, {
    kind: 'rateLimited',
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
