import {
  INCIDENTS_SIGNALS_CHANNEL,
  incidentSignalSchema,
} from '@backstage-incidents/incidents-common';
import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useEffect, useRef } from 'react';

/**
 * Calls back for every signal of the incidents backend, and returns whether the
 * host has signals. Does not use `useSignal`, which keeps only the last of
 * several messages that arrive together.
 */
export function useIncidentSignals(
  onSignal: (incidentRef: string) => void,
): boolean {
  const signals = useApiHolder().get(signalApiRef);
  const callback = useRef(onSignal);
  useEffect(() => {
    callback.current = onSignal;
  });
  useEffect(() => {
    const subscription = signals?.subscribe(
      INCIDENTS_SIGNALS_CHANNEL,
      message => {
        const signal = incidentSignalSchema.safeParse(message);
        if (signal.success) callback.current(signal.data.incidentRef);
      },
    );
    return () => subscription?.unsubscribe();
  }, [signals]);
  return signals !== undefined;
}
