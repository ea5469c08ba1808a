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
export const findActionItemsSchema = z.strictObject({
  /** Users, or groups: whoever is a direct member, as far as the catalog shows the caller. */
  assignee: anyOf(entityRefSchema),
  /** Items of incidents that affect one of these entities. */
  affects: anyOf(entityRefSchema),
  status: anyOf(actionItemStatusSchema),
  /** `false`: everything that is not overdue, closed items included. */
  overdue: flag,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
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
 * Answer of `GET /action-items`: shown items of the incidents that the caller
 * may read in full, what is due first before the rest, without a due date last.
 * An item of two incidents is there for each of them.
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
