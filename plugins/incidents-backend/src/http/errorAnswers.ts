import { ConflictError, InputError } from '@backstage/errors';
import { ErrorRequestHandler, RequestHandler } from 'express';
import express from 'express';
import { AnyLinearError, isLinearError } from '../linear';
import { RetryLaterError } from '../RetryLaterError';
import { readBody } from './readBody';

const BODY_LIMIT = '256kb';

/** Parses JSON bodies; a broken one is a 400 that does not echo it. */
export function jsonBody(): RequestHandler {
  return readBody({
    parser: express.json({ limit: BODY_LIMIT }),
    limit: BODY_LIMIT,
    onBroken: 'The body is not valid JSON',
  });
}

/** Tells callers what Linear did in the terms of our own contract, and when to come back. */
export function errorAnswers(now: () => Date): ErrorRequestHandler {
  return (error, _request, response, next) => {
    const answer: unknown = isLinearError(error)
      ? toAnswer(error, now())
      : error;
    if (answer instanceof RetryLaterError) {
      response.setHeader('Retry-After', String(answer.retryAfterSeconds));
    }
    next(answer);
  };
}

function toAnswer(error: AnyLinearError, now: Date): Error {
  switch (error.kind) {
    case 'unavailable':
      return new RetryLaterError(
        'Linear cannot be reached; nothing is lost, try again later',
        Math.ceil((error.retryAfterMs ?? 5_000) / 1000),
      );
    case 'malformed':
      return new RetryLaterError(
        'Linear gave an answer that cannot be trusted, nothing was changed here; try again later',
        30,
      );
    case 'rateLimited':
      return new RetryLaterError(
        "Linear's rate limit is used up; nothing is lost, try again later",
        Math.ceil(Math.max(1_000, error.resetAt - now.getTime()) / 1000),
      );
    case 'unauthorized':
      return new RetryLaterError(
        'Linear refuses our credentials; an operator has to renew them',
        300,
      );
    case 'forbidden':
      return new RetryLaterError(
        'Linear does not allow this with our credentials; an operator has to extend them',
        300,
      );
    case 'tooComplex':
      return new RetryLaterError(
        'Linear refused the request as too complex; please report this',
        300,
      );
    case 'rejected':
      return error.reason === 'notFound' || error.reason === 'conflict'
        ? new ConflictError(
            'The issue in Linear is not there any more, or not in our sight',
          )
        : new InputError(
            error.field
              ? `${error.field}: refused by Linear`
              : 'Linear refused the input',
          );
    default:
      return new Error(`Unknown kind ${JSON.stringify(error satisfies never)}`);
  }
}
