import { all, any, compare, Predicate, when } from './comparators';
import { CollectionFilter } from './filterTypes';
import { isDefined } from './isDefined';

type Maybe<T> = T | null | undefined;

/** A filter on a single, perhaps absent neighbour. */
export function one<T, Row>(
  matches: Predicate<Row>,
  filter: { null?: Maybe<boolean> },
  neighbour: (row: T) => Row | undefined,
): Predicate<T> {
  const { null: isNull, ...rest } = filter;
  const conditions = Object.values(rest).some(isDefined);
  return row => {
    const found = neighbour(row);
    if (isDefined(isNull) && isNull !== (found === undefined)) return false;
    if (found === undefined) return isNull === true && !conditions;
    return matches(found);
  };
}

/** A filter on a list of neighbours. */
export function collection<T, Row, Filter>(
  filter: CollectionFilter<Filter>,
  compile: (filter: Filter) => Predicate<Row>,
  rows: (row: T) => readonly Row[],
): Predicate<T> {
  return all<T>(
    when(filter.some, f => {
      const matches = compile(f);
      return row => rows(row).some(matches);
    }),
    when(filter.every, f => {
      const matches = compile(f);
      return row => rows(row).every(matches);
    }),
    when(filter.length, c => compare(c, row => rows(row).length)),
    when(filter.null, isNull => row => (rows(row).length === 0) === isNull),
  );
}

/** A filter on a list of neighbours where some fields may stand for a `some` with them. */
export function collectionWithShorthand<T, Row, Filter extends object>(
  filter: CollectionFilter<Filter>,
  shorthand: Filter,
  compile: (filter: Filter) => Predicate<Row>,
  rows: (row: T) => readonly Row[],
): Predicate<T> {
  return all<T>(
    collection(filter, compile, rows),
    Object.values(shorthand).some(isDefined)
      ? collection({ some: shorthand }, compile, rows)
      : undefined,
  );
}

/** `and` and `or` of a filter. */
export function combined<Filter, Row>(
  filter: { and?: Maybe<Filter[]>; or?: Maybe<Filter[]> },
  compile: (filter: Filter) => Predicate<Row>,
): Predicate<Row> {
  return all<Row>(
    when(filter.and, list => all<Row>(...list.map(compile))),
    when(filter.or, list => any<Row>(list.map(compile))),
  );
}

export function lookUp<T>(
  map: ReadonlyMap<string, T>,
  id: string | undefined,
): T | undefined {
  return id === undefined ? undefined : map.get(id);
}
