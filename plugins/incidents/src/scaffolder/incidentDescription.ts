import { z } from 'zod';

const TITLE_LENGTH = 200;
const SUMMARY_LENGTH = 10_000;

/**
 * What the template asks about an incident. A private one has neither title
 * nor summary: a task's parameters are readable by whoever may read tasks.
 */
export const incidentDescriptionSchema = z.discriminatedUnion('visibility', [
  z.strictObject({
    visibility: z.literal('public'),
    title: z.string().optional(),
    summary: z.string().optional(),
  }),
  z.strictObject({ visibility: z.literal('private') }),
]);

/** The value of the template's field. */
export type IncidentDescription = z.infer<typeof incidentDescriptionSchema>;

/** The value as the form has it, which may be nothing yet or an old draft. */
export function readIncidentDescription(value: unknown): IncidentDescription {
  const parsed = incidentDescriptionSchema.safeParse(value);
  return parsed.success ? parsed.data : { visibility: 'public' };
}

/** What keeps the form from going on; the API says the same later. */
export function incidentDescriptionFaults(value: unknown): string[] {
  const description = readIncidentDescription(value);
  if (description.visibility === 'private') {
    return [];
  }
  const { title = '', summary = '' } = description;
  return [
    title.trim().length === 0 ? 'Title must not be empty' : '',
    title.trim().length > TITLE_LENGTH
      ? `Title must have at most ${TITLE_LENGTH} characters`
      : '',
    summary.length > SUMMARY_LENGTH
      ? `Summary must have at most ${SUMMARY_LENGTH} characters`
      : '',
  ].filter(Boolean);
}

/** Puts what keeps the form from going on beside the field. */
export function validateIncidentDescription(
  value: unknown,
  field: { addError(message: string): void },
): void {
  for (const fault of incidentDescriptionFaults(value)) {
    field.addError(fault);
  }
}
