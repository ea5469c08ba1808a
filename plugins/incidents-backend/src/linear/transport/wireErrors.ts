import { z } from 'zod';
import type { LinearErrorType } from '@linear/sdk';
import type { LinearRejection } from '../LinearError';

/** The SDK's names for Linear's error types. */
export type ErrorType = `${LinearErrorType}`;

/** Linear's error types on the wire, by the SDK's names for them. */
const typeByText = new Map<string, ErrorType>([
  ['feature not accessible', 'FeatureNotAccessible'],
  ['invalid input', 'InvalidInput'],
  ['ratelimited', 'Ratelimited'],
  ['network error', 'NetworkError'],
  ['authentication error', 'AuthenticationError'],
  ['forbidden', 'Forbidden'],
  ['bootstrap error', 'BootstrapError'],
  ['unknown', 'Unknown'],
  ['internal error', 'InternalError'],
  ['other', 'Other'],
  ['user error', 'UserError'],
  ['graphql error', 'GraphqlError'],
  ['lock timeout', 'LockTimeout'],
  ['usage limit exceeded', 'UsageLimitExceeded'],
]);

/** Used where Linear gives no type we know. */
const typeByCode = new Map<string, ErrorType>([
  ['RATELIMITED', 'Ratelimited'],
  ['AUTHENTICATION_ERROR', 'AuthenticationError'],
  ['UNAUTHENTICATED', 'AuthenticationError'],
  ['FORBIDDEN', 'Forbidden'],
  ['FEATURE_NOT_ACCESSIBLE', 'FeatureNotAccessible'],
  ['INPUT_ERROR', 'InvalidInput'],
  ['INVALID_INPUT', 'InvalidInput'],
  ['BAD_USER_INPUT', 'InvalidInput'],
  ['USAGE_LIMIT_EXCEEDED', 'UsageLimitExceeded'],
  ['LOCK_TIMEOUT', 'LockTimeout'],
  ['GRAPHQL_VALIDATION_FAILED', 'GraphqlError'],
  ['GRAPHQL_PARSE_FAILED', 'GraphqlError'],
  ['INTERNAL_SERVER_ERROR', 'InternalError'],
  ['INTERNAL_ERROR', 'InternalError'],
]);

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

const wireError = z.object({
  message: z.string().optional().catch(undefined),
  extensions: z
    .object({
      type: z.string().optional().catch(undefined),
      code: z.string().optional().catch(undefined),
      userPresentableMessage: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const wireBody = z.object({
  data: z.unknown().optional(),
  errors: z.array(wireError).min(1).optional(),
});

export type WireError = z.infer<typeof wireError>;

/** The body as a GraphQL result; undefined where it is none. */
export function parseBody(text: string): z.infer<typeof wireBody> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON at all: the status alone decides.
    return undefined;
  }
  const parsed = wireBody.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

/** By type, and where that says nothing, by code. */
export function typeOf(error: WireError): ErrorType | undefined {
  const { type, code } = error.extensions ?? {};
  const byType = typeByText.get(type?.toLowerCase() ?? '');
  const byCode = typeByCode.get(code?.toUpperCase() ?? '');
  // Linear has sent rate limits with the code alone; no type contradicts that code.
  if (byCode === 'Ratelimited') {
    return byCode;
  }
  return byType === undefined || byType === 'Other' || byType === 'Unknown'
    ? byCode ?? byType
    : byType;
}

function texts(error: WireError): string[] {
  return [error.message, error.extensions?.userPresentableMessage].filter(
    text => text !== undefined,
  );
}

export function isTooComplex(error: WireError): boolean {
  return texts(error).some(text => /\btoo complex\b/i.test(text));
}

/** Linear has no codes for these; the documented texts stand in `message` or `userPresentableMessage`. */
export function reasonOf(
  errors: WireError[],
  first: WireError,
): LinearRejection {
  const some = (pattern: RegExp) =>
    texts(first).some(text => pattern.test(text));
  // Beside other errors, absence is not what the answer is about.
  if (errors.length === 1 && some(/^Entity not found\b/i)) {
    return 'notFound';
  }
  if (
    some(/^conflict on insert\b/i) ||
    some(/^Entity .* with id .* already exists/i)
  ) {
    return 'conflict';
  }
  if (some(/^Discrepancy between issue team\b/i)) {
    return 'teamMismatch';
  }
  return 'invalid';
}

/** Only what is shaped like a field name, so that no value slips through. */
export function fieldOf(error: WireError): string | undefined {
  for (const text of texts(error)) {
    const field = /^([a-z][a-zA-Z]{1,30}) (?:must|should|is|cannot|has)\b/.exec(
      text,
    )?.[1];
    if (field && inputFields.has(field)) {
      return field;
    }
  }
  return undefined;
}
