import { ActionItemStatus } from '@backstage-incidents/incidents-common';
import { isOpen } from './itemStatus';

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
