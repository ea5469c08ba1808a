import { incidentRefSchema } from '@backstage-incidents/incidents-common';
import { z } from 'zod';

const payloadSchema = z.object({
  type: z.string(),
  incidentRef: incidentRefSchema,
});

/**
 * Reference of the incident that an event says has changed; `undefined` for
 * events of action items.
 *
 * @throws ZodError if the payload is not one of the incidents topic.
 * @public
 */
export function changedIncidentRef(payload: unknown): string | undefined {
  const { type, incidentRef } = payloadSchema.parse(payload);
  return type.startsWith('incident.') ? incidentRef : undefined;
}
