import { z } from 'zod';
import { progressSchema } from './actionItem';
import { incidentStatusSchema, severitySchema } from './incidentSummary';

/** Type of the search documents of incidents. @public */
export const INCIDENT_DOCUMENT_TYPE = 'incident';

/** A public incident in Backstage's search; private ones are not indexed. @public */
export const incidentDocumentSchema = z.object({
  title: z.string().describe('Reference and title'),
  text: z
    .string()
    .describe(
      'Summary, severity, status, labels, Linear identifier and titles of the action items, in lines',
    ),
  location: z.string().describe("Path of the incident's page"),
  authorization: z
    .object({ resourceRef: z.string() })
    .describe('What `incidents.incident.read` is decided for'),
  ref: z.string(),
  severity: severitySchema,
  status: incidentStatusSchema,
  labels: z.array(z.string()),
  progress: progressSchema,
});
/** @public */
export type IncidentDocument = z.infer<typeof incidentDocumentSchema>;
