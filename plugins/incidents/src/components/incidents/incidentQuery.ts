import {
  IncidentFilters,
  IncidentOrder,
  incidentOrderSchema,
  IncidentStatus,
  incidentStatusSchema,
  Severity,
  severitySchema,
} from '@backstage-incidents/incidents-common';

/** What the address of the incidents page asks for. */
export interface IncidentQuery {
  status: IncidentStatus[];
  severity: Severity[];
  lead: string[];
  affects: string[];
  label: string[];
  overdue: boolean;
  q: string;
  orderBy: IncidentOrder;
}

const DEFAULT_ORDER: IncidentOrder = '-createdAt';

/** Statuses in which there is still something to do. */
export const OPEN_STATUSES: IncidentStatus[] = [
  'active',
  'mitigated',
  'postmortem',
];

/** Reads the address; what it does not understand it leaves out. */
export function parseIncidentQuery(params: URLSearchParams): IncidentQuery {
  const order = incidentOrderSchema.safeParse(params.get('orderBy'));
  return {
    status: incidentStatusSchema.options.filter(status =>
      params.getAll('status').includes(status),
    ),
    severity: severitySchema.options.filter(severity =>
      params.getAll('severity').includes(severity),
    ),
    lead: params.getAll('lead'),
    affects: params.getAll('affects'),
    label: params.getAll('label'),
    overdue: params.get('overdue') === 'true',
    q: params.get('q') ?? '',
    orderBy: order.success ? order.data : DEFAULT_ORDER,
  };
}

/** Writes the address, without what says nothing; keeps parameters of others. */
export function writeIncidentQuery(
  query: IncidentQuery,
  current: URLSearchParams,
): URLSearchParams {
  const params = new URLSearchParams(current);
  const set = (key: string, values: readonly string[]) => {
    params.delete(key);
    for (const value of values) params.append(key, value);
  };
  set('status', query.status);
  set('severity', query.severity);
  set('lead', query.lead);
  set('affects', query.affects);
  set('label', query.label);
  set('overdue', query.overdue ? ['true'] : []);
  set('q', query.q ? [query.q] : []);
  set('orderBy', query.orderBy === DEFAULT_ORDER ? [] : [query.orderBy]);
  return params;
}

/** The filters of the call behind the page. */
export function filtersOf(query: IncidentQuery): IncidentFilters {
  const { overdue, q, orderBy, ...lists } = query;
  return {
    ...lists,
    ...(overdue ? { overdue } : {}),
    ...(q.trim() ? { q: q.trim() } : {}),
    orderBy,
  };
}

/** Whether anything narrows the list. */
export function isFiltered(query: IncidentQuery): boolean {
  return (
    query.overdue ||
    query.q !== '' ||
    [query.status, query.severity, query.lead, query.affects, query.label].some(
      values => values.length > 0,
    )
  );
}

/** The order after a press on a column's head: descending first, then ascending. */
export function toggleOrder(
  current: IncidentOrder,
  field: 'startedAt' | 'severity' | 'status',
): IncidentOrder {
  return current === `-${field}` ? field : `-${field}`;
}
