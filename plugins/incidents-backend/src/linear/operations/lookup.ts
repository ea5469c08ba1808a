import { LinearRejectedError } from '../LinearError';
import type { Lookup } from '../LinearGateway';

/** Turns Linear's "not found" into `absent`; every other failure stays one. */
export async function lookup<T>(read: () => Promise<T>): Promise<Lookup<T>> {
  try {
    return { outcome: 'found', value: await read() };
  } catch (error) {
    if (error instanceof LinearRejectedError && error.reason === 'notFound') {
      return { outcome: 'absent' };
    }
    throw error;
  }
}
