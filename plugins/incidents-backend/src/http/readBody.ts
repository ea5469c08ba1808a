import { InputError } from '@backstage/errors';
import express, { RequestHandler } from 'express';
import { PayloadTooLargeError } from './PayloadTooLargeError';

/** Reads a body by one of express's parsers; what cannot be read is refused without an echo of it. */
export function readBody(options: {
  parser: ReturnType<typeof express.json>;
  /** What the parser takes at the most, in words. */
  limit: string;
  /** What is said of a body that the parser does not understand. */
  onBroken: string;
}): RequestHandler {
  const { parser, limit, onBroken } = options;
  return (request, response, next) => {
    parser(request, response, (error?: unknown) => {
      if (error === undefined) {
        next();
        return;
      }
      next(
        isTooLarge(error)
          ? new PayloadTooLargeError(`The body is larger than ${limit}`)
          : new InputError(onBroken),
      );
    });
  };
}

function isTooLarge(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'type' in error &&
    error.type === 'entity.too.large'
  );
}
