import { z } from 'zod';
import { reasonSchema } from '../reasons';
import { dateSchema, entityRefSchema, line, text } from './scalars';
import {
  incidentReferenceSchema,
  incidentSummarySchema,
} from './incidentSummary';
import {
  parentIssueSchema,
  teamVisibilitySchema,
  workflowStateSchema,
} from './parentIssue';

/** How an issue came to be an action item, read from the parent issue's side. @public */
export const actionItemSourceSchema = z.enum([
  'child',
  'related',
  'blockedBy',
  'blocks',
]);
/** @public */
export type ActionItemSource = z.infer<typeof actionItemSourceSchema>;

/** @public */
export const actionItemStatusSchema = z.enum([
  'todo',
  'inProgress',
  'done',
  'canceled',
]);
/** @public */
export type ActionItemStatus = z.infer<typeof actionItemStatusSchema>;

const STATUS_BY_STATE_TYPE = new Map<string, ActionItemStatus>([
  ['triage', 'todo'],
  ['backlog', 'todo'],
  ['unstarted', 'todo'],
  ['started', 'inProgress'],
  ['completed', 'done'],
  ['canceled', 'canceled'],
  ['duplicate', 'canceled'],
]);

/**
 * Status of an action item by the type of its Linear state. The types are an
 * open set: one that is not `known` counts as `todo`, so that no item
 * counts as done by mistake.
 *
 * @public
 */
export function actionItemStatusOf(stateType: string): {
  status: ActionItemStatus;
  known: boolean;
} {
  const status = STATUS_BY_STATE_TYPE.get(stateType);
  return { status: status ?? 'todo', known: status !== undefined };
}

/** Linear's priorities by name. @public */
export const prioritySchema = z.enum([
  'urgent',
  'high',
  'medium',
  'low',
  'none',
]);
/** @public */
export type Priority = z.infer<typeof prioritySchema>;

/** @public */
export const assigneeSchema = z.object({
  name: z.string(),
  userRef: z
    .string()
    .optional()
    .describe(
      'Entity ref of the catalog user who is matched by linear.app/user-id or email address, if there is one',
    ),
  avatarUrl: z.string().optional(),
});

/** An issue in Linear that belongs to an incident. @public */
export const actionItemSchema = z.object({
  id: z.string().describe('UUID of the issue in Linear'),
  identifier: z.string(),
  title: z.string(),
  url: z.string(),
  source: actionItemSourceSchema,
  status: actionItemStatusSchema,
  state: workflowStateSchema,
  priority: prioritySchema,
  assignee: assigneeSchema.optional(),
  team: z.object({ key: z.string(), name: z.string() }),
  dueAt: z.string().optional().describe('When it becomes overdue'),
  dueSource: z.enum(['linear', 'sla', 'policy']).optional(),
  overdue: z.boolean().describe('Open and past `dueAt`'),
  createdAt: z.string(),
  updatedAt: z.string(),
  completedAt: z.string().optional(),
  canceledAt: z.string().optional(),
  archived: z.boolean(),
});
/** @public */
export type ActionItem = z.infer<typeof actionItemSchema>;

/** Counts of the shown action items. @public */
export const progressSchema = z.object({
  total: z.int(),
  todo: z.int(),
  inProgress: z.int(),
  done: z.int(),
  canceled: z.int(),
  overdue: z.int(),
});
/** @public */
export type Progress = z.infer<typeof progressSchema>;

/** How fresh an incident's action items are. @public */
export const syncStatusSchema = z.object({
  lastSuccessAt: z.string().optional(),
  lastAttemptAt: z.string().optional(),
  error: reasonSchema
    .optional()
    .describe('What kept the last attempt from succeeding'),
  stale: z
    .boolean()
    .describe('Last read longer ago than the throttle, or never'),
  refreshing: z.boolean().describe('A refresh is queued or running'),
  nextRefreshAllowedAt: z
    .string()
    .optional()
    .describe('Viewing the incident starts no refresh before this'),
});
/** @public */
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** A Linear team with its workflow states, in the order in which Linear shows them. @public */
export const itemTeamSchema = z.object({
  key: z.string(),
  name: z.string(),
  visibility: teamVisibilitySchema,
  states: z.array(workflowStateSchema),
});
/** @public */
export type ItemTeam = z.infer<typeof itemTeamSchema>;

