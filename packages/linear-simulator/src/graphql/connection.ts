import { z } from 'zod';
import { LinearError } from '../store/LinearError';

type Maybe<T> = T | null | undefined;

export interface PageArguments {
  first?: Maybe<number>;
  last?: Maybe<number>;
  after?: Maybe<string>;
  before?: Maybe<string>;
  includeArchived?: Maybe<boolean>;
  orderBy?: Maybe<'createdAt' | 'updatedAt'>;
}

export interface Connection<T> {
  nodes: T[];
  edges: () => { node: T; cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

export interface SortKey<T> {
  value: (row: T) => string | number | undefined;
  descending: boolean;
  nullsFirst?: boolean;
}

type KeyValue = string | number | null;

/** The default page size. */
export const defaultPageSize = 50;
/** The maximum page size. */
export const maxPageSize = 250;

const cursorValues = z.array(z.union([z.string(), z.number(), z.null()]));

/** A total order: the keys, then the id in the direction of the first key. Cursors are places in it, not rows. */
export class Ordering<T extends { id: string }> {
  readonly #keys: SortKey<T>[];

  constructor(keys: SortKey<T>[]) {
    const descending = keys[0]?.descending ?? false;
    this.#keys = [...keys, { value: row => row.id, descending }];
  }

  values(row: T): KeyValue[] {
    return this.#keys.map(key => key.value(row) ?? null);
  }

  compare(a: readonly KeyValue[], b: readonly KeyValue[]): number {
    for (const [index, key] of this.#keys.entries()) {
      const order = compareValues(a[index], b[index], key);
      if (order !== 0) return order;
    }
    return 0;
  }

  cursor(row: T): string {
    return Buffer.from(JSON.stringify(this.values(row))).toString('base64url');
  }

  parse(cursor: string): KeyValue[] {
    let content: unknown;
    try {
      content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    } catch {
      throw invalidCursor();
    }
    const values = cursorValues.safeParse(content);
    if (!values.success || values.data.length !== this.#keys.length) {
      throw invalidCursor();
    }
    return values.data;
  }
}

/** Newest first by the requested time, as Linear orders every list. */
export function orderedBy<
  T extends { id: string; createdAt: string; updatedAt: string },
>(orderBy: Maybe<'createdAt' | 'updatedAt'>): Ordering<T> {
  return new Ordering<T>([
    {
      value: row => (orderBy === 'updatedAt' ? row.updatedAt : row.createdAt),
      descending: true,
    },
  ]);
}

export function pageSize(page: PageArguments): {
  size: number;
  fromEnd: boolean;
} {
  const { first, last } = page;
  for (const [name, value] of Object.entries({ first, last })) {
    if (value === null || value === undefined) continue;
    if (value < 1 || value > maxPageSize) {
      throw LinearError.argument(
        `${name} must be between 1 and ${maxPageSize}`,
      );
    }
  }
  if (typeof first === 'number' && typeof last === 'number') {
    throw LinearError.argument('Give first or last, not both');
  }
  return {
    size: first ?? last ?? defaultPageSize,
    fromEnd: typeof last === 'number',
  };
}

/** A page of rows that fit in memory. */
export function paginate<T extends { id: string }>(
  rows: Iterable<T>,
  page: PageArguments,
  ordering: Ordering<T>,
): Connection<T> {
  const { size, fromEnd } = pageSize(page);
  const after = page.after ? ordering.parse(page.after) : undefined;
  const before = page.before ? ordering.parse(page.before) : undefined;
  const keyed = Array.from(rows, row => ({ row, key: ordering.values(row) }));
  const between = keyed
    .filter(
      ({ key }) =>
        (!after || ordering.compare(key, after) > 0) &&
        (!before || ordering.compare(key, before) < 0),
    )
    .sort((a, b) => ordering.compare(a.key, b.key))
    .map(({ row }) => row);
  const nodes = fromEnd ? between.slice(-size) : between.slice(0, size);
  const rest = between.length > nodes.length;
  return connection({
    nodes,
    ordering,
    hasNextPage: fromEnd ? before !== undefined : rest,
    hasPreviousPage: fromEnd ? rest : after !== undefined,
  });
}

export function connection<T extends { id: string }>(options: {
  nodes: T[];
  ordering: Ordering<T>;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}): Connection<T> {
  const { nodes, ordering, hasNextPage, hasPreviousPage } = options;
  const first = nodes.at(0);
  const last = nodes.at(-1);
  return {
    nodes,
    edges: () => nodes.map(node => ({ node, cursor: ordering.cursor(node) })),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: first ? ordering.cursor(first) : null,
      endCursor: last ? ordering.cursor(last) : null,
    },
  };
}

function compareValues<T>(
  a: KeyValue | undefined,
  b: KeyValue | undefined,
  key: SortKey<T>,
): number {
  const left = a ?? undefined;
  const right = b ?? undefined;
  if (left === right) return 0;
  if (left === undefined) return key.nullsFirst ? -1 : 1;
  if (right === undefined) return key.nullsFirst ? 1 : -1;
  const order = left < right ? -1 : 1;
  return key.descending ? -order : order;
}

function invalidCursor(): LinearError {
  return LinearError.argument('The cursor is not one of this list');
}
