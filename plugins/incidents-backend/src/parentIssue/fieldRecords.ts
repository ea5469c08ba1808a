import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type LinearPriority, linearPrioritySchema } from '../linear';

/**
 * What we know of one field of the parent issue. JSON, kept across crashes:
 * `intended` is stored before a call and `applied` after its response, so that
 * our own late write is never taken for a person's edit.
 */
export interface FieldRecord<T> {
  /** What we set out to write and have no response to, latest last. It may still land. */
  intended?: T[];
  /** The latest write that Linear responded to, or that we found done. */
  applied?: {
    /** What we had sent. */
    intended: T;
    /** What Linear then showed: the same, but for its normalization. */
    value: T;
  };
  /** A person's edit that is kept. */
  edited?: {
    value: T;
    /** What Backstage wanted when we first saw the edit. */
    over: T;
  };
}

const descriptionSchema = z.enum(['written', 'blank']);

/** What is in the description: our text, or nothing because of redaction. */
export type DescriptionState = z.infer<typeof descriptionSchema>;

const assigneeSchema = z.union([
  z.object({ kind: z.literal('user'), id: z.string() }),
  z.object({ kind: z.literal('none') }),
]);

/** Linear user the parent issue is assigned to. */
export type Assignee = z.infer<typeof assigneeSchema>;

const attachmentSchema = z.object({
  url: z.string(),
  title: z.string(),
  subtitle: z.string(),
});

/** Our attachment, which links to the incident's page. */
export type Attachment = z.infer<typeof attachmentSchema>;

const seenStateSchema = z.object({
  /** Linear's state type. */
  type: z.string(),
  setBy: z.enum(['backstage', 'person', 'linearAutoClose']),
});

/** The state as we last saw it, and who had set it. */
export type SeenState = z.infer<typeof seenStateSchema>;

/**
 * The records of all fields, stored as one JSON value; `{}` for an issue we
 * have not written to. Made by `intendCreation`, `reconcile`, `recordResponse`
 * and `recordAttachment` only.
 */
export interface FieldRecords {
  title?: FieldRecord<string>;
  /** Never the text itself. */
  description?: FieldRecord<DescriptionState>;
  assignee?: FieldRecord<Assignee>;
  priority?: FieldRecord<LinearPriority>;
  /** By state type. */
  state?: FieldRecord<string> & { seen?: SeenState };
  /** Ids of the labels of the route (absent: those we added), of those we added, and of those Linear did not take. */
  labels?: { route?: string[]; added: string[]; refused: string[] };
  attachment?: FieldRecord<Attachment>;
}

/** At most this many writes without a response are remembered. */
const MAX_INTENDED = 20;

/** Remembers a write before it is made. */
export function intend<T>(
  record: FieldRecord<T> | undefined,
  value: T,
): FieldRecord<T> {
  return {
    ...record,
    intended: [...without(record?.intended, value), value].slice(-MAX_INTENDED),
  };
}

/** Remembers that a write has landed, and ends any edit before it. */
export function recordApplied<T>(
  record: FieldRecord<T> | undefined,
  applied: { intended: T; value: T },
): FieldRecord<T> {
  const intended = without(record?.intended, applied.intended);
  return { ...(intended.length > 0 ? { intended } : {}), applied };
}

function without<T>(values: readonly T[] = [], value: T): T[] {
  return values.filter(other => !isDeepStrictEqual(other, value));
}

// Loose, so that an older version does not lose what a newer one remembers.
const recordOf = <T>(value: z.ZodType<T>) =>
  z.looseObject({
    intended: z.array(value).optional(),
    applied: z.object({ intended: value, value }).optional(),
    edited: z.object({ value, over: value }).optional(),
  });

/** Reads the records back from their column. */
export const fieldRecordsSchema: z.ZodType<FieldRecords> = z.looseObject({
  title: recordOf(z.string()).optional(),
  description: recordOf(descriptionSchema).optional(),
  assignee: recordOf(assigneeSchema).optional(),
  priority: recordOf(linearPrioritySchema).optional(),
  state: recordOf(z.string())
    .extend({ seen: seenStateSchema.optional() })
    .optional(),
  labels: z
    .looseObject({
      route: z.array(z.string()).optional(),
      added: z.array(z.string()),
      refused: z.array(z.string()),
    })
    .optional(),
  attachment: recordOf(attachmentSchema).optional(),
});
