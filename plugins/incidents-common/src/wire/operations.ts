import { z } from 'zod';
import { reasonParamsSchema, reasonSchema } from '../reasons';
import { createIncidentSchema } from './incident';
import { prioritySchema } from './actionItem';

const fields = createIncidentSchema.shape;

/** Body of `POST /routing/preview`: the parts of an incident that routing looks at. @public */
export const routingPreviewSchema = z.strictObject({
  title: fields.title,
  summary: fields.summary,
  severity: fields.severity,
  status: fields.status,
  visibility: fields.visibility,
  lead: fields.lead,
  affects: fields.affects,
  labels: fields.labels,
});
/** @public */
export type RoutingPreview = z.output<typeof routingPreviewSchema>;

/** Response of `POST /routing/preview`. @public */
export const routingDecisionSchema = z.object({
  team: z.string().describe('Key of the Linear team'),
  project: z.string().optional(),
  labels: z.array(z.string()),
  priority: prioritySchema.optional(),
  state: z.string().optional(),
  template: z.string().optional(),
  rule: z
    .string()
    .describe('Name of the rule that matched, `default`, or `annotation`'),
  reason: reasonSchema,
  passedOver: z
    .array(z.object({ rule: z.string(), because: reasonSchema }))
    .describe('The rules before it, and why each was skipped'),
});
/** @public */
export type RoutingDecision = z.infer<typeof routingDecisionSchema>;

/** One of Linear's rate buckets. @public */
export const budgetBucketSchema = z.object({
  limit: z.number().optional(),
  remaining: z.number().optional(),
  resetAt: z.string().optional(),
});

/** @public */
export const sweepStateSchema = z.object({
  id: z.string(),
  state: z.enum(['requested', 'running', 'held', 'completed', 'failed']),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  counts: z.object({
    incidents: z.int(),
    items: z.int(),
    added: z.int(),
    changed: z.int(),
    removed: z.int(),
    unchanged: z.int(),
    requests: z.int(),
  }),
  breaker: reasonSchema
    .extend({
      code: z.literal('sweepHeld'),
      params: z.object({ wouldRemove: z.int(), of: z.int() }),
    })
    .optional()
    .describe(
      'Set while removals are held back for an operator, because they are unusually many',
    ),
});
/** @public */
export type SweepState = z.infer<typeof sweepStateSchema>;

/** Response of `GET /linear/status`. @public */
export const linearStatusSchema = z.object({
  connection: z.object({
    state: z.enum([
      'notConfigured',
      'unknown',
      'connected',
      'unavailable',
      'rateLimited',
      'unauthorized',
    ]),
    since: z.string().optional(),
    reason: reasonSchema
      .optional()
      .describe('Why Linear is not used right now'),
    nextTryAt: z.string().optional(),
    workspace: z.string().optional(),
  }),
  actor: z
    .object({ id: z.string(), name: z.string(), app: z.boolean() })
    .optional(),
  scopes: z.array(z.string()),
  teams: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      visibility: z.string(),
      routes: z.array(z.string()),
    }),
  ),
  budget: z.object({
    requests: budgetBucketSchema,
    points: budgetBucketSchema,
  }),
  delta: z.object({
    lastCompleteAt: z.string().optional(),
    lagSeconds: z.number().optional(),
  }),
  sweep: sweepStateSchema.optional(),
  webhooks: z.object({
    configured: z.boolean(),
    lastReceivedAt: z.string().optional(),
    silent: z.boolean(),
  }),
  work: z.object({
    due: z.int(),
    escalated: z.array(
      z.object({
        id: z.string(),
        incidentRef: z.string().optional(),
        kind: z.string(),
        reason: reasonSchema,
        since: z.string(),
      }),
    ),
    waiting: z
      .array(
        z.object({
          incidentRef: z.string().optional(),
          kind: z.string(),
          reason: reasonSchema,
          attempts: z.int().describe('Failed attempts in a row'),
          nextTryAt: z.string(),
        }),
      )
      .describe(
        'Jobs that failed and are tried again automatically, the longest failing first; 200 at most',
      ),
  }),
  attention: z
    .array(
      z.object({
        code: z.string(),
        message: z.string(),
        params: reasonParamsSchema,
        since: z.string(),
        incidentRef: z.string().optional(),
        fix: z.string().describe('What to do, in plain English'),
      }),
    )
    .describe(
      'Everything that needs a person, the longest waiting first; empty: all clear',
    ),
  configFaults: z
    .array(reasonSchema.extend({ key: z.string() }))
    .describe('With the full key of the configuration'),
});
/** @public */
export type LinearStatus = z.infer<typeof linearStatusSchema>;

/** Response of `GET /doctor`. @public */
export const doctorReportSchema = z.object({
  checks: z
    .array(
      reasonSchema.extend({
        check: z.enum([
          'config',
          'credentials',
          'scopes',
          'teams',
          'states',
          'labels',
          'webhook',
          'database',
          'clock',
          'jobs',
          'permissions',
          'catalog',
          'scaffolder',
          'frontend',
        ]),
        status: z
          .enum(['pass', 'warn', 'fail'])
          .describe('fail: something does not work until it is fixed'),
        fix: z
          .string()
          .optional()
          .describe('What to do, in plain English; absent when it passed'),
      }),
    )
    .describe('One entry for each thing that a check found, in a fixed order'),
});
/** @public */
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** Body of `POST /linear/sync`. @public */
export const startSweepSchema = z.strictObject({
  acceptRemovals: z
    .boolean()
    .optional()
    .describe('Confirms the removals that the running re-sync holds back'),
});
/** Response of `POST /linear/sync`. @public */
export const startSweepResultSchema = z.object({
  sweep: z.object({ id: z.string(), state: z.string(), startedAt: z.string() }),
});

/** Payload of the signals channel: ids only, the reader fetches what changed. @public */
export const incidentSignalSchema = z.object({
  type: z.string(),
  incidentRef: z.string(),
});
/** @public */
export type IncidentSignal = z.infer<typeof incidentSignalSchema>;
