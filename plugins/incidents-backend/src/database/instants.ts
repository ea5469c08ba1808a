import { InstantColumn } from './tables';

/** Reads an instant column of either database. */
export function toDate(value: InstantColumn): Date {
  return value instanceof Date ? value : new Date(value);
}

/** Reads a nullable instant column as ISO 8601 in UTC. */
export function toIso(value: InstantColumn | null): string | undefined {
  return value === null ? undefined : toDate(value).toISOString();
}
