import { IncidentFilters } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';

/** Downloads all incidents that match filters as a CSV file, or the action items of what they affect. */
export function useCsvDownload(filters: IncidentFilters) {
  const api = useApi(incidentsApiRef);
  return useMutation({
    mutationFn: async (what: 'incidents' | 'actionItems') => {
      const { affects, overdue } = filters;
      if (what === 'incidents') {
        download('incidents.csv', await api.incidentsCsv(filters));
      } else {
        download(
          'action-items.csv',
          await api.actionItemsCsv({ affects, overdue }),
        );
      }
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
