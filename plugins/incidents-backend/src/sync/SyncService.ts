import {
  reason,
  SyncResult,
  SyncStats,
  syncStatsSchema,
  SyncStatus,
} from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { RetryLaterError } from '../RetryLaterError';
import { JobQueue, waitForJob } from '../jobs';
import { createDeltaStore } from './delta';
import { refreshJob, SyncStore, syncStatus } from './SyncStore';

/** The response comes within 30 s, whatever Linear does. */
const FORCED_WITHIN_MS = 28_000;
const RETRY_AFTER_SECONDS = 5;
const NOTHING_READ: SyncStats = {
  added: 0,
  changed: 0,
  removed: 0,
  unchanged: 0,
  requests: 0,
};
const refreshOutcomeSchema = z.object({
  outcome: z.literal('synced'),
  stats: syncStatsSchema,
});

/** Says how fresh an incident is, and refreshes it on view or on demand. */
export type SyncService = ReturnType<typeof createSyncService>;

export function createSyncService(deps: {
  database: IncidentsDatabase;
  syncs: SyncStore;
  jobs: JobQueue;
  parentIssues: ParentIssueStore;
  /** Whether there is a Linear to sync with. */
  isConfigured: boolean;
  throttleMilliseconds: number;
}) {
  const { database, syncs, jobs, parentIssues } = deps;
  const deltas = createDeltaStore(deps);

  /**
   * Freshness for a reader, and a refresh in the background if it is due. Never
   * waits for Linear; a job that failed permanently is retried by a person, not by a view.
   */
  async function onView(incidentNumber: number): Promise<SyncStatus> {
    const status = await readStatus(incidentNumber);
    const isDue = status.stale && status.error === undefined;
    if (!deps.isConfigured || !isDue || status.refreshing) {
      return status;
    }
    await jobs.enqueue(database.knex, refreshJob(incidentNumber));
    return { ...status, refreshing: true };
  }

  async function readStatus(incidentNumber: number): Promise<SyncStatus> {
    const [now, sync, job, parent, delta] = await Promise.all([
      database.now(),
      syncs.find(incidentNumber),
      jobs.find('refresh', String(incidentNumber)),
      parentIssues.find(incidentNumber),
      deltas.read(),
    ]);
    return syncStatus({
      sync,
      job,
      parentStatus: parent?.status,
      deltaStartedAt: delta.lastCompleteStartedAt,
      throttleMilliseconds: deps.throttleMilliseconds,
      now,
    });
  }

  /**
   * A refresh that a person waits for: returns once a complete read that began
   * after this call has succeeded, including a read by another job.
   *
   * @throws RetryLaterError when it fails, takes too long, or while there is
   * nothing to read yet; ConflictError if it cannot succeed without a person
   */
  async function force(incidentNumber: number): Promise<SyncResult> {
    if (!deps.isConfigured) {
      throw new ConflictError(
        'Linear is not configured, so action items cannot be synced; configure incidents.linear',
      );
    }
    const parent = await parentIssues.find(incidentNumber);
    if (!parent || parent.status === 'pending') {
      const creation = await jobs.find(
        'reconcileParent',
        String(incidentNumber),
      );
      if (creation?.state === 'escalated') {
        throw new ConflictError(
          `The parent issue could not be created: ${
            creation.reason?.message ?? 'see the operations page'
          }. Retry it, or link an existing issue.`,
        );
      }
      // A person who presses the button waits for it, so skip the back-off.
      await jobs.enqueue(database.knex, {
        kind: 'reconcileParent',
        key: String(incidentNumber),
        incidentNumber,
        priority: 'interactive',
      });
      throw new RetryLaterError(
        'The parent issue is not in Linear yet; it is being created',
        RETRY_AFTER_SECONDS,
      );
    }
    const enqueued = await jobs.enqueue(database.knex, {
      ...refreshJob(incidentNumber),
      priority: 'interactive',
    });
    const waited = await waitForJob(jobs, enqueued, {
      timeoutMs: FORCED_WITHIN_MS,
    });
    switch (waited.outcome) {
      case 'completed': {
        const refreshed = refreshOutcomeSchema.safeParse(waited.result);
        return {
          // One read may serve many requests; it counts as made for one of them.
          outcome: waited.isOwn ? 'synced' : 'alreadyRunning',
          stats: refreshed.data?.stats ?? NOTHING_READ,
          sync: await readStatus(incidentNumber),
        };
      }
      case 'failed':
        throw new RetryLaterError(
          waited.reason ?? reason('needsAttention'),
          RETRY_AFTER_SECONDS,
        );
      case 'timedOut':
        throw new RetryLaterError(
          reason('linearTimedOut'),
          RETRY_AFTER_SECONDS,
        );
      default:
        throw new Error(`Unknown outcome ${waited satisfies never}`);
    }
  }

  return { onView, status: readStatus, force };
}
