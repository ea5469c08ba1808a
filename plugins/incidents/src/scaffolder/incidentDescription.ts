import { z } from 'zod';

const TITLE_LENGTH = 200;
const SUMMARY_LENGTH = 10_000;

/**
 * The description that the template asks for. A private incident has neither
 * title nor summary: everyone who can read tasks can read their parameters.
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

/** The value in the form, which may be empty or an old draft. */
export function readIncidentDescription(value: unknown): IncidentDescription {
  const parsed = incidentDescriptionSchema.safeParse(value);
  return parsed.success ? parsed.data : { visibility: 'public' };
}

/** Errors that stop the form; the API would report the same later. */
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

/** Shows the errors at the field. */
export function validateIncidentDescription(
  value: unknown,
  field: { addError(message: string): void },
): void {
  for (const fault of incidentDescriptionFaults(value)) {
    field.addError(fault);
  }
}
