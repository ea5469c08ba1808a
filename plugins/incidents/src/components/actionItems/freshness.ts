import { ParentIssue, SyncStatus } from '@backstage-incidents/incidents-common';

/** How fresh the shown action items are: what the card's head says in words. */
export type Freshness =
  | { kind: 'notConfigured' | 'pending' | 'missing' | 'failed' | 'never' }
  | { kind: 'refreshing'; since?: string }
  | { kind: 'synced'; at: string }
  | { kind: 'failing'; since?: string; nextTryAt?: string };

/** Reads the freshness off the answer of the backend. */
export function freshnessOf(options: {
  parentIssue: ParentIssue;
  sync: SyncStatus;
}): Freshness {
  const { parentIssue, sync } = options;
  switch (parentIssue.status) {
    case 'notConfigured':
    case 'pending':
    case 'missing':
    case 'failed':
      return { kind: parentIssue.status };
    case 'linked':
      return linkedFreshness(sync);
    default:
      return parentIssue.status satisfies never;
  }
}

function linkedFreshness(sync: SyncStatus): Freshness {
  if (sync.error) {
    return {
      kind: 'failing',
      since: sync.lastSuccessAt,
      nextTryAt: sync.nextRefreshAllowedAt,
    };
  }
  if (sync.refreshing) return { kind: 'refreshing', since: sync.lastSuccessAt };
  return sync.lastSuccessAt
    ? { kind: 'synced', at: sync.lastSuccessAt }
    : { kind: 'never' };
}
