import { Reason, reasonSchema } from '@backstage-incidents/incidents-common';

/** Reads a reason column; a JSON column is an edge, and what cannot be read is no reason. */
export function readReason(column: string | null): Reason | undefined {
  if (column === null) {
    return undefined;
  }
  const parsed = reasonSchema.safeParse(JSON.parse(column));
  return parsed.success ? parsed.data : undefined;
}
