import { splitDuration, splitSpan } from './splitDuration';
import { Translate } from './translate';

/** Times as text, in the reader's locale and time zone. */
export function formatTimes(t: Translate) {
  const duration = (milliseconds: number): string => {
    const { unit, count } = splitDuration(milliseconds);
    return t(`duration.${unit}`, { n: count });
  };
  return {
    /** "20 s", "14 min", "3 h", "9 d". */
    duration,
    /** "1 h 30 min", "3 d 4 h". */
    span: (milliseconds: number): string =>
      splitSpan(milliseconds)
        .map(({ unit, count }) => t(`duration.${unit}`, { n: count }))
        .join(' '),
    /** "20 s ago"; a time slightly in the future is shown as now. */
    ago: (instant: string, now: number): string =>
      now - Date.parse(instant) < 1000
        ? t('time.now')
        : t('time.ago', { duration: duration(now - Date.parse(instant)) }),
    /** "in 4 d" or "3 d ago". */
    relative: (instant: string, now: number): string => {
      const ahead = Date.parse(instant) - now;
      return ahead >= 0
        ? t('time.in', { duration: duration(ahead) })
        : t('time.ago', { duration: duration(-ahead) });
    },
    /** Date, time and time zone, for tooltips. */
    exact: (instant: string): string =>
      new Intl.DateTimeFormat(undefined, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
      }).format(Date.parse(instant)),
    /** A calendar day, `YYYY-MM-DD`, in short: "Nov 16". */
    shortDay: (date: string): string =>
      new Intl.DateTimeFormat(undefined, {
        month: 'short',
        day: 'numeric',
        timeZone: 'UTC',
      }).format(Date.parse(date)),
    /** A calendar day, `YYYY-MM-DD`: "Fri, Nov 27". */
    day: (day: string): string =>
      new Intl.DateTimeFormat(undefined, {
        weekday: 'short',
        month: 'short',
        day: 'numeric',
      }).format(new Date(`${day}T00:00`)),
    /** Time of day; with the date when it is not today. */
    clock: (instant: string, now: number): string => {
      const today =
        new Date(instant).toDateString() === new Date(now).toDateString();
      return new Intl.DateTimeFormat(undefined, {
        ...(today ? {} : { month: 'short', day: 'numeric' }),
        hour: 'numeric',
        minute: '2-digit',
      }).format(Date.parse(instant));
    },
  };
}
