import { QueryKey, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useIncidentSignals } from './useIncidentSignals';

/** Milliseconds between two refetches that signals may cause. */
const SIGNAL_PAUSE = 3_000;

/**
 * Reads one query again when any incident changes, for it may move in or out
 * of a list. Tells whether the host has signals.
 */
export function useRefetchOnSignal(queryKey: QueryKey): boolean {
  const queryClient = useQueryClient();
  const lastRefetch = useRef(0);
  return useIncidentSignals(() => {
    // In a storm of signals the polling catches up with the last.
    if (Date.now() - lastRefetch.current < SIGNAL_PAUSE) return;
    lastRefetch.current = Date.now();
    queryClient.invalidateQueries({ queryKey, exact: true });
  });
}
