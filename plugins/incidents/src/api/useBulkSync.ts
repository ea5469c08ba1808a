import { SyncStats } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { describeFailure } from './describeFailure';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';

/** Syncs at the same time; each may wait for Linear. */
const AT_ONCE = 3;

/** The result of syncing several incidents. */
export interface BulkSyncResult {
  synced: { ref: string; stats: SyncStats }[];
  failed: { ref: string; error: unknown }[];
  /** Not tried, because the limit of forced syncs was reached. */
  remaining: string[];
  /** The response that says so. */
  limit?: unknown;
}

/** Syncs incidents with Linear, a few at a time, until all are done or the limit of a minute is reached. */
export function useBulkSync() {
  const api = useApi(incidentsApiRef);
  const queryClient = useQueryClient();
  const [done, setDone] = useState(0);
  const mutation = useMutation({
    mutationFn: async (refs: readonly string[]): Promise<BulkSyncResult> => {
      setDone(0);
      const waiting = [...refs];
      const result: BulkSyncResult = { synced: [], failed: [], remaining: [] };
      const work = async () => {
        for (
          let ref = waiting.shift();
          ref !== undefined;
          ref = waiting.shift()
        ) {
          try {
            const { stats } = await api.syncIncident(ref);
            result.synced.push({ ref, stats });
          } catch (error) {
            if (describeFailure(error).reason?.code === 'tooManyRequests') {
              result.limit = error;
              result.remaining.push(ref, ...waiting.splice(0));
            } else {
              result.failed.push({ ref, error });
            }
          }
          setDone(count => count + 1);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return result;
    },
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: queryKeys.incidentLists() }),
  });
  return { ...mutation, done };
}
