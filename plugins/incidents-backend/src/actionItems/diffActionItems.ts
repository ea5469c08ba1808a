import { isOpen } from './progress';
import { StoredActionItem } from './StoredActionItem';

/** What a read of an incident's items means for what is stored. */
export interface ActionItemDiff {
  added: StoredActionItem[];
  changed: StoredActionItem[];
  /** Ids of items that are there no more. */
  removed: string[];
  unchanged: number;
  /** Ids of items that were open and are closed now. */
  completed: string[];
}

/** Compares by content hash, so that rows that say the same are not written. */
export function diffActionItems(options: {
  stored: readonly Pick<
    StoredActionItem,
    'issueId' | 'contentHash' | 'status'
  >[];
  read: readonly StoredActionItem[];
}): ActionItemDiff {
  const stored = new Map(options.stored.map(item => [item.issueId, item]));
  const diff: ActionItemDiff = {
    added: [],
    changed: [],
    removed: [],
    unchanged: 0,
    completed: [],
  };
  for (const item of options.read) {
    const known = stored.get(item.issueId);
    stored.delete(item.issueId);
    if (!known) {
      diff.added.push(item);
    } else if (known.contentHash !== item.contentHash) {
      diff.changed.push(item);
    } else {
      diff.unchanged++;
    }
    if (known && isOpen(known.status) && !isOpen(item.status)) {
      diff.completed.push(item.issueId);
    }
  }
  diff.removed.push(...stored.keys());
  return diff;
}
