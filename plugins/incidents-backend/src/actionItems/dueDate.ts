import { Priority } from '@backstage-incidents/incidents-common';
import { DateTime } from 'luxon';

/** When an item is late, and what says so. */
export interface DueDate {
  /** Instant, ISO 8601 in UTC: from here on it is late. */
  dueAt: string;
  dueSource: 'linear' | 'sla' | 'policy';
}

/**
 * When an item is late: by its own due date, else by its SLA, else by the
 * policy for its priority, counted from the item's own creation.
 */
export function dueDate(options: {
  /** `YYYY-MM-DD`; ends at 24:00 in the time zone of the team. */
  dueDate?: string;
  slaBreachesAt?: string;
  priority: Priority;
  createdAt: string;
  /** IANA name; UTC where it is missing or not known. */
  timeZone?: string;
  dueWithinMs: Partial<Record<Priority, number>>;
}): DueDate | undefined {
  const { slaBreachesAt = '', priority, createdAt, timeZone } = options;
  const within = options.dueWithinMs[priority];
  const candidates: [DueDate['dueSource'], number | undefined][] = [
    ['linear', endOfDay(options.dueDate ?? '', timeZone)],
    ['sla', Date.parse(slaBreachesAt)],
    ['policy', within === undefined ? within : Date.parse(createdAt) + within],
  ];
  for (const [dueSource, milliseconds = NaN] of candidates) {
    const date = new Date(milliseconds);
    if (!Number.isNaN(date.getTime())) {
      return { dueAt: date.toISOString(), dueSource };
    }
  }
  return undefined;
}

/** The first instant after a calendar day, wherever that day's midnight is. */
function endOfDay(date: string, timeZone: string | undefined) {
  const day = DateTime.fromISO(date, { zone: 'utc' });
  if (!day.isValid) return undefined;
  const { year, month, day: dayOfMonth } = day.plus({ days: 1 });
  // Where clocks go back over midnight it comes twice: the first one ends the day.
  const inZone = (zone: string) =>
    DateTime.fromObject(
      { year, month, day: dayOfMonth },
      { zone },
    ).getPossibleOffsets()[0];
  const end = inZone(timeZone || 'utc');
  return (end.isValid ? end : inZone('utc')).toMillis();
}
