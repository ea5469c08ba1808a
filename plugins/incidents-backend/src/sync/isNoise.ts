import { z } from 'zod';

/** What changes when people drag issues about in a list, and nothing else. */
const NOISE = new Set([
  'updatedAt',
  'sortOrder',
  'subIssueSortOrder',
  'prioritySortOrder',
  'boardOrder',
]);

const bodySchema = z.object({
  action: z.literal('update'),
  updatedFrom: z.record(z.string(), z.unknown()),
});

/** Whether a verified webhook body tells of nothing but the order in which issues are listed. */
export function isNoise(rawBody: Buffer): boolean {
  const body = bodySchema.safeParse(JSON.parse(rawBody.toString('utf8')));
  if (!body.success) {
    return false;
  }
  const keys = Object.keys(body.data.updatedFrom);
  return (
    keys.some(key => key !== 'updatedAt') && keys.every(key => NOISE.has(key))
  );
}
