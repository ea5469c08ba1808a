import { DateTime, Duration } from 'luxon';
import { LinearError } from '../store/LinearError';

export type Predicate<T> = (row: T) => boolean;

type Maybe<T> = T | null | undefined;

/** The keys of Linear's comparators; each input type has some of them. */
export interface Comparator<V> {
  eq?: Maybe<V>;
  neq?: Maybe<V>;
  in?: Maybe<V[]>;
  nin?: Maybe<V[]>;
  lt?: Maybe<V>;
  lte?: Maybe<V>;
  gt?: Maybe<V>;
  gte?: Maybe<V>;
  null?: Maybe<boolean>;
}

export interface TextComparator extends Comparator<string> {
  eqIgnoreCase?: Maybe<string>;
  neqIgnoreCase?: Maybe<string>;
  contains?: Maybe<string>;
  notContains?: Maybe<string>;
  containsIgnoreCase?: Maybe<string>;
  notContainsIgnoreCase?: Maybe<string>;
  containsIgnoreCaseAndAccent?: Maybe<string>;
  startsWith?: Maybe<string>;
  startsWithIgnoreCase?: Maybe<string>;
  notStartsWith?: Maybe<string>;
  endsWith?: Maybe<string>;
  notEndsWith?: Maybe<string>;
}

/** Linear does not document a limit; an integration can rely on 250, its largest page. */
export const maxListLength = 250;

export function all<T>(...predicates: (Predicate<T> | undefined)[]) {
  const given = predicates.filter(predicate => predicate !== undefined);
  return (row: T) => given.every(predicate => predicate(row));
}

export function any<T>(predicates: Predicate<T>[]): Predicate<T> {
  return row => predicates.some(predicate => predicate(row));
}

/** The predicate of a condition that may be absent. */
export function when<C, T>(
  condition: Maybe<C>,
  compile: (condition: C) => Predicate<T>,
): Predicate<T> | undefined {
  return condition === null || condition === undefined
    ? undefined
    : compile(condition);
}

export function not<T>(predicate: Predicate<T>): Predicate<T> {
  return row => !predicate(row);
}

/** Ordering comparisons on no value are false; `neq` and `nin` on no value are true. */
export function compare<T, V extends string | number | boolean>(
  comparator: Comparator<V>,
  value: (row: T) => V | undefined,
): Predicate<T> {
  const c = comparator;
  const ordered = (limit: V, test: (actual: V, bound: V) => boolean) => {
    return (row: T) => {
      const actual = value(row);
      return actual !== undefined && test(actual, limit);
    };
  };
  return all<T>(
    c.eq === null ? row => value(row) === undefined : undefined,
    c.neq === null ? row => value(row) !== undefined : undefined,
    when(c.eq, wanted => row => value(row) === wanted),
    when(c.neq, unwanted => row => value(row) !== unwanted),
    when(c.in, list => isIn(list, value)),
    when(c.nin, list => not(isIn(list, value))),
    when(c.lt, limit => ordered(limit, (a, b) => a < b)),
    when(c.lte, limit => ordered(limit, (a, b) => a <= b)),
    when(c.gt, limit => ordered(limit, (a, b) => a > b)),
    when(c.gte, limit => ordered(limit, (a, b) => a >= b)),
    when(c.null, wanted => row => (value(row) === undefined) === wanted),
  );
}

export function compareText<T>(
  c: TextComparator,
  value: (row: T) => string | undefined,
): Predicate<T> {
  const text = (test: (actual: string) => boolean) => (row: T) => {
    const actual = value(row);
    return actual !== undefined && test(actual);
  };
  return all<T>(
    compare(c, value),
    when(c.eqIgnoreCase, w => text(v => lower(v) === lower(w))),
    when(c.neqIgnoreCase, w => not(text(v => lower(v) === lower(w)))),
    when(c.contains, w => text(v => v.includes(w))),
    when(c.notContains, w => not(text(v => v.includes(w)))),
    when(c.containsIgnoreCase, w => text(v => lower(v).includes(lower(w)))),
    when(c.notContainsIgnoreCase, w =>
      not(text(v => lower(v).includes(lower(w)))),
    ),
    when(c.containsIgnoreCaseAndAccent, w =>
      text(v => plain(v).includes(plain(w))),
    ),
    when(c.startsWith, w => text(v => v.startsWith(w))),
    when(c.startsWithIgnoreCase, w => text(v => lower(v).startsWith(lower(w)))),
    when(c.notStartsWith, w => not(text(v => v.startsWith(w)))),
    when(c.endsWith, w => text(v => v.endsWith(w))),
    when(c.notEndsWith, w => not(text(v => v.endsWith(w)))),
  );
}

/** Instants are ISO strings in UTC, so they compare as text. Durations count from now. */
export function compareDate<T>(
  c: Comparator<string>,
  value: (row: T) => string | undefined,
  now: Date,
): Predicate<T> {
  return compare(instants(c, now), value);
}

/** The comparator with every bound as an instant. */
export function instants(c: Comparator<string>, now: Date): Comparator<string> {
  const single = (bound: Maybe<string>) =>
    typeof bound === 'string' ? toInstant(bound, now) : bound;
  return {
    eq: single(c.eq),
    neq: single(c.neq),
    lt: single(c.lt),
    lte: single(c.lte),
    gt: single(c.gt),
    gte: single(c.gte),
    in: c.in?.map(bound => toInstant(bound, now)),
    nin: c.nin?.map(bound => toInstant(bound, now)),
    null: c.null,
  };
}

function toInstant(text: string, now: Date): string {
  const duration = Duration.fromISO(text);
  const instant = duration.isValid
    ? DateTime.fromJSDate(now).plus(duration)
    : DateTime.fromISO(text, { zone: 'utc' });
  const iso = instant.toUTC().toISO();
  if (iso === null) {
    throw LinearError.argument('Expected an ISO 8601 date-time or duration');
  }
  return iso;
}

function isIn<T, V>(
  list: readonly V[],
  value: (row: T) => V | undefined,
): Predicate<T> {
  if (list.length > maxListLength) {
    throw LinearError.argument(
      `A list in a filter must have at most ${maxListLength} entries`,
    );
  }
  const set = new Set(list);
  return row => {
    const actual = value(row);
    return actual !== undefined && set.has(actual);
  };
}

function lower(text: string): string {
  return text.toLowerCase();
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}
