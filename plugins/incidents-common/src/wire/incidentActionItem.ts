import { z } from 'zod';
import { actionItemSchema, actionItemStatusSchema } from './actionItem';
import { incidentSummarySchema } from './incidentSummary';
import { anyOf, flag } from './query';
import { entityRefSchema } from './scalars';

/**
 * Query of `GET /action-items`, as the query string carries it: a repeated
 * parameter means any of its values.
 * @public
 */
export const listActionItemsSchema = z.strictObject({
  /** Users, or groups: whoever is a direct member. */
  assignee: anyOf(entityRefSchema),
  /** Items of incidents that affect one of these entities. */
  affects: anyOf(entityRefSchema),
  status: anyOf(actionItemStatusSchema),
  overdue: flag,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
/** @public */
export type ListActionItems = z.output<typeof listActionItemsSchema>;

/** @public */
export const incidentActionItemSchema = z.object({
  incident: incidentSummarySchema,
  actionItem: actionItemSchema,
});
/** An action item with the incident it belongs to. @public */
export type IncidentActionItem = z.infer<typeof incidentActionItemSchema>;

/**
 * Answer of `GET /action-items`: items of the incidents the caller may see,
 * what is due first before the rest, without a due date last.
 * @public
 */
export const incidentActionItemPageSchema = z.object({
  items: z.array(incidentActionItemSchema),
  /** Present while there is more. */
  nextCursor: z.string().optional(),
  totalItems: z.int(),
  /** How many of all that match are overdue. */
  overdueItems: z.int(),
});
/** @public */
export type IncidentActionItemPage = z.infer<
  typeof incidentActionItemPageSchema
>;
