import { z } from 'zod';
import {
  entityRefSchema,
  instantSchema,
  line,
  teamKeySchema,
  text,
  webAddressSchema,
} from './scalars';
import { parentIssueSchema } from './parentIssue';
import { PRIVATE_INCIDENT_TITLE } from '../constants';
import { progressSchema } from './actionItem';
import {
  incidentReferenceSchema,
  incidentStatusSchema,
  severitySchema,
  visibilitySchema,
} from './incidentSummary';
import { anyOf, boolean, pageCursor, pageLimit } from './query';

/** A link to a chat room, a document, a dashboard. http and https only. @public */
export const incidentLinkSchema = z.strictObject({
  title: line(200).describe('Text of the link'),
  url: webAddressSchema.describe('http or https address'),
});
/** @public */
export type IncidentLink = z.infer<typeof incidentLinkSchema>;

const participants = z
  .array(entityRefSchema)
  .max(100)
  .describe(
    'Entity refs of users and groups who take part in the response; the members of a group count as of reading',
  );
const affects = z
  .array(entityRefSchema)
  .max(100)
  .describe(
    'Entity refs of what is broken, for example component:default/checkout',
  );
const labels = z.array(line(50)).max(20).describe('Labels of your own choice');
const links = z
  .array(incidentLinkSchema)
  .max(20)
  .describe('Chat rooms, documents, dashboards');
const summary = text(10_000).describe('What is known, in Markdown');
const title = line(200).describe("What's broken, in the customer's words");
const severity = severitySchema.describe('sev1 is the worst');
const visibility = visibilitySchema.describe(
  'A private incident can be read only by its lead, reporter, participants and the configured readers',
);
const lead = entityRefSchema.describe(
  'Entity ref of the user who leads the response, for example user:default/jane',
);
const startedAt = instantSchema.describe(
  'When the impact began: ISO 8601 with an offset, for example 2026-03-10T12:00:00Z',
);

/** Body of `POST /incidents`. @public */
export const createIncidentSchema = z
  .strictObject({
    title: title
      .optional()
      .describe(
        "What's broken, in the customer's words. Required unless private",
      ),
    summary: summary.optional(),
    severity,
    status: incidentStatusSchema.optional().describe('Default: active'),
    visibility: visibility.optional(),
    lead: lead.optional(),
    participants: participants.optional(),
    affects: affects.optional(),
    labels: labels.optional(),
    links: links.optional(),
    startedAt: startedAt.optional(),
  })
  .refine(body => body.title !== undefined || body.visibility === 'private', {
    path: ['title'],
    error: 'is required unless the incident is private',
  });
/** What the server works with after validation. @public */
export type CreateIncident = z.output<typeof createIncidentSchema>;
/** What a client sends. @public */
export type CreateIncidentInput = z.input<typeof createIncidentSchema>;

/**
 * Body of `PATCH /incidents/:ref`. Absent = unchanged, `null` = clear, lists
 * replace.
 * @public
 */
export const updateIncidentSchema = z.strictObject({
  expectedVersion: z
    .int32()
    .min(1)
    .describe('`version` of the incident that the edit is based on'),
  title: title.optional(),
  summary: summary
    .nullable()
    .optional()
    .describe('What is known, in Markdown; null clears it'),
  severity: severity.optional(),
  status: incidentStatusSchema
    .optional()
    .describe('Any status may follow any other'),
  visibility: visibility.optional(),
  lead: lead
    .nullable()
    .optional()
    .describe('Entity ref of the user who leads the response; null: nobody'),
  participants: participants.optional(),
  affects: affects.optional(),
  labels: labels.optional(),
  links: links.optional(),
  startedAt: startedAt.optional(),
  mitigatedAt: instantSchema
    .nullable()
    .optional()
    .describe('When the impact ended, ISO 8601 with an offset; null clears it'),
  closedAt: instantSchema
    .nullable()
    .optional()
    .describe(
      'When the work on it ended, ISO 8601 with an offset; null clears it',
    ),
});
/** @public */
export type UpdateIncident = z.output<typeof updateIncidentSchema>;
/** @public */
export type UpdateIncidentInput = z.input<typeof updateIncidentSchema>;

