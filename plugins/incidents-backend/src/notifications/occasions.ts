import { z } from 'zod';

const instantSchema = z.iso.datetime();

/**
 * Why people are told something. Ids only: the text is made from what is true,
 * and by what the recipient may see, at the moment it is sent.
 */
export const occasionSchema = z.discriminatedUnion('kind', [
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
    workId: z.string(),
    escalatedAt: instantSchema,
  }),
]);

export type Occasion = z.output<typeof occasionSchema>;

/** A reminder of an item's due instant. */
export type Reminder = Extract<Occasion, { kind: 'dueSoon' | 'overdue' }>;

/** Equal exactly for what must be told once. */
export function occasionKey(occasion: Occasion): string {
  switch (occasion.kind) {
    case 'dueSoon':
      return `dueSoon:${occasion.issueId}:${occasion.dueAt}`;
    case 'overdue':
      return `overdue:${occasion.issueId}:${occasion.dueAt}:${occasion.window}`;
    case 'assigned':
      return `assigned:${occasion.issueId}:${occasion.assignment}`;
    case 'closed':
      return `closed:${occasion.incidentNumber}:${occasion.closedAt}`;
    case 'escalated':
      return `escalated:${occasion.workId}:${occasion.escalatedAt}`;
    default:
      throw new Error(
        `Unknown occasion ${JSON.stringify(occasion satisfies never)}`,
      );
  }
}
