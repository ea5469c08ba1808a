import { DateTime } from 'luxon';
import { Habits } from './Habits';

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The response's text with the habits applied. */
export function applyHabits(habits: Habits, text: string): string {
  if (!habits.repeatsRows && !habits.instants) return text;
  return JSON.stringify(JSON.parse(text), (key, value: unknown) => {
    if (key === 'nodes' && Array.isArray(value) && habits.repeatsRows) {
      return value.flatMap(row => [row, row]);
    }
    return typeof value === 'string' && instant.test(value)
      ? written(value, habits.instants)
      : value;
  });
}

function written(value: string, form: Habits['instants']): string {
  switch (form) {
    case 'seconds':
      return `${value.slice(0, 19)}Z`;
    case 'offset':
      return DateTime.fromISO(value, { zone: 'UTC+5:30' }).toISO() ?? value;
    default:
      return value;
  }
}
