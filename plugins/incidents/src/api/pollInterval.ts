import { ActionItems } from '@backstage-incidents/incidents-common';

/** Milliseconds until the card reads again; it reads the database, never Linear. */
export function pollInterval(options: {
  data: ActionItems | undefined;
  signals: boolean;
}): number {
  const { data, signals } = options;
  if (!data) return 10_000;
  if (data.sync.refreshing && !data.sync.error) return 2_000;
  if (data.parentIssue.status === 'pending') return 5_000;
  if (data.sync.stale || data.sync.refreshing || data.sync.error) return 10_000;
  return signals ? 60_000 : 30_000;
}
