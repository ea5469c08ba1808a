import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { listAllIncidents } from './listAllIncidents';
import { queryKeys } from './queryKeys';

/** The newest incidents, as many as the charts draw. */
export function useChartIncidents() {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: [...queryKeys.incidentLists(), 'charts'],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      listAllIncidents({ api, signal, filters: { orderBy: '-createdAt' } }),
  });
}
