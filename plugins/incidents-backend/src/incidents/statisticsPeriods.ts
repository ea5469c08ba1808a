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

const DAY_MILLISECONDS = 24 * 60 * 60_000;
const LIMITS_IN_DAYS = [0, 1, 7, 14, 28, 90];

/** Open action items whose age in days is at least `fromDays` and less than `toDays`. */
export interface ItemAgeBucket {
  fromDays: number;
  /** Absent for the last. */
  toDays?: number;
  /** Created after this instant; absent for the last. */
  createdAfter?: Date;
  /** Created at this instant or before; absent for the first, which takes what a clock ahead of ours created. */
  createdUntil?: Date;
}

/** The ages by which open action items are counted; every item is in exactly one. */
export function itemAgeBuckets(now: Date): ItemAgeBucket[] {
  const daysAgo = (days: number) =>
    new Date(now.getTime() - days * DAY_MILLISECONDS);
  return LIMITS_IN_DAYS.map((fromDays, index) => {
    const toDays = LIMITS_IN_DAYS.at(index + 1);
    return {
      fromDays,
      ...(toDays !== undefined && { toDays, createdAfter: daysAgo(toDays) }),
      ...(index > 0 && { createdUntil: daysAgo(fromDays) }),
    };
  });
}