/** An incident whose parent issue is a sub-issue of, or related to, this one's. @public */
export const relatedIncidentSchema = z.object({
  ...incidentSummarySchema.shape,
  source: actionItemSourceSchema,
});
/** @public */
export type RelatedIncident = z.infer<typeof relatedIncidentSchema>;

/** Response of `GET /incidents/:ref/action-items`. @public */
export const actionItemsSchema = z.object({
  items: z.array(actionItemSchema),
  teams: z
    .array(itemTeamSchema)
    .describe(
      'Teams of the items and of the parent issue with their workflow states, as far as read from Linear',
    ),
  relatedIncidents: z
    .array(relatedIncidentSchema)
    .describe(
      "Incidents whose parent issue is a sub-issue of this one's or related to it; only those that the requester may read",
    ),
  progress: progressSchema,
  parentIssue: parentIssueSchema,
  sync: syncStatusSchema,
});
/** @public */
export type ActionItems = z.infer<typeof actionItemsSchema>;

/** What one refresh did. @public */
export const syncStatsSchema = z.object({
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  unchanged: z.int(),
  requests: z.int().describe('Requests made to Linear'),
});
/** @public */
export type SyncStats = z.infer<typeof syncStatsSchema>;

/** Response of `POST /incidents/:ref/sync`. A failure is an error response, never this. @public */
export const syncResultSchema = z.object({
  outcome: z.enum(['synced', 'alreadyRunning']),
  stats: syncStatsSchema,
  sync: syncStatusSchema,
});
/** @public */
export type SyncResult = z.infer<typeof syncResultSchema>;

const assignee = entityRefSchema.describe(
  'Entity ref of a user, matched with Linear by the annotation linear.app/user-id, else by email address',
);

/** Body of `POST /incidents/:ref/action-items`. @public */
export const createActionItemSchema = z.strictObject({
  title: line(200).describe('One concrete task that someone can finish'),
  description: text(10_000).optional().describe('Markdown'),
  assignee: assignee.optional(),
  priority: prioritySchema.optional().describe('Default: none'),
  dueDate: dateSchema
    .optional()
    .describe(
      'YYYY-MM-DD. Default: none in Linear; the incident then shows one by priority',
    ),
});
/** @public */
export type CreateActionItem = z.output<typeof createActionItemSchema>;
/** @public */
export type CreateActionItemInput = z.input<typeof createActionItemSchema>;

/** Body of `POST /incidents/:ref/action-items/attach`. @public */
export const attachActionItemSchema = z.strictObject({
  issue: line(500).describe('Identifier (ENG-12) or URL of an existing issue'),
});
/** @public */
export type AttachActionItem = z.infer<typeof attachActionItemSchema>;

/** Response of creating and editing an action item; the reference of its incident for whoever may not read it. @public */
export const writtenActionItemSchema = z.union([
  actionItemSchema,
  incidentReferenceSchema,
]);
/** @public */
export type WrittenActionItem = z.infer<typeof writtenActionItemSchema>;

/** Body of `PATCH /incidents/:ref/action-items/:identifier`. Absent = unchanged, `null` = clear. @public */
export const updateActionItemSchema = z.strictObject({
  title: line(200)
    .optional()
    .describe('One concrete task that someone can finish'),
  assignee: assignee
    .nullable()
    .optional()
    .describe(
      'Entity ref of a user, matched with Linear by the annotation linear.app/user-id, else by email address; null: nobody',
    ),
  priority: prioritySchema.optional().describe("Linear's priority"),
  dueDate: dateSchema
    .nullable()
    .optional()
    .describe('YYYY-MM-DD; null clears it'),
  expectedUpdatedAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('`updatedAt` of the item that the edit is based on'),
});
/** @public */
export type UpdateActionItem = z.output<typeof updateActionItemSchema>;
/** @public */
export type UpdateActionItemInput = z.input<typeof updateActionItemSchema>;

/** Body of `POST …/action-items/:identifier/transition`: state names of the item's own team. @public */
export const transitionActionItemSchema = z.strictObject({
  to: line(100).describe("Name of a workflow state of the item's own team"),
  expectedFrom: line(100)
    .optional()
    .describe('Move it only if it is in this state'),
});
/** @public */
export type TransitionActionItem = z.output<typeof transitionActionItemSchema>;

/** @public */
export const transitionResultSchema = z.object({
  outcome: z.enum(['moved', 'alreadyThere']),
  from: z.string(),
  to: z.string(),
});
/** @public */
export type TransitionResult = z.infer<typeof transitionResultSchema>;
