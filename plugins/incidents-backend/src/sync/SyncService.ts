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
import { createDeltaStore, DeltaStore } from './DeltaStore';
import { refreshJob } from './refreshJob';
import { SyncStore, syncStatus } from './SyncStore';

/** The answer comes within 30 s, whatever Linear does. */
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

/** Freshness: tells it, and brings it about on view or on demand. */
export class SyncService {
  readonly #database: IncidentsDatabase;
  readonly #syncs: SyncStore;
  readonly #deltas: DeltaStore;
  readonly #jobs: JobQueue;
  readonly #parentIssues: ParentIssueStore;
  /** Whether there is a Linear to sync with. */
  readonly #isConfigured: boolean;
  readonly #throttleMilliseconds: number;

  constructor(options: {
    database: IncidentsDatabase;
    syncs: SyncStore;
    jobs: JobQueue;
    parentIssues: ParentIssueStore;
    isConfigured: boolean;
    throttleMilliseconds: number;
  }) {
    this.#database = options.database;
    this.#syncs = options.syncs;
    this.#deltas = createDeltaStore(options);
    this.#jobs = options.jobs;
    this.#parentIssues = options.parentIssues;
    this.#isConfigured = options.isConfigured;
    this.#throttleMilliseconds = options.throttleMilliseconds;
  }

  /**
   * Freshness for a reader, and a refresh in the background if it is due. Never
   * waits for Linear; what failed for good is resumed by a person, not by a view.
   */
  async onView(incidentNumber: number): Promise<SyncStatus> {
    const status = await this.status(incidentNumber);
    const isDue = status.stale && status.error === undefined;
    if (!this.#isConfigured || !isDue || status.refreshing) {
      return status;
    }
    await this.#jobs.enqueue(this.#database.knex, refreshJob(incidentNumber));
    return { ...status, refreshing: true };
  }

  async status(incidentNumber: number): Promise<SyncStatus> {
    const [now, sync, job, parent, delta] = await Promise.all([
      this.#database.now(),
      this.#syncs.find(incidentNumber),
      this.#jobs.find('refresh', String(incidentNumber)),
      this.#parentIssues.find(incidentNumber),
      this.#deltas.read(),
    ]);
    return syncStatus({
      sync,
      job,
      parentStatus: parent?.status,
      deltaStartedAt: delta.lastCompleteStartedAt,
      throttleMilliseconds: this.#throttleMilliseconds,
      now,
    });
  }

  /**
   * A refresh that a person waits for: returns once a complete read that began
   * after this call has succeeded, whoever made it.
   *
   * @throws RetryLaterError when it fails, takes too long, or while there is
   * nothing to read yet; ConflictError where there never will be by itself
   */
  async force(incidentNumber: number): Promise<SyncResult> {
    if (!this.#isConfigured) {
      throw new ConflictError(
        'Linear is not configured, so there is nothing to sync with; configure incidents.linear',
      );
    }
    const parent = await this.#parentIssues.find(incidentNumber);
    if (!parent || parent.status === 'pending') {
      const creation = await this.#jobs.find(
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
      // Whoever presses the button wants it now, not at the end of a back-off.
      await this.#jobs.enqueue(this.#database.knex, {
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
    const enqueued = await this.#jobs.enqueue(this.#database.knex, {
      ...refreshJob(incidentNumber),
      priority: 'interactive',
    });
    const waited = await waitForJob(this.#jobs, enqueued, {
      timeoutMs: FORCED_WITHIN_MS,
    });
    switch (waited.outcome) {
      case 'completed': {
        const refreshed = refreshOutcomeSchema.safeParse(waited.result);
        return {
          // One read may serve many requests; it counts as made for one of them.
          outcome: waited.isOwn ? 'synced' : 'alreadyRunning',
          stats: refreshed.data?.stats ?? NOTHING_READ,
          sync: await this.status(incidentNumber),
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
}
