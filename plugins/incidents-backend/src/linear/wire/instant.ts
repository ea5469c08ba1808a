import { z } from 'zod';

/**
 * An instant as Linear sends it, with or without fractions of a second and whatever its offset; ours is ISO 8601 in
 * UTC with milliseconds, so that instants compare as text.
 */
export const instant = z.string().transform((text, context) => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    context.addIssue({ code: 'custom', message: 'not an instant' });
    return z.NEVER;
  }
  return date.toISOString();
});
