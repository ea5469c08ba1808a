import { ParentIssue, SyncStatus } from '@backstage-incidents/incidents-common';

/** How fresh the shown action items are, for the card's header. */
export type Freshness =
  | {
      kind:
        | 'notConfigured'
        | 'pending'
        | 'unlinked'
        | 'missing'
        | 'failed'
        | 'never';
    }
  | { kind: 'refreshing'; since?: string }
  | { kind: 'synced'; at: string }
  | { kind: 'failing'; since?: string };

/** Whether a person unlinked the parent issue. For one deleted in Linear the identifier is still known. */
export function isUnlinked(parentIssue: ParentIssue): boolean {
  return (
    parentIssue.status === 'missing' && parentIssue.identifier === undefined
  );
}

/** Derives the freshness from the backend's response. */
export function freshnessOf(options: {
  parentIssue: ParentIssue;
  sync: SyncStatus;
}): Freshness {
  const { parentIssue, sync } = options;
  switch (parentIssue.status) {
    case 'notConfigured':
    case 'pending':
    case 'failed':
      return { kind: parentIssue.status };
    case 'missing':
      return { kind: isUnlinked(parentIssue) ? 'unlinked' : 'missing' };
    case 'linked':
      return linkedFreshness(sync);
    default:
      return parentIssue.status satisfies never;
  }
}

function linkedFreshness(sync: SyncStatus): Freshness {
  if (sync.error) return { kind: 'failing', since: sync.lastSuccessAt };
  if (sync.refreshing) return { kind: 'refreshing', since: sync.lastSuccessAt };
  return sync.lastSuccessAt
    ? { kind: 'synced', at: sync.lastSuccessAt }
    : { kind: 'never' };
}
