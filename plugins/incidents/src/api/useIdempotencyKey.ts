import { useCallback, useRef } from 'react';
import { newIdempotencyKey } from './newIdempotencyKey';

/**
 * Returns the same key for the same body, so that a retry after an ambiguous
 * failure creates nothing twice, and a new key once the body changed.
 */
export function useIdempotencyKey(): (body: object) => string {
  const last = useRef({ body: '', key: '' });
  return useCallback((body: object) => {
    const serialized = JSON.stringify(body);
    if (last.current.body !== serialized) {
      last.current = { body: serialized, key: newIdempotencyKey() };
    }
    return last.current.key;
  }, []);
}
