import { isError, ResponseError } from '@backstage/errors';

const REPEATABLE = 'Retrying the task is safe: nothing is created twice.';

/**
 * Runs a call of the incidents API and turns its failure into a message that
 * readers of the task log can act on.
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
  // Thrown by fetch without a response; the cause says why.
  if (isError(error) && error.name === 'TypeError' && isError(error.cause)) {
    return named(
      'ServiceUnavailableError',
      `The incidents API could not be reached: ${error.cause.message}. ${REPEATABLE}`,
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
