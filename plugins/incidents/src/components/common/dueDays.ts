import { ActionItem } from '@backstage-incidents/incidents-common';

const DAY = 24 * 60 * 60 * 1000;

/** A local calendar day, `YYYY-MM-DD`, the given number of days from now. */
export function dayFromNow(now: number, days: number): string {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  const two = (value: number) => String(value).padStart(2, '0');
  return [
    date.getFullYear(),
    two(date.getMonth() + 1),
    two(date.getDate()),
  ].join('-');
}

/**
 * The due date set in Linear, `YYYY-MM-DD`. It ends at midnight in an
 * unknown time zone; half a day earlier is the same day in nearly all of them.
 */
export function dueDayOf(item: ActionItem): string | undefined {
  return item.dueAt && item.dueSource === 'linear'
    ? new Date(Date.parse(item.dueAt) - DAY / 2).toISOString().slice(0, 10)
    : undefined;
}

/** The day on which an item is due; absent where an SLA names an instant. */
export function calendarDayOf(item: ActionItem): string | undefined {
  return item.dueAt && item.dueSource === 'policy'
    ? dayFromNow(Date.parse(item.dueAt), 0)
    : dueDayOf(item);
}

/** Calendar days from today until a day, `YYYY-MM-DD`; negative in the past. */
export function daysUntil(day: string, now: number): number {
  return Math.round((Date.parse(day) - Date.parse(dayFromNow(now, 0))) / DAY);
}
