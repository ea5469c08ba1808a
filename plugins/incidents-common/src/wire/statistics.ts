import { z } from 'zod';
import { incidentFiltersShape } from './incident';
import { severitySchema } from './incidentSummary';

/**
 * Query of `GET /statistics`: the filters of `GET /incidents`, and how many
 * weeks to look back on.
 * @public
 */
export const statisticsQuerySchema = z.strictObject({
  ...incidentFiltersShape,
  weeks: z.coerce
    .number()
    .int()
    .min(1)
    .max(52)
    .default(12)
    .describe('Calendar weeks to look back on, the present one included'),
});
/** @public */
export type StatisticsQuery = z.output<typeof statisticsQuerySchema>;

/** Ages by which open action items are counted; `toDays` is exclusive and absent for the last. @public */
export const itemAgeSchema = z.object({
  fromDays: z.int(),
  toDays: z.int().optional(),
  count: z.int(),
});

/**
 * Answer of `GET /statistics`: counts over the incidents that match and that
 * the caller may read in full, and over their shown action items. An item of
 * two incidents counts for each of them.
 * @public
 */
export const statisticsSchema = z.object({
  incidents: z.object({
    total: z.int(),
    open: z.int(),
    /** Of the open ones, since they started. Absent when none is open. */
    medianAgeSeconds: z.number().optional(),
  }),
  actionItems: z.object({ open: z.int(), overdue: z.int() }),
  /** Oldest first, without gaps. A week begins on Monday 00:00 UTC. */
  weeks: z.array(
    z.object({
      /** Its Monday, `YYYY-MM-DD`. */
      from: z.string(),
      /** Action items created in Linear in that week, whatever became of them. */
      opened: z.int(),
      /** Action items completed or canceled in that week, and not reopened since. */
      closed: z.int(),
    }),
  ),
  /** Without gaps, youngest first; together all open items. */
  openItemAges: z.array(itemAgeSchema),
  /** Of action items completed within the weeks, from creation; every severity is there, worst first. */
  completionTimes: z.array(
    z.object({
      severity: severitySchema,
      completed: z.int(),
      /** Absent when none was completed. */
      medianSeconds: z.number().optional(),
    }),
  ),
});
/** @public */
export type Statistics = z.infer<typeof statisticsSchema>;

/**
 * Answer of `GET /facets`: what one can filter incidents by, of those the
 * caller may see, most frequent first, at most 200 each.
 * @public
 */
export const facetsSchema = z.object({
  /** `count`: incidents that have it. */
  labels: z.array(z.object({ label: z.string(), count: z.int() })),
  /** Keys of the Linear teams that have the parent issues now. */
  teams: z.array(z.object({ team: z.string(), count: z.int() })),
});
/** @public */
export type Facets = z.infer<typeof facetsSchema>;