/** An incident as its readers get it. @public */
export const incidentSchema = z.object({
  ref: z.string().describe('Reference, such as INC-42; never changes'),
  entityRef: z
    .string()
    .describe('Entity ref in the catalog, such as incident:default/inc-42'),
  version: z.int().describe('Counts edits; `expectedVersion` of the next one'),
  title: z.string(),
  summary: z.string().optional(),
  severity: severitySchema,
  status: incidentStatusSchema,
  visibility: visibilitySchema,
  lead: z
    .string()
    .optional()
    .describe('Entity ref of the user who leads the response'),
  reporter: z
    .string()
    .optional()
    .describe('Entity ref of the user who declared it'),
  participants: z.array(z.string()),
  affects: z.array(z.string()).describe('Entity refs of what is broken'),
  labels: z.array(z.string()),
  links: z.array(incidentLinkSchema),
  startedAt: z.string(),
  mitigatedAt: z.string().optional(),
  closedAt: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  parentIssue: parentIssueSchema,
  progress: progressSchema,
});
/** @public */
export type Incident = z.infer<typeof incidentSchema>;

/**
 * All that a service principal acting for itself learns of a private incident:
 * that it exists. Nothing else of it is public.
 * @public
 */
export const redactedIncidentSchema = z.strictObject({
  ref: z.string(),
  entityRef: z.string(),
  title: z.literal(PRIVATE_INCIDENT_TITLE),
  visibility: z.literal('private'),
});
/** @public */
export type RedactedIncident = z.infer<typeof redactedIncidentSchema>;

const orderFields = [
  'createdAt',
  'updatedAt',
  'startedAt',
  'severity',
  'status',
] as const;

/**
 * Order of `GET /incidents`: a field, `-` before it for descending, or
 * `importance`: open ones first, then by severity, then the most recently started.
 * @public
 */
export const incidentOrderSchema = z.enum([
  'importance',
  ...orderFields,
  '-createdAt',
  '-updatedAt',
  '-startedAt',
  '-severity',
  '-status',
]);
/** @public */
export type IncidentOrder = z.infer<typeof incidentOrderSchema>;

/**
 * What narrows a set of incidents, as the query string carries it.
 * @public
 */
export const incidentFiltersShape = {
  status: anyOf(incidentStatusSchema).describe('Any of these statuses'),
  severity: anyOf(severitySchema).describe('Any of these severities'),
  visibility: anyOf(visibilitySchema).describe('Public, private, or both'),
  lead: anyOf(entityRefSchema).describe('Led by any of these users'),
  affects: anyOf(entityRefSchema).describe('Affects any of these entities'),
  label: anyOf(line(50)).describe('Has any of these labels'),
  team: anyOf(teamKeySchema).describe(
    'Keys of Linear teams that have the parent issue now',
  ),
  q: text(200).optional().describe('Text in the reference, title or summary'),
  hasOpenActionItems: boolean.describe('Has open action items, or has none'),
  overdue: boolean.describe('Has overdue action items, or has none'),
  needsAttention: boolean.describe(
    'Its parent issue is missing or a background job of it failed permanently, or neither',
  ),
};

/**
 * Query of `GET /incidents`, as the query string carries it: strings, a
 * repeated parameter means any of its values.
 * @public
 */
export const listIncidentsSchema = z.strictObject({
  ...incidentFiltersShape,
  orderBy: incidentOrderSchema
    .default('-createdAt')
    .describe(
      'A field, with - in front for descending, or importance: open first, then severity, then most recently started. Default: newest first',
    ),
  limit: pageLimit,
  cursor: pageCursor,
});
/** @public */
export type ListIncidents = z.output<typeof listIncidentsSchema>;

/** An incident as a service principal acting for itself gets it. @public */
export const serviceIncidentSchema = z.union([
  redactedIncidentSchema,
  incidentSchema,
]);
/** @public */
export type ServiceIncident = z.infer<typeof serviceIncidentSchema>;

/** Response of declaring and editing an incident: as much as the requester may read now. @public */
export const writtenIncidentSchema = z.union([
  incidentSchema,
  redactedIncidentSchema,
  incidentReferenceSchema,
]);
/** @public */
export type WrittenIncident = z.infer<typeof writtenIncidentSchema>;

/** Response of `GET /incidents` to a service principal acting for itself. @public */
export const serviceIncidentPageSchema = z.object({
  items: z.array(serviceIncidentSchema),
  nextCursor: z.string().optional(),
  totalItems: z.int(),
});
/** @public */
export type ServiceIncidentPage = z.infer<typeof serviceIncidentPageSchema>;

/** Response of `GET /incidents`. @public */
export const incidentPageSchema = z.object({
  items: z.array(incidentSchema),
  nextCursor: z
    .string()
    .optional()
    .describe('`cursor` of the next page; absent on the last'),
  totalItems: z
    .int()
    .describe(
      'How many incidents match in all, of those that the requester may read',
    ),
});
/** @public */
export type IncidentPage = z.infer<typeof incidentPageSchema>;
