import { occasionKey, Reminder } from './occasions';

/** What decides whether an item is worth a reminder. */
export interface RemindedItem {
  issueId: string;
  open: boolean;
  dueAt: Date | undefined;
  /** False while what we know of it may be out of date: nobody is nagged on hearsay. */
  fresh: boolean;
  /** Entity ref of the assignee, else the lead; `undefined`: nobody could be told yet. */
  recipient: string | undefined;
}

export interface ReminderWindows {
  /** Milliseconds before the due instant of the first reminder. */
  beforeMs: number;
  /** Milliseconds between reminders of an overdue item. */
  everyMs: number;
}

/**
 * The reminders due at `now` that were not made yet. Windows that passed
 * unnoticed are not made up for: only the present one counts.
 */
export function decideReminders(options: {
  items: readonly RemindedItem[];
  /** Keys of the reminders made already. */
  made: ReadonlySet<string>;
  windows: ReminderWindows;
  now: Date;
}): Reminder[] {
  const { items, made, windows, now } = options;
  const reminders = new Map<string, Reminder>();
  for (const item of items) {
    if (!item.fresh || item.recipient === undefined) continue;
    const reminder = reminderAt({ item, windows, now });
    if (reminder && !made.has(occasionKey(reminder))) {
      reminders.set(occasionKey(reminder), reminder);
    }
  }
  return [...reminders.values()];
}

/** The reminder whose window `now` is in; `undefined`: none. */
export function reminderAt(options: {
  item: Pick<RemindedItem, 'issueId' | 'open' | 'dueAt'>;
  windows: ReminderWindows;
  now: Date;
}): Reminder | undefined {
  const { item, windows, now } = options;
  const { issueId } = item;
  if (!item.open || !item.dueAt) {
    return undefined;
  }
  const dueAt = item.dueAt.toISOString();
  const late = now.getTime() - item.dueAt.getTime();
  if (late >= 0) {
    const window = Math.floor(late / windows.everyMs);
    return { kind: 'overdue', issueId, dueAt, window };
  }
  return late >= -windows.beforeMs
    ? { kind: 'dueSoon', issueId, dueAt }
    : undefined;
}
