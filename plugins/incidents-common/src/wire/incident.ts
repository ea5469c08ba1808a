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
  incidentStatusSchema,
  severitySchema,
  visibilitySchema,
} from './incidentSummary';
import { anyOf, flag } from './query';

/** A link to a chat room, a document, a dashboard. http and https only. @public */
export const incidentLinkSchema = z.strictObject({
  title: line(200),
  url: webAddressSchema,
});
/** @public */
export type IncidentLink = z.infer<typeof incidentLinkSchema>;

const participants = z.array(entityRefSchema).max(100);
const affects = z.array(entityRefSchema).max(100);
const labels = z.array(line(50)).max(20);
const links = z.array(incidentLinkSchema).max(20);
const summary = text(10_000);
const title = line(200);

/** Body of `POST /incidents`. @public */
export const createIncidentSchema = z
  .strictObject({
    title: title.optional(),
    summary: summary.optional(),
    severity: severitySchema,
    status: incidentStatusSchema.optional(),
    visibility: visibilitySchema.optional(),
    lead: entityRefSchema.optional(),
    participants: participants.optional(),
    affects: affects.optional(),
    labels: labels.optional(),
    links: links.optional(),
    startedAt: instantSchema.optional(),
  })
  .refine(body => body.title !== undefined || body.visibility === 'private', {
    path: ['title'],
    error: 'is required unless the incident is private',
  });
/** What the server works with after validation. @public */
export type CreateIncident = z.output<typeof createIncidentSchema>;
/** What a caller sends. @public */
export type CreateIncidentInput = z.input<typeof createIncidentSchema>;

/**
 * Body of `PATCH /incidents/:ref`. Absent = unchanged, `null` = clear, lists
 * replace.
 * @public
 */
export const updateIncidentSchema = z.strictObject({
  expectedVersion: z.int32().min(1),
  title: title.optional(),
  summary: summary.nullable().optional(),
  severity: severitySchema.optional(),
  status: incidentStatusSchema.optional(),
  visibility: visibilitySchema.optional(),
  lead: entityRefSchema.nullable().optional(),
  participants: participants.optional(),
  affects: affects.optional(),
  labels: labels.optional(),
  links: links.optional(),
  startedAt: instantSchema.optional(),
  mitigatedAt: instantSchema.nullable().optional(),
  closedAt: instantSchema.nullable().optional(),
});
/** @public */
export type UpdateIncident = z.output<typeof updateIncidentSchema>;
/** @public */
export type UpdateIncidentInput = z.input<typeof updateIncidentSchema>;

/** An incident as its readers get it. @public */
export const incidentSchema = z.object({
  /** `INC-42`. Never changes. */
  ref: z.string(),
  /** `incident:default/inc-42`. */
  entityRef: z.string(),
  /** Counts edits; a patch names the one it was based on. */
  version: z.int(),
  title: z.string(),
  summary: z.string().optional(),
  severity: severitySchema,
  status: incidentStatusSchema,
  visibility: visibilitySchema,
  /** Entity ref of the user who leads the response. */
  lead: z.string().optional(),
  /** Entity ref of the user who declared it. */
  reporter: z.string().optional(),
  participants: z.array(z.string()),
  /** Entity refs of what is broken. */
  affects: z.array(z.string()),
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

/** Order of `GET /incidents`: a field, `-` before it for descending. @public */
export const incidentOrderSchema = z.enum([
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
  status: anyOf(incidentStatusSchema),
  severity: anyOf(severitySchema),
  visibility: anyOf(visibilitySchema),
  lead: anyOf(entityRefSchema),
  affects: anyOf(entityRefSchema),
  label: anyOf(line(50)),
  /** Key of the Linear team that has the current parent issue now, in any letter case. */
  team: anyOf(teamKeySchema),
  /** Free text: reference, title, summary. */
  q: text(200).optional(),
  hasOpenActionItems: flag,
  overdue: flag,
};

/**
 * Query of `GET /incidents`, as the query string carries it: strings, a
 * repeated parameter means any of its values.
 * @public
 */
export const listIncidentsSchema = z.strictObject({
  ...incidentFiltersShape,
  orderBy: incidentOrderSchema.default('-createdAt'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
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

/** Answer of `GET /incidents` to a service principal acting for itself. @public */
export const serviceIncidentPageSchema = z.object({
  items: z.array(serviceIncidentSchema),
  nextCursor: z.string().optional(),
  totalItems: z.int(),
});
/** @public */
export type ServiceIncidentPage = z.infer<typeof serviceIncidentPageSchema>;

/** Answer of `GET /incidents`. @public */
export const incidentPageSchema = z.object({
  items: z.array(incidentSchema),
  /** Present while there is more. */
  nextCursor: z.string().optional(),
  /** How many incidents match, of those the caller may see. */
  totalItems: z.int(),
});
/** @public */
export type IncidentPage = z.infer<typeof incidentPageSchema>;
