import { z } from 'zod';
import { reasonSchema } from '../reasons';
import {
  incidentStatusSchema,
  severitySchema,
  visibilitySchema,
} from './incidentSummary';
import { pageCursor, pageLimit } from './query';
import { instantSchema, text } from './scalars';

/** Query of `GET /incidents/:ref/timeline`. @public */
export const listTimelineSchema = z.strictObject({
  limit: pageLimit,
  cursor: pageCursor,
});
/** @public */
export type ListTimeline = z.output<typeof listTimelineSchema>;

/** Body of `POST /incidents/:ref/notes`. @public */
export const createNoteSchema = z.strictObject({
  text: text(10_000)
    .refine(note => note.trim() !== '', 'must not be empty')
    .describe('What to remember, in Markdown, 1 to 10,000 characters'),
  at: instantSchema
    .optional()
    .describe(
      'When it happened, if not just now: ISO 8601 with an offset. The note stays where it was added',
    ),
});
/** @public */
export type CreateNote = z.output<typeof createNoteSchema>;
/** What a client sends. @public */
export type CreateNoteInput = z.input<typeof createNoteSchema>;

const noteParams = z.object({
  text: z.string().describe('Markdown'),
  at: z.string().optional().describe('When it happened, as its author says'),
});

/** What is common to all entries. */
const about = {
  id: z.string(),
  at: z.string().describe('When it happened, ISO 8601 in UTC'),
  actor: z
    .string()
    .optional()
    .describe(
      'Entity ref of the user who did it; absent: it happened automatically',
    ),
};

function entry<K extends string, P extends z.ZodType>(kind: K, params: P) {
  return z.object({ ...about, kind: z.literal(kind), params });
}

const nothing = z.object({});
const changed = <T extends z.ZodType>(value: T) =>
  z.object({ from: value, to: value });
const because = z.object({ reason: reasonSchema });
const issue = z.object({
  identifier: z.string().describe('Of the Linear issue, as it was then'),
});

/** A note, as it is added. @public */
export const timelineNoteSchema = entry('noteAdded', noteParams);
/** @public */
export type TimelineNote = z.infer<typeof timelineNoteSchema>;

/** One thing that happened, told by `kind` and `params`. @public */
export const timelineEntrySchema = z.discriminatedUnion('kind', [
  entry('declared', nothing),
  entry('statusChanged', changed(incidentStatusSchema)),
  entry('severityChanged', changed(severitySchema)),
  entry(
    'leadChanged',
    z.object({ from: z.string().optional(), to: z.string().optional() }),
  ),
  entry('visibilityChanged', changed(visibilitySchema)),
  entry('titleChanged', nothing),
  entry('parentLinked', issue),
  entry('parentLost', nothing),
  entry('parentCompleted', because),
  entry('parentReopened', because),
  entry('itemCompleted', issue),
  entry(
    'noteAdded',
    z.union([noteParams, z.object({ deletedAt: z.string() })]),
  ),
]);
/** @public */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** Response of `GET /incidents/:ref/timeline`, newest first. @public */
export const timelineSchema = z.object({
  items: z.array(timelineEntrySchema),
  nextCursor: z
    .string()
    .optional()
    .describe('`cursor` of the next page; absent on the last'),
});
/** @public */
export type Timeline = z.infer<typeof timelineSchema>;
