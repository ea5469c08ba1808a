import { Reason, reasonSchema } from '@backstage-incidents/incidents-common';
import { InstantColumn } from './tables';

/** Reads an instant column of either database. */
export function toDate(value: InstantColumn): Date {
  return value instanceof Date ? value : new Date(value);
}

/** Reads a nullable instant column as ISO 8601 in UTC. */
export function toIso(value: InstantColumn | null): string | undefined {
  return value === null ? undefined : toDate(value).toISOString();
}

/** Reads a reason column; a JSON column is an edge, and what cannot be read is no reason. */
export function readReason(column: string | null): Reason | undefined {
  if (column === null) {
    return undefined;
  }
  const parsed = reasonSchema.safeParse(JSON.parse(column));
  return parsed.success ? parsed.data : undefined;
}
