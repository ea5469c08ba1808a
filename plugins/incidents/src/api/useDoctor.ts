import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** The checks of the set-up; they run when `refetch` is called, since they send requests to Linear. */
export function useDoctor() {
  const api = useApi(incidentsApiRef);
  return useQuery({
    queryKey: queryKeys.doctor(),
    queryFn: ({ signal }) => api.getDoctorReport({ signal }),
    enabled: false,
  });
}
