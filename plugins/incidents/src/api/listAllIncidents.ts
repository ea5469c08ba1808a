import {
  Incident,
  IncidentFilters,
} from '@backstage-incidents/incidents-common';
import { IncidentsApi } from './incidentsApiRef';

const PAGE = 200;
const MAX_PAGES = 5;

/**
 * Incidents of several pages at once, for numbers and charts: at most a
 * thousand, the newest; `complete` tells whether that was all.
 */
export async function listAllIncidents(options: {
  api: IncidentsApi;
  filters: IncidentFilters;
  signal: AbortSignal;
}): Promise<{ incidents: Incident[]; total: number; complete: boolean }> {
  const { api, filters, signal } = options;
  const incidents: Incident[] = [];
  let cursor: string | undefined;
  let total = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await api.listIncidents(
      { ...filters, limit: PAGE, ...(cursor ? { cursor } : {}) },
      { signal },
    );
    incidents.push(...answer.items);
    total = answer.totalItems;
    cursor = answer.nextCursor;
    if (!cursor) return { incidents, total, complete: true };
  }
  return { incidents, total, complete: false };
}
