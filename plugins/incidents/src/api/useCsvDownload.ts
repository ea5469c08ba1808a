import { IncidentFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation } from '@tanstack/react-query';
import { actionItemsCsv, incidentsCsv } from '../components/incidents/csv';
import { incidentsApiRef } from './incidentsApiRef';

/** The most rows that one request returns. */
const LIMIT = 200;

async function readAll<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<{
    items: T[];
    nextCursor?: string;
  }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: LIMIT, ...(cursor ? { cursor } : {}) });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

/** Downloads all incidents that match filters, or their action items, as a CSV file. */
export function useCsvDownload(filters: IncidentFilters) {
  const api = useApi(incidentsApiRef);
  return useMutation({
    mutationFn: async (what: 'incidents' | 'actionItems') => {
      const incidents = await readAll(page =>
        api.listIncidents({ ...filters, ...page }),
      );
      if (what === 'incidents') {
        download('incidents.csv', incidentsCsv(incidents));
        return;
      }
      const refs = new Set(incidents.map(({ ref }) => ref));
      const { affects, overdue } = filters;
      const items = await readAll(page =>
        api.findActionItems({
          ...(affects ? { affects } : {}),
          ...(overdue ? { overdue } : {}),
          ...page,
        }),
      );
      download(
        'action-items.csv',
        actionItemsCsv(items.filter(({ incident }) => refs.has(incident.ref))),
      );
    },
  });
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(
    // The mark makes spreadsheets read it as UTF-8.
    new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
