import {
  all,
  Comparator,
  compare,
  compareDate,
  Predicate,
  when,
} from './comparators';

interface DatedRow {
  id: string;
  createdAt: string;
  updatedAt: string;
}

/** Comparisons of instants and days, with the same current time within a request. */
export class DatePredicates {
  readonly #now: Date;

  constructor(now: Date) {
    this.#now = now;
  }

  /** Filters that every entity has. */
  dated<T extends DatedRow>(filter: {
    id?: Comparator<string> | null;
    createdAt?: Comparator<string> | null;
    updatedAt?: Comparator<string> | null;
  }): Predicate<T> {
    return all<T>(
      when(filter.id, c => compare(c, row => row.id)),
      when(filter.createdAt, c => this.date(c, row => row.createdAt)),
      when(filter.updatedAt, c => this.date(c, row => row.updatedAt)),
    );
  }

  date<T>(
    comparator: Comparator<string>,
    value: (row: T) => string | undefined,
  ): Predicate<T> {
    return compareDate(comparator, value, this.#now);
  }

  /** Due dates are days: bounds that are instants or durations count by their UTC day. */
  day<T>(
    comparator: Comparator<string>,
    value: (row: T) => string | undefined,
  ): Predicate<T> {
    return this.date(comparator, row => {
      const day = value(row);
      return day === undefined ? undefined : `${day}T00:00:00.000Z`;
    });
  }
}
