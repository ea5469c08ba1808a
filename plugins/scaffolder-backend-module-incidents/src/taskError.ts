import { isError, ResponseError } from '@backstage/errors';

/** What fetch throws when nobody answers; the cause says why. */
const NO_ANSWER = 'fetch failed';
const REPEATABLE = 'Retrying the task is safe: nothing is created twice.';

/**
 * Runs a call of the incidents API; its failure becomes what a person who reads
 * the task log can act on.
 */
export async function withTaskErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toTaskError(error);
  }
}

function toTaskError(error: unknown): unknown {
  if (error instanceof ResponseError) {
    const { cause, statusCode } = error;
    return named(
      cause.name,
      statusCode >= 500 ? `${cause.message}. ${REPEATABLE}` : cause.message,
      error,
    );
  }
  if (isError(error) && error.message === NO_ANSWER) {
    const detail = isError(error.cause) ? error.cause.message : error.message;
    return named(
      'ServiceUnavailableError',
      `The incidents API could not be reached: ${detail}. ${REPEATABLE}`,
      error,
    );
  }
  return error;
}

function named(name: string, message: string, cause: Error): Error {
  const error = new Error(message, { cause });
  error.name = name;
  return error;
}
