import { z } from 'zod';
import { actionItemSchema, actionItemStatusSchema } from './actionItem';
import { incidentSummarySchema } from './incidentSummary';
import { anyOf, boolean, pageCursor, pageLimit } from './query';
import { entityRefSchema } from './scalars';

/**
 * Query of `GET /action-items`, as the query string carries it: a repeated
 * parameter means any of its values.
 * @public
 */
export const findActionItemsSchema = z.strictObject({
  assignee: anyOf(entityRefSchema).describe(
    'Assigned to any of these users, or to a direct member of any of these groups',
  ),
  affects: anyOf(entityRefSchema).describe(
    'Of incidents that affect any of these entities',
  ),
  status: anyOf(actionItemStatusSchema).describe('Any of these statuses'),
  overdue: boolean.describe(
    'Overdue items only; false: all others, closed items included',
  ),
  limit: pageLimit,
  cursor: pageCursor,
});
/** @public */
export type FindActionItems = z.output<typeof findActionItemsSchema>;

/** @public */
export const incidentActionItemSchema = z.object({
  incident: incidentSummarySchema,
  actionItem: actionItemSchema,
});
/** An action item with the incident it belongs to. @public */
export type IncidentActionItem = z.infer<typeof incidentActionItemSchema>;

/**
 * Response of `GET /action-items`: shown items of the incidents that the requester
 * may read in full, what is due first before the rest, without a due date last.
 * An item of two incidents is there for each of them.
 * @public
 */
export const incidentActionItemPageSchema = z.object({
  items: z.array(incidentActionItemSchema),
  nextCursor: z
    .string()
    .optional()
    .describe('`cursor` of the next page; absent on the last'),
  totalItems: z.int(),
  overdueItems: z.int().describe('How many of all that match are overdue'),
});
/** @public */
export type IncidentActionItemPage = z.infer<
  typeof incidentActionItemPageSchema
>;
