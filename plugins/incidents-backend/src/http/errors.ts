import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  CustomErrorBase,
  InputError,
  isError,
} from '@backstage/errors';
import { Reason, reason } from '@backstage-incidents/incidents-common';
import { ErrorRequestHandler } from 'express';
import { LinearCall, LinearFailure, linearFailure } from '../linear';
import { logUnexpectedError } from '../logUnexpectedError';
import { TooManyRequestsError } from '../database/RequestLimits';
import { RetryLaterError } from '../RetryLaterError';

/** `Retry-After` of errors that do not say when to retry, in seconds. */
const RETRY_SECONDS = { transient: 5, operatorNeeded: 300 };

const LINEAR_DEADLINE_MILLISECONDS = 25_000;

/** Names of errors that are responses of the API, whichever copy of their class made them. */
const responseErrors = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'PayloadTooLargeError',
  'ServiceUnavailableError',
  'TooManyRequestsError',
]);

/** The body is larger than the route accepts. */
export class PayloadTooLargeError extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
  /** Read by the host's error middleware, which does not know the name. */
  readonly statusCode = 413;
}

/** An unexpected error; the log has it under `params.errorId`. */
class UnexpectedError extends Error {
  readonly statusCode = 500;
  readonly code: string;
  readonly params: Reason['params'];

  constructor({ code, message, params }: Reason) {
    super(message);
    this.name = 'InternalServerError';
    this.code = code;
    this.params = params;
  }
}

/** Turns whatever was thrown into an error that may be shown to the requester. */
export type ToResponseError = (
  error: unknown,
  /** What was being done, without what the requester sent. */
  request: string,
) => Error;

/** What Linear did, in the terms of our own contract; an unexpected error is logged under an id. */
export function createToResponseError(options: {
  logger: LoggerService;
  now: () => Date;
  newId: () => string;
}): ToResponseError {
  const { logger, now, newId } = options;
  return (error, request) => {
    const failure = linearFailure(error);
    if (failure) {
      return fromLinear(failure, now());
    }
    if (isError(error) && responseErrors.has(error.name)) {
      return error;
    }
    if (error instanceof URIError) {
      return new InputError('The path is not valid percent-encoding');
    }
    return new UnexpectedError(
      logUnexpectedError({ logger, error, id: newId(), context: { request } }),
    );
  };
}

/** Ends a request that threw; the host's middleware writes the response and logs 503s. */
export function errorMiddleware(
  toResponseError: ToResponseError,
): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const { method, originalUrl } = request;
    const path = request.route?.path ?? 'unknown path';
    const error = toResponseError(thrown, `${method} ${path}`);
    if (
      error instanceof RetryLaterError ||
      error instanceof TooManyRequestsError
    ) {
      response.setHeader('Retry-After', String(error.retryAfterSeconds));
    }
    if (!(error instanceof UnexpectedError) || response.headersSent) {
      next(error);
      return;
    }
    // Not the host's middleware, which would log it a second time.
    const { name, message, code, params, statusCode } = error;
    response.status(statusCode).json({
      error: { name, message, code, params },
      request: { method, url: originalUrl },
      response: { statusCode },
    });
  };
}

function fromLinear(failure: LinearFailure, now: Date): Error {
  switch (failure.class) {
    case 'transient':
      return new RetryLaterError(
        failure.reason,
        failure.retryAfterMs === undefined
          ? RETRY_SECONDS.transient
          : Math.ceil(failure.retryAfterMs / 1000),
      );
    case 'rateLimited':
      return new RetryLaterError(
        failure.reason,
        Math.ceil(Math.max(1_000, failure.resetAt - now.getTime()) / 1000),
      );
    case 'unauthorized':
      return new RetryLaterError(failure.reason, RETRY_SECONDS.operatorNeeded);
    case 'permanent':
      return fromRefusal(failure.reason);
    default:
      throw new Error(
        `Unknown class ${JSON.stringify(failure satisfies never)}`,
      );
  }
}

function fromRefusal(refusal: Reason): Error {
  const { code, message, params } = refusal;
  switch (code) {
    case 'linearForbidden':
    case 'linearQueryTooComplex':
      return new RetryLaterError(refusal, RETRY_SECONDS.operatorNeeded);
    case 'linearNotFound':
    case 'linearConflict':
      return Object.assign(new ConflictError(message), { code, params });
    default:
      return Object.assign(new InputError(message), { code, params });
  }
}

/**
 * Writes to Linear while a person waits.
 *
 * @throws RetryLaterError when Linear takes too long
 */
export async function withLinearDeadline<T>(
  run: (call: LinearCall) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(LINEAR_DEADLINE_MILLISECONDS);
  try {
    return await run({ priority: 'interactive', signal });
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      throw new RetryLaterError(reason('linearWriteUnconfirmed'), 5);
    }
    throw error;
  }
}

/** @throws ConflictError while Linear is not configured */
export function requireLinear<T>(service: T | undefined): T {
  if (service === undefined) {
    const { code, message } = reason('linearNotConfigured');
    const error = new ConflictError(`${message}; configure incidents.linear`);
    throw Object.assign(error, { code });
  }
  return service;
}
