import {
  IncidentFilters,
  IncidentOrder,
  incidentOrderSchema,
  IncidentStatus,
  incidentStatusSchema,
  Severity,
  severitySchema,
  Visibility,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';

/** The query in the URL of the incidents page. */
export interface IncidentQuery {
  status: IncidentStatus[];
  severity: Severity[];
  /** Keys of Linear teams. */
  team: string[];
  visibility: Visibility[];
  lead: string[];
  affects: string[];
  label: string[];
  overdue: boolean;
  needsAttention: boolean;
  q: string;
  orderBy: IncidentOrder;
  /**
   * Cursors of the visited pages, the current page's last; empty on the first
   * page. All of them, so that a link to a page can go back.
   */
  after: string[];
}

/** Filters with any number of values. */
export const listFields = [
  'status',
  'severity',
  'team',
  'visibility',
  'lead',
  'affects',
  'label',
] as const satisfies readonly (keyof IncidentQuery)[];

/** A filter with any number of values. */
export type ListField = (typeof listFields)[number];

const DEFAULT_ORDER: IncidentOrder = 'importance';

/** Statuses of open incidents. */
export const OPEN_STATUSES: IncidentStatus[] = [
  'active',
  'mitigated',
  'postmortem',
];

/** Reads the URL; ignores invalid parts. */
export function parseIncidentQuery(params: URLSearchParams): IncidentQuery {
  const order = incidentOrderSchema.safeParse(params.get('orderBy'));
  const known = <T extends string>(key: string, options: readonly T[]): T[] =>
    options.filter(option => params.getAll(key).includes(option));
  const any = (key: string) =>
    [...new Set(params.getAll(key))].filter(value => value !== '');
  return {
    status: known('status', incidentStatusSchema.options),
    severity: known('severity', severitySchema.options),
    team: any('team'),
    visibility: known('visibility', visibilitySchema.options),
    lead: any('lead'),
    affects: any('affects'),
    label: any('label'),
    overdue: params.get('overdue') === 'true',
    needsAttention: params.get('needsAttention') === 'true',
    q: params.get('q') ?? '',
    orderBy: order.success ? order.data : DEFAULT_ORDER,
    after: params.getAll('after'),
  };
}

/** Writes the URL without default values; keeps other parameters. */
export function writeIncidentQuery(
  query: IncidentQuery,
  current: URLSearchParams,
): URLSearchParams {
  const params = new URLSearchParams(current);
  const set = (key: string, values: readonly string[]) => {
    params.delete(key);
    for (const value of values) params.append(key, value);
  };
  for (const field of listFields) set(field, query[field]);
  set('overdue', query.overdue ? ['true'] : []);
  set('needsAttention', query.needsAttention ? ['true'] : []);
  set('q', query.q ? [query.q] : []);
  set('orderBy', query.orderBy === DEFAULT_ORDER ? [] : [query.orderBy]);
  set('after', query.after);
  return params;
}

/** The filters of the page's requests, without order and page. */
export function filtersOf(
  query: IncidentQuery,
): Omit<IncidentFilters, 'orderBy' | 'limit' | 'cursor'> {
  const q = query.q.trim();
  return {
    ...Object.fromEntries(
      listFields
        .filter(field => query[field].length > 0)
        .map(field => [field, query[field]]),
    ),
    ...(query.overdue ? { overdue: true } : {}),
    ...(query.needsAttention ? { needsAttention: true } : {}),
    ...(q ? { q } : {}),
  };
}

/** The number of active filters, without the search text. */
export function countFilters(query: IncidentQuery): number {
  return listFields.reduce(
    (count, field) => count + query[field].length,
    (query.overdue ? 1 : 0) + (query.needsAttention ? 1 : 0),
  );
}

/** Whether any filter is active. */
export function isFiltered(query: IncidentQuery): boolean {
  return query.q !== '' || countFilters(query) > 0;
}

/** The same order without filters, from the first page. */
export function withoutFilters(query: IncidentQuery): IncidentQuery {
  return {
    ...parseIncidentQuery(new URLSearchParams()),
    orderBy: query.orderBy,
  };
}

const sortFields = ['startedAt', 'severity', 'status'] as const;

/** A column by which the list can be ordered. */
export type SortField = (typeof sortFields)[number];

/** Whether the list can be ordered by a column. */
export function isSortField(column: unknown): column is SortField {
  return sortFields.some(field => field === column);
}

/** The order in the table's format; absent if it is not by a column. */
export function sortOf(
  order: IncidentOrder,
): { column: SortField; direction: 'ascending' | 'descending' } | undefined {
  const column = order.replace('-', '');
  return isSortField(column)
    ? { column, direction: order === column ? 'ascending' : 'descending' }
    : undefined;
}

/**
 * The order after a click on a column's header: first the more useful direction
 * (the highest severity, the active, the latest), then the reverse.
 */
export function toggleOrder(
  current: IncidentOrder,
  field: SortField,
): IncidentOrder {
  const first = field === 'startedAt' ? '-startedAt' : field;
  const second = field === 'startedAt' ? field : (`-${field}` as const);
  return current === first ? second : first;
}
