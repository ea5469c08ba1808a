import { ActionItem, Priority } from '@backstage-incidents/incidents-common';

const PRIORITY_ORDER: Record<Priority, number> = {
  urgent: 0,
  high: 1,
  medium: 2,
  low: 3,
  none: 4,
};

/** Whether the item is closed. */
export function isClosed(item: ActionItem): boolean {
  return item.status === 'done' || item.status === 'canceled';
}

/**
 * Open items: overdue first, then by due date, then by priority. Closed items:
 * newest first. Ties keep the order of their identifiers, so rows do not jump.
 */
export function arrangeItems(items: readonly ActionItem[]): {
  open: ActionItem[];
  closed: ActionItem[];
} {
  return {
    open: items.filter(item => !isClosed(item)).sort(compareOpen),
    closed: items.filter(isClosed).sort(compareClosed),
  };
}

function compareOpen(a: ActionItem, b: ActionItem): number {
  return (
    Number(b.overdue) - Number(a.overdue) ||
    dueTime(a) - dueTime(b) ||
    PRIORITY_ORDER[a.priority] - PRIORITY_ORDER[b.priority] ||
    compareIdentifiers(a, b)
  );
}

function compareClosed(a: ActionItem, b: ActionItem): number {
  return closedTime(b) - closedTime(a) || compareIdentifiers(a, b);
}

function dueTime(item: ActionItem): number {
  // Not Infinity: the difference of two of those is not a number.
  return item.dueAt ? Date.parse(item.dueAt) : Number.MAX_SAFE_INTEGER;
}

function closedTime(item: ActionItem): number {
  return Date.parse(item.completedAt ?? item.canceledAt ?? item.updatedAt);
}

function compareIdentifiers(a: ActionItem, b: ActionItem): number {
  return a.identifier.localeCompare(b.identifier, 'en', { numeric: true });
}
