/** Filters of a list call; a list means any of its values. @public */
export type IncidentFilters = Partial<
  Record<
    | 'status'
    | 'severity'
    | 'visibility'
    | 'lead'
    | 'affects'
    | 'label'
    | 'team',
    string[]
  > & {
    q: string;
    hasOpenActionItems: boolean;
    overdue: boolean;
    needsAttention: boolean;
    orderBy: string;
    limit: number;
    cursor: string;
  }
>;

/** Filters of `findActionItems`; a list means any of its values. @public */
export type ActionItemFilters = Partial<
  Record<'assignee' | 'affects' | 'status', string[]> & {
    overdue: boolean;
    limit: number;
    cursor: string;
  }
>;

/** Filters as a query string with its `?`, or an empty string without filters. */
export function queryString(filters: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filters)) {
    for (const entry of Array.isArray(value) ? value : [value]) {
      if (entry !== undefined && entry !== '') {
        query.append(key, String(entry));
      }
    }
  }
  return query.size === 0 ? '' : `?${query}`;
}
