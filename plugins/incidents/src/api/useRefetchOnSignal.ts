import { QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { createThrottle } from './createThrottle';
import { useIncidentSignals } from './useIncidentSignals';

/** Milliseconds between two reads of one incident. */
const INCIDENT_PAUSE = 1_000;

/** Milliseconds between two reads of many incidents. */
const LIST_PAUSE = 3_000;

/**
 * Refetches one query when an incident changes, at most once per pause, and
 * always after the last signal. Returns whether the host has signals.
 */
export function useRefetchOnSignal(options: {
  queryKey: QueryKey;
  /** Absent: any incident, because it may move into or out of a list. */
  incidentRef?: string;
  /** Whether a read now would revert what is shown. */
  isHeld?: () => boolean;
  /** Milliseconds between two reads. */
  pause?: number;
}): boolean {
  const { incidentRef } = options;
  const { pause = incidentRef === undefined ? LIST_PAUSE : INCIDENT_PAUSE } =
    options;
  const queryClient = useQueryClient();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const throttle = useMemo(
    () =>
      createThrottle({
        pause,
        run: () => {
          const { queryKey, isHeld } = latest.current;
          if (isHeld?.()) return;
          queryClient.invalidateQueries({ queryKey, exact: true });
        },
      }),
    [queryClient, pause],
  );
  useEffect(() => throttle.dispose, [throttle]);
  return useIncidentSignals(changed => {
    if (incidentRef === undefined || changed === incidentRef) throttle.ask();
  });
}
