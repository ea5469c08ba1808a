import { z } from 'zod';
import { progressSchema } from './actionItem';
import { incidentStatusSchema, severitySchema } from './incidentSummary';

/** Type of the search documents of incidents. @public */
export const INCIDENT_DOCUMENT_TYPE = 'incident';

/**
 * A public incident as Backstage's search returns it; private ones are not indexed.
 * The indexed document also has `authorization`, which search keeps to itself.
 * @public
 */
export const incidentDocumentSchema = z.object({
  title: z.string().describe('Reference and title'),
  text: z
    .string()
    .describe(
      'Summary, severity, status, labels, Linear identifier and titles of the action items, in lines',
    ),
  location: z.string().describe("Path of the incident's page"),
  ref: z.string(),
  summary: z.string().optional(),
  severity: severitySchema,
  status: incidentStatusSchema,
  labels: z.array(z.string()),
  progress: progressSchema,
});
/** @public */
export type IncidentDocument = z.infer<typeof incidentDocumentSchema>;
