import { SyncStats, SyncStatus } from '@backstage-incidents/incidents-common';
import { useEffect, useState } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useSyncIncident } from '../../api/useSyncIncident';
import { Translation, useTranslation } from '../../i18n/useTranslation';

/** How long a successful outcome stays on the card, in milliseconds. */
const OUTCOME_MILLISECONDS = 8_000;

/** The Sync button's action, and its outcome as text. */
export function useSyncOutcome(incidentRef: string, sync: SyncStatus) {
  const { t, failure } = useTranslation();
  const { mutate, reset, isPending, data, error } =
    useSyncIncident(incidentRef);
  useEffect(() => {
    if (!data) return undefined;
    const timer = setTimeout(reset, OUTCOME_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [data, reset]);
  // A failure is over with the next read that succeeds, or when the wait that
  // the backend asked for is.
  const [syncedBefore, setSyncedBefore] = useState<string>();
  const isOver = sync.lastSuccessAt !== syncedBefore;
  useEffect(() => {
    const seconds = error && describeFailure(error).retryAfterSeconds;
    if (!seconds) return undefined;
    const timer = setTimeout(reset, seconds * 1000);
    return () => clearTimeout(timer);
  }, [error, reset]);
  return {
    sync: () => {
      setSyncedBefore(sync.lastSuccessAt);
      mutate();
    },
    isPending,
    done: data && formatChanges(data.stats, t),
    failed: error && !isOver ? failure(error) : undefined,
    dismiss: reset,
  };
}

function formatChanges(stats: SyncStats, t: Translation['t']): string {
  const changes = (['added', 'changed', 'removed'] as const)
    .filter(kind => stats[kind] > 0)
    .map(kind => t(`sync.outcome.${kind}`, { count: stats[kind] }));
  return changes.join(', ') || t('sync.outcome.unchanged');
}
