import { useCallback, useRef } from 'react';
import { newIdempotencyKey } from './newIdempotencyKey';

/**
 * The same key for a repeat of the same body, so that trying again after an
 * ambiguous failure creates nothing twice; a new one once the body changed.
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
