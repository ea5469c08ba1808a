import {
  CreateNoteInput,
  Timeline,
} from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import {
  InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useRefetchOnSignal } from './useRefetchOnSignal';

const PAGE_SIZE = 100;

/** What happened to one incident, newest first, kept fresh by signals and polling. */
export function useTimeline(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  const queryKey = queryKeys.timeline(incidentRef);
  const signals = useRefetchOnSignal({ queryKey, incidentRef });
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam: cursor, signal }) =>
      api.getTimeline(incidentRef, { limit: PAGE_SIZE, cursor }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Timeline) => page.nextCursor,
    select: ({ pages }: InfiniteData<Timeline>) =>
      pages.flatMap(page => page.items),
    refetchInterval: signals ? 60_000 : 30_000,
  });
}

function useNoteMutation<T>(
  incidentRef: string,
  mutationFn: (input: T) => Promise<unknown>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      queryClient.invalidateQueries({
        queryKey: queryKeys.timeline(incidentRef),
      }),
  });
}

/** Adds a note; succeeds once the timeline shows it. */
export function useAddNote(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  return useNoteMutation(incidentRef, (body: CreateNoteInput) =>
    api.addNote(incidentRef, body),
  );
}

/** Deletes a note of the user's own. */
export function useDeleteNote(incidentRef: string) {
  const api = useApi(incidentsApiRef);
  return useNoteMutation(incidentRef, (id: string) =>
    api.deleteNote(incidentRef, id),
  );
}
