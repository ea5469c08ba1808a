import { ResponseError, toError } from '@backstage/errors';

/** A failed call, sorted by what a reader can do about it. */
export type Failure = {
  kind:
    | 'notFound'
    | 'forbidden'
    | 'conflict'
    | 'unavailable'
    | 'unexpectedAnswer'
    | 'other';
  /** The server's own words, or the browser's when there was no answer. */
  message: string;
  /** Seconds after which the server wants to be asked again. */
  retryAfterSeconds?: number;
};

/** Sorts what a call threw. */
export function describeFailure(thrown: unknown): Failure {
  if (!(thrown instanceof ResponseError)) {
    return describeLocalFailure(thrown);
  }
  const { error } = thrown.body;
  const message = error.message || thrown.message;
  switch (thrown.response.status) {
    case 404:
      return { kind: 'notFound', message };
    case 401:
    case 403:
      return { kind: 'forbidden', message };
    case 409:
      return { kind: 'conflict', message };
    case 502:
    case 503:
    case 504:
      return {
        kind: 'unavailable',
        message,
        retryAfterSeconds: readSeconds(error.retryAfterSeconds),
      };
    default:
      return { kind: 'other', message };
  }
}

function describeLocalFailure(thrown: unknown): Failure {
  const error = toError(thrown);
  switch (error.name) {
    case 'TypeError':
      return { kind: 'unavailable', message: error.message };
    // The validator's message is a listing for developers, not for readers.
    case 'ZodError':
    case 'SyntaxError':
      return { kind: 'unexpectedAnswer', message: '' };
    default:
      return { kind: 'other', message: error.message };
  }
}

function readSeconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
