import { SyncResult, SyncStatus } from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { RetryLaterError } from '../RetryLaterError';
import { WorkStore } from '../work/WorkStore';
import { RefreshOutcome, RefreshService } from './RefreshService';
import { SyncStore, syncStatus } from './SyncStore';

const FORCED_WITHIN_MILLISECONDS = 28_000;

/** Freshness: tells it, and brings it about on view or on demand. */
export class SyncService {
  readonly #database: IncidentsDatabase;
  readonly #syncs: SyncStore;
  readonly #work: WorkStore;
  readonly #parentIssues: ParentIssueStore;
  /** Absent while Linear is not configured. */
  readonly #refresh: RefreshService | undefined;
  readonly #throttleMilliseconds: number;
  readonly #wakeWorker: () => void;

  constructor(options: {
    database: IncidentsDatabase;
    syncs: SyncStore;
    work: WorkStore;
    parentIssues: ParentIssueStore;
    refresh?: RefreshService;
    throttleMilliseconds: number;
    wakeWorker: () => void;
  }) {
    this.#database = options.database;
    this.#syncs = options.syncs;
    this.#work = options.work;
    this.#parentIssues = options.parentIssues;
    this.#refresh = options.refresh;
    this.#throttleMilliseconds = options.throttleMilliseconds;
    this.#wakeWorker = options.wakeWorker;
  }

  /**
   * Freshness for a requester, and a refresh in the background if it is due. Never
   * waits for Linear; a refresh that is already due is not asked for twice.
   */
  async onView(incidentNumber: number): Promise<SyncStatus> {
    const status = await this.status(incidentNumber);
    // A failure is no freshness: the throttle does not make it wait.
    const isDue = status.stale || status.error !== undefined;
    if (!this.#refresh || !isDue || status.refreshing) {
      return status;
    }
    const requested = await this.#work.requestIfAbsent(this.#database.knex, {
      kind: 'refresh',
      key: String(incidentNumber),
      incidentNumber,
    });
    if (!requested) {
      return status;
    }
    this.#wakeWorker();
    return { ...status, refreshing: true };
  }

  async status(incidentNumber: number): Promise<SyncStatus> {
    const [now, sync, work, parent] = await Promise.all([
      this.#database.now(),
      this.#syncs.find(incidentNumber),
      this.#work.find({ kind: 'refresh', key: String(incidentNumber) }),
      this.#parentIssues.find(incidentNumber),
    ]);
    return syncStatus({
      sync,
      work,
      readable: parent?.status === 'linked' || parent?.status === 'missing',
      throttleMilliseconds: this.#throttleMilliseconds,
      now,
    });
  }

  /**
   * A refresh that a person waits for.
   *
   * @throws the gateway's errors, RetryLaterError while there is
   * nothing to read yet, ConflictError where there never will be by itself
   */
  async force(incidentNumber: number): Promise<SyncResult> {
    if (!this.#refresh) {
      throw new ConflictError(
        'Linear is not configured, so there is nothing to sync with; configure incidents.linear',
      );
    }
    const parent = await this.#parentIssues.find(incidentNumber);
    if (parent?.status === 'failed') {
      throw new ConflictError(
        `The parent issue could not be created: ${
          parent.reason ?? 'see the operations page'
        }. Retry it, or link an existing issue.`,
      );
    }
    if (!parent || parent.status === 'pending') {
      // Whoever presses the button wants it now, not at the end of a back-off.
      await this.#work.request(this.#database.knex, {
        kind: 'parentIssue',
        key: String(incidentNumber),
        incidentNumber,
      });
      this.#wakeWorker();
      throw new RetryLaterError(
        'The parent issue is not in Linear yet; it will be created by itself, and is being tried right now',
        5,
      );
    }
    const refreshed = await this.#refreshInTime(this.#refresh, incidentNumber);
    if (refreshed.outcome === 'synced') {
      await this.#work.forget({
        kind: 'refresh',
        key: String(incidentNumber),
      });
    }
    return {
      outcome: refreshed.outcome === 'synced' ? 'synced' : 'alreadyRunning',
      stats:
        refreshed.outcome === 'synced'
          ? refreshed.stats
          : { added: 0, changed: 0, removed: 0, unchanged: 0, requests: 0 },
      sync: await this.status(incidentNumber),
    };
  }

  async #refreshInTime(
    refresh: RefreshService,
    incidentNumber: number,
  ): Promise<RefreshOutcome> {
    const signal = AbortSignal.timeout(FORCED_WITHIN_MILLISECONDS);
    try {
      return await refresh.refresh(incidentNumber, {
        priority: 'interactive',
        signal,
      });
    } catch (error) {
      if (signal.aborted) {
        throw new RetryLaterError(
          'Linear did not answer in time; nothing was changed, try again',
          5,
        );
      }
      throw error;
    }
  }
}
