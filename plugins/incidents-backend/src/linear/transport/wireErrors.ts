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
  ['NOT_FOUND', 'InvalidInput'],
  ['ENTITY_NOT_FOUND', 'InvalidInput'],
  ['CONFLICT', 'InvalidInput'],
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
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
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
  // No error is no error, however a server writes that; one that is not an object still is one.
  errors: z
    .array(wireError.catch({}))
    .nullish()
    .transform(errors => (errors?.length ? errors : undefined)),
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

const NOT_FOUND_CODES = ['NOT_FOUND', 'ENTITY_NOT_FOUND'];

/**
 * Linear documents no codes for these, and has moved its texts between `message` and `userPresentableMessage` before:
 * either place counts, and so would a code.
 */
export function reasonOf(
  errors: WireError[],
  first: WireError,
): LinearRejection {
  const some = (pattern: RegExp) =>
    texts(first).some(text => pattern.test(text));
  const code = first.extensions?.code?.toUpperCase() ?? '';
  if (
    isAboutAskedEntity(errors, first) &&
    (some(/^Entity not found\b/i) ||
      some(/^Could not find (?:the )?referenced\b/i) ||
      NOT_FOUND_CODES.includes(code))
  ) {
    return 'notFound';
  }
  if (
    code === 'CONFLICT' ||
    some(/\bconflict on insert\b/i) ||
    some(/\bEntity .* with id .* already exists\b/i)
  ) {
    return 'conflict';
  }
  if (some(/\bDiscrepancy between issue team\b/i)) {
    return 'teamMismatch';
  }
  return 'invalid';
}

/** Beside other errors, or of something inside the answer, absence is not what the answer is about. */
function isAboutAskedEntity(errors: WireError[], first: WireError): boolean {
  return errors.length === 1 && (first.path?.length ?? 0) <= 1;
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
