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

/** How long something took, over the incidents to which it happened in the period; without any, only `count`. @public */
export const durationsSchema = z.object({
  count: z.int(),
  medianSeconds: z.number().optional(),
  p90Seconds: z.number().optional().describe('90th percentile, nearest rank'),
});
/** @public */
export type Durations = z.infer<typeof durationsSchema>;

const incidentTimesShape = {
  timeToMitigate: durationsSchema.describe(
    'From start to mitigation; an incident that is active again has none',
  ),
  timeToClose: durationsSchema.describe(
    'From start to closing; only of incidents that are done',
  ),
};

/**
 * Response of `GET /statistics`: counts over the incidents that match and that
 * the requester can read in full, and over their shown action items. An item of
 * two incidents counts for each of them.
 * @public
 */
export const statisticsSchema = z.object({
  incidents: z.object({
    total: z.int(),
    open: z.int(),
    medianAgeSeconds: z
      .number()
      .optional()
      .describe(
        'Of the open incidents, since they started; absent when none is open',
      ),
  }),
  actionItems: z.object({ open: z.int(), overdue: z.int() }),
  /** Oldest first, without gaps. A week begins on Monday 00:00 UTC. */
  weeks: z.array(
    z.object({
      from: z.string().describe('Monday of the week, YYYY-MM-DD'),
      opened: z.int().describe('Action items created in Linear in that week'),
      closed: z
        .int()
        .describe(
          'Action items completed or canceled in that week, and not reopened since',
        ),
    }),
  ),
  openItemAges: z
    .array(itemAgeSchema)
    .describe('Open action items by age, youngest first, without gaps'),
  /** From creation to completion, for action items completed in the period; every severity is listed, worst first. */
  completionTimes: z.array(
    z.object({
      severity: severitySchema,
      completed: z.int(),
      medianSeconds: z
        .number()
        .optional()
        .describe('Absent when none was completed'),
    }),
  ),
  /** The same weeks as `weeks`. */
  incidentWeeks: z.array(
    z.object({
      from: z.string().describe('Monday of the week, YYYY-MM-DD'),
      opened: z
        .object({
          sev1: z.int(),
          sev2: z.int(),
          sev3: z.int(),
          sev4: z.int(),
          sev5: z.int(),
        })
        .describe('Incidents that started in that week'),
      ...incidentTimesShape,
    }),
  ),
  incidentTeams: z
    .array(
      z.object({
        team: z.string().describe('Key of the Linear team of the parent issue'),
        ...incidentTimesShape,
      }),
    )
    .describe('Those with most incidents in the period first, at most 50'),
  incidentComponents: z
    .array(
      z.object({
        entityRef: z.string().describe('An affected entity of kind Component'),
        ...incidentTimesShape,
      }),
    )
    .describe('Those with most incidents in the period first, at most 50'),
});
/** @public */
export type Statistics = z.infer<typeof statisticsSchema>;

/**
 * Response of `GET /facets`: filter values of the incidents that the requester
 * can see, most frequent first, at most 200 each.
 * @public
 */
export const facetsSchema = z.object({
  labels: z
    .array(z.object({ label: z.string(), count: z.int() }))
    .describe('With the number of incidents that have it'),
  teams: z
    .array(z.object({ team: z.string(), count: z.int() }))
    .describe(
      'Keys of the Linear teams that have the parent issues, with the number of incidents',
    ),
});
/** @public */
export type Facets = z.infer<typeof facetsSchema>;
