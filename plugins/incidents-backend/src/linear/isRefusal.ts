import { isLinearError } from './LinearError';

/** Whether Linear said no: nothing was made, and the same again is refused again. */
export function isRefusal(error: unknown): boolean {
  if (!isLinearError(error)) {
    return false;
  }
  switch (error.kind) {
    case 'rejected':
    case 'forbidden':
    case 'tooComplex':
      return true;
    case 'unavailable':
    case 'rateLimited':
    case 'unauthorized':
    case 'malformed':
      return false;
    default:
      return error satisfies never;
  }
}
