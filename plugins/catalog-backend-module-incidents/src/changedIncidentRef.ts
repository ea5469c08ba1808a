import { incidentRefSchema } from '@backstage-incidents/incidents-common';
import { z } from 'zod';

const payloadSchema = z.object({
  type: z.string(),
  incidentRef: incidentRefSchema,
});

/**
 * Reference of the incident whose entity an event concerns; `undefined` for
 * events that change no entity, such as those of action items.
 *
 * @throws ZodError if the payload is not one of the incidents topic.
 */
export function changedIncidentRef(payload: unknown): string | undefined {
  const { type, incidentRef } = payloadSchema.parse(payload);
  return type.startsWith('incident.') ? incidentRef : undefined;
}
