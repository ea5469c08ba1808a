import { DateTime } from 'luxon';

export const WEEK_SECONDS = 7 * 24 * 60 * 60;

/**
 * The calendar weeks that end with the present one, oldest first. A week begins
 * on Monday 00:00 UTC.
 *
 * @returns their Mondays as instants, and the one after the last
 */
export function weeksUntil(
  now: Date,
  count: number,
): { mondays: Date[]; end: Date } {
  const present = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('week');
  return {
    mondays: Array.from({ length: count }, (_, index) =>
      present.minus({ weeks: count - 1 - index }).toJSDate(),
    ),
    end: present.plus({ weeks: 1 }).toJSDate(),
  };
}
