import {
  Incident,
  Severity,
  severitySchema,
} from '@backstage-incidents/incidents-common';
import { DateTime } from 'luxon';

/** The middle value; undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Incidents opened and closed in one week. */
export interface WeekCount {
  /** ISO date of the Monday, in the reader's time zone. */
  week: string;
  opened: number;
  closed: number;
}

/** Opened and closed per week, the oldest week first. */
export function countWeeks(options: {
  incidents: readonly Incident[];
  weeks: number;
  now: DateTime;
}): WeekCount[] {
  const { incidents, weeks, now } = options;
  const weekOf = (instant: DateTime) => instant.startOf('week').toISODate();
  const counts = Array.from({ length: weeks }, (_, index) => ({
    week: weekOf(now.minus({ weeks: weeks - 1 - index })) ?? '',
    opened: 0,
    closed: 0,
  }));
  const byWeek = new Map(counts.map(count => [count.week, count]));
  const countIn = (instant: string) =>
    byWeek.get(weekOf(DateTime.fromISO(instant)) ?? '');
  for (const incident of incidents) {
    const opened = countIn(incident.createdAt);
    if (opened) opened.opened += 1;
    const closed = incident.closedAt && countIn(incident.closedAt);
    if (closed) closed.closed += 1;
  }
  return counts;
}

/** How long ago open incidents started, in days up to each limit. */
export const ageLimits = [1, 7, 14, 30, 90] as const;

/** Open incidents by age; the last count is what is older than every limit. */
export function countAges(options: {
  incidents: readonly Incident[];
  now: DateTime;
}): number[] {
  const { incidents, now } = options;
  const counts = Array.from({ length: ageLimits.length + 1 }, () => 0);
  for (const incident of incidents) {
    if (incident.status === 'done' || incident.status === 'canceled') continue;
    const days = now.diff(DateTime.fromISO(incident.startedAt), 'days').days;
    const at = ageLimits.findIndex(limit => days < limit);
    counts[at === -1 ? ageLimits.length : at] += 1;
  }
  return counts;
}

/** Median milliseconds from start to close, by severity, of what was resolved. */
export function resolveTimes(
  incidents: readonly Incident[],
): Array<{ severity: Severity; median: number; count: number }> {
  return severitySchema.options.flatMap(severity => {
    const times = incidents
      .filter(incident => incident.severity === severity)
      .flatMap(({ status, startedAt, closedAt }) =>
        status === 'done' && closedAt
          ? [Date.parse(closedAt) - Date.parse(startedAt)]
          : [],
      );
    const middle = median(times);
    return middle === undefined
      ? []
      : [{ severity, median: middle, count: times.length }];
  });
}
