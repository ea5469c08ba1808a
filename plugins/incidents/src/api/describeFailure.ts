import { Reason, reasonSchema } from '@backstage-incidents/incidents-common';
import { ResponseError, toError } from '@backstage/errors';
import { ZodError } from 'zod';

/** A failed call, classified by what the user can do about it. */
export type Failure = {
  kind:
    | 'notFound'
    | 'forbidden'
    | 'conflict'
    | 'unavailable'
    | 'unexpectedResponse'
    | 'other';
  /** The reason from the backend; absent without a valid response. */
  reason?: Reason;
  /** Seconds after which the server accepts a retry. */
  retryAfterSeconds?: number;
};

/** Classifies the error of a call. */
export function describeFailure(thrown: unknown): Failure {
  if (!(thrown instanceof ResponseError)) {
    return describeLocalFailure(thrown);
  }
  const { error } = thrown.body;
  const reason = readReason(error, error.message || thrown.message);
  switch (thrown.response.status) {
    case 404:
      return { kind: 'notFound', reason };
    case 401:
    case 403:
      return { kind: 'forbidden', reason };
    case 409:
      return { kind: 'conflict', reason };
    case 502:
    case 503:
    case 504:
      return {
        kind: 'unavailable',
        reason,
        retryAfterSeconds: readSeconds(error.retryAfterSeconds),
      };
    default:
      return {
        kind: 'other',
        reason,
        retryAfterSeconds: readSeconds(error.retryAfterSeconds),
      };
  }
}

/** Whether the user has no access: earlier data must not stay on the screen. */
export function isHidden(error: unknown): boolean {
  if (!error) return false;
  const { kind } = describeFailure(error);
  return kind === 'notFound' || kind === 'forbidden';
}

function describeLocalFailure(thrown: unknown): Failure {
  const error = toError(thrown);
  // Thrown by fetch without a connection.
  if (error.name === 'TypeError') return { kind: 'unavailable' };
  // The client's message is for developers, not for users.
  if (error.cause instanceof ZodError) return { kind: 'unexpectedResponse' };
  return { kind: 'other', reason: { code: '', message: error.message } };
}

/** For any error, also errors of Backstage itself, which have no code. */
function readReason(error: object, message: string): Reason {
  const parsed = reasonSchema.safeParse(error);
  return parsed.success ? { ...parsed.data, message } : { code: '', message };
}

function readSeconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
