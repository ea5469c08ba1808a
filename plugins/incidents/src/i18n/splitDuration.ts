/** Units of durations on the pages. */
export type DurationUnit = 's' | 'min' | 'h' | 'd';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One rounded-down number in the most suitable unit; days from 48 hours. */
export function splitDuration(milliseconds: number): {
  unit: DurationUnit;
  count: number;
} {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return { unit: 's', count: Math.floor(span / SECOND) };
  if (span < HOUR) return { unit: 'min', count: Math.floor(span / MINUTE) };
  if (span < 2 * DAY) return { unit: 'h', count: Math.floor(span / HOUR) };
  return { unit: 'd', count: Math.floor(span / DAY) };
}

/** The same with a second, smaller unit if it is not zero: 1 h 30 min, 3 d 4 h. */
export function splitSpan(
  milliseconds: number,
): Array<{ unit: DurationUnit; count: number }> {
  const first = splitDuration(milliseconds);
  if (first.unit !== 'h' && first.unit !== 'd') return [first];
  const rest = milliseconds - first.count * (first.unit === 'h' ? HOUR : DAY);
  const second =
    first.unit === 'h'
      ? { unit: 'min' as const, count: Math.floor(rest / MINUTE) }
      : { unit: 'h' as const, count: Math.floor(rest / HOUR) };
  return second.count > 0 ? [first, second] : [first];
}
