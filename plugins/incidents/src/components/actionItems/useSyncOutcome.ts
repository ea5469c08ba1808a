import { useEffect } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useSyncIncident } from '../../api/useSyncIncident';
import { useTranslation } from '../../i18n/useTranslation';

/** How long a good outcome stays on the card. */
const OUTCOME_MILLISECONDS = 8_000;

/** What the Sync button did. */
export type SyncOutcome =
  | { kind: 'none' }
  | { kind: 'done'; text: string }
  | { kind: 'failed'; text: string };

/** The Sync button's action and its true outcome in words. */
export function useSyncOutcome(incidentRef: string) {
  const { t, duration } = useTranslation();
  const { mutate, reset, isPending, data, error } =
    useSyncIncident(incidentRef);

  useEffect(() => {
    if (!data) return undefined;
    const timer = setTimeout(reset, OUTCOME_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [data, reset]);

  let outcome: SyncOutcome = { kind: 'none' };
  if (error) {
    const { message, retryAfterSeconds } = describeFailure(error);
    outcome = {
      kind: 'failed',
      text: [
        t('sync.outcome.failedText', { message }),
        retryAfterSeconds !== undefined
          ? t('sync.outcome.retryAfter', {
              duration: duration(retryAfterSeconds * 1000),
            })
          : '',
      ]
        .join(' ')
        .trim(),
    };
  } else if (data?.outcome === 'alreadyRunning') {
    outcome = { kind: 'done', text: t('sync.outcome.alreadyRunning') };
  } else if (data) {
    const { added, changed, removed } = data.stats;
    outcome = {
      kind: 'done',
      text:
        added + changed + removed === 0
          ? t('sync.outcome.unchanged')
          : t('sync.outcome.changed', {
              added: String(added),
              changed: String(changed),
              removed: String(removed),
            }),
    };
  }
  return { sync: () => mutate(), isPending, outcome, dismiss: reset };
}
