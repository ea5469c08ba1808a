import {
  ActionItemStatus,
  Progress,
} from '@backstage-incidents/incidents-common';

/** Neither done nor canceled. */
export function isOpen(status: ActionItemStatus): boolean {
  return status === 'todo' || status === 'inProgress';
}

/** Open, and its due instant has come. */
export function isOverdue(options: {
  status: ActionItemStatus;
  /** ISO 8601. */
  dueAt?: string;
  now: Date;
}): boolean {
  const { status, dueAt, now } = options;
  return (
    dueAt !== undefined &&
    isOpen(status) &&
    now.getTime() >= new Date(dueAt).getTime()
  );
}

/** Counts of the shown items at an instant. */
export function progress(options: {
  items: Iterable<{ status: ActionItemStatus; dueAt?: string }>;
  now: Date;
}): Progress {
  const counts: Progress = {
    total: 0,
    todo: 0,
    inProgress: 0,
    done: 0,
    canceled: 0,
    overdue: 0,
  };
  for (const { status, dueAt } of options.items) {
    counts.total += 1;
    counts[status] += 1;
    if (isOverdue({ status, dueAt, now: options.now })) {
      counts.overdue += 1;
    }
  }
  return counts;
}
