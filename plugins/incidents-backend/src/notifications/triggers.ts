import { LinearStatus } from '@backstage-incidents/incidents-common';
import { z } from 'zod';

/** Older items are not news when they are first seen: they were filled in. */
const NEWS_MS = 24 * 60 * 60_000;

const instantSchema = z.iso.datetime();

/**
 * Why people are notified. Ids only: the text is made from what is true, and by
 * what the recipient may see, at the moment it is sent.
 */
export const notificationTriggerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('dueSoon'),
    issueId: z.string(),
    dueAt: instantSchema,
  }),
  z.object({
    kind: z.literal('overdue'),
    issueId: z.string(),
    dueAt: instantSchema,
    /** 0 from the due instant on, 1 after the first interval, … */
    window: z.int().nonnegative(),
  }),
  z.object({
    kind: z.literal('assigned'),
    issueId: z.string(),
    /** Linear user. */
    assigneeId: z.string(),
    /** Counts the assignments of the item. */
    assignment: z.int().positive(),
  }),
  z.object({
    kind: z.literal('closed'),
    incidentNumber: z.int().positive(),
    closedAt: instantSchema,
  }),
  z.object({
    kind: z.literal('escalated'),
    jobId: z.string(),
    escalatedAt: instantSchema,
  }),
  z.object({
    kind: z.literal('needsAttention'),
    /** Equal for the same problem, whichever replica finds it. */
    problem: z.string(),
  }),
]);

export type NotificationTrigger = z.output<typeof notificationTriggerSchema>;
export type TriggerOf<K extends NotificationTrigger['kind']> = Extract<
  NotificationTrigger,
  { kind: K }
>;
/** A reminder of an item's due instant. */
export type Reminder = TriggerOf<'dueSoon' | 'overdue'>;

/** Equal exactly for what people must be notified of once. */
export function triggerKey(trigger: NotificationTrigger): string {
  switch (trigger.kind) {
    case 'dueSoon':
      return `dueSoon:${trigger.issueId}:${trigger.dueAt}`;
    case 'overdue':
      return `overdue:${trigger.issueId}:${trigger.dueAt}:${trigger.window}`;
    case 'assigned':
      return `assigned:${trigger.issueId}:${trigger.assignment}`;
    case 'closed':
      return `closed:${trigger.incidentNumber}:${trigger.closedAt}`;
    case 'escalated':
      return `escalated:${trigger.jobId}:${trigger.escalatedAt}`;
    case 'needsAttention':
      return `needsAttention:${trigger.problem}`;
    default:
      throw new Error(
        `Unknown trigger ${JSON.stringify(trigger satisfies never)}`,
      );
  }
}

type Attention = LinearStatus['attention'][number];

/** What operators are notified of besides failed jobs, which have notifications of their own. */
export function attentionTriggers(
  attention: readonly Attention[],
): TriggerOf<'needsAttention'>[] {
  return attention
    .filter(({ code }) => code !== 'jobFailed')
    .map(one => ({ kind: 'needsAttention', problem: problemOf(one) }));
}

/**
 * Once a day at most: some start again with each replica and each restart. A fault
 * of the configuration is notified of once, since every restart finds it again.
 */
function problemOf({ code, params, incidentRef, since }: Attention): string {
  return code === 'configurationFault'
    ? `${code}:${params.key}:${params.cause}`
    : [code, incidentRef, since.slice(0, 10)].filter(Boolean).join(':');
}

export interface ReminderWindows {
  /** Milliseconds before the due instant of the first reminder. */
  beforeMs: number;
  /** Milliseconds between reminders of an overdue item. */
  everyMs: number;
}

/** The reminder whose window `now` is in; `undefined`: none. */
export function reminderAt(options: {
  item: { issueId: string; open: boolean; dueAt: Date | undefined };
  windows: ReminderWindows;
  now: Date;
}): Reminder | undefined {
  const { item, windows, now } = options;
  const { issueId } = item;
  if (!item.open || !item.dueAt) {
    return undefined;
  }
  const dueAt = item.dueAt.toISOString();
  const overdueMs = now.getTime() - item.dueAt.getTime();
  if (overdueMs >= 0) {
    const window = Math.floor(overdueMs / windows.everyMs);
    return { kind: 'overdue', issueId, dueAt, window };
  }
  return overdueMs >= -windows.beforeMs
    ? { kind: 'dueSoon', issueId, dueAt }
    : undefined;
}

/** What decides whether an item was assigned to someone just now. */
export interface AssignedItem {
  issueId: string;
  open: boolean;
  createdAt: Date;
  /** Linear user. */
  assigneeId: string | undefined;
  /** Their catalog user, as far as there is one. */
  assigneeRef: string | undefined;
  /** To whom it was assigned when last recorded; absent: never recorded. */
  recorded?: { version: number; assigneeId: string | undefined };
}

/** An assignee to be recorded, since it differs from the recorded one. */
export interface AssigneeChange {
  issueId: string;
  assigneeId: string | undefined;
  /** Of the recorded one; 0: never recorded. */
  expectedVersion: number;
  /** The notification that goes with it, if it is worth one. */
  trigger: TriggerOf<'assigned'> | undefined;
}

/** Whether an item changed hands since its assignee was recorded, and whether the new one is notified. */
export function assigneeChange(
  item: AssignedItem,
  now: Date,
): AssigneeChange | undefined {
  const { issueId, assigneeId, recorded } = item;
  if (recorded && recorded.assigneeId === assigneeId) {
    return undefined;
  }
  const isNews =
    recorded !== undefined ||
    now.getTime() - item.createdAt.getTime() <= NEWS_MS;
  const expectedVersion = recorded?.version ?? 0;
  if (!item.open || !isNews || assigneeId === undefined) {
    return { issueId, assigneeId, expectedVersion, trigger: undefined };
  }
  if (item.assigneeRef === undefined) {
    // The catalog may not have responded: decided the next time.
    return undefined;
  }
  const assignment = expectedVersion + 1;
  return {
    issueId,
    assigneeId,
    expectedVersion,
    trigger: { kind: 'assigned', issueId, assigneeId, assignment },
  };
}
