import { z } from 'zod';

/** sev1 is the worst. @public */
export const severitySchema = z.enum(['sev1', 'sev2', 'sev3', 'sev4', 'sev5']);
/** @public */
export type Severity = z.infer<typeof severitySchema>;

/** `done` and `canceled` are closed, the others open. @public */
export const incidentStatusSchema = z.enum([
  'active',
  'mitigated',
  'postmortem',
  'done',
  'canceled',
]);
/** @public */
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

/** @public */
export const visibilitySchema = z.enum(['public', 'private']);
/** @public */
export type Visibility = z.infer<typeof visibilitySchema>;

/** All that a response says of an incident to whoever may write but not read it. @public */
export const incidentReferenceSchema = z.strictObject({
  ref: z.string(),
  entityRef: z.string(),
});
/** @public */
export type IncidentReference = z.infer<typeof incidentReferenceSchema>;

/** The incident that a list entry belongs to. @public */
export const incidentSummarySchema = z.object({
  ref: z.string(),
  entityRef: z.string(),
  title: z.string(),
  severity: severitySchema,
  status: incidentStatusSchema,
  visibility: visibilitySchema,
});
/** @public */
export type IncidentSummary = z.infer<typeof incidentSummarySchema>;
