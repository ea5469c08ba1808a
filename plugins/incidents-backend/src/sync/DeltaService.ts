import { LoggerService } from '@backstage/backend-plugin-api';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Lease, Leases } from '../database/Leases';
import {
  isLinearError,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { ChangedRelations } from './ChangedRelations';
import { DeltaStore } from './DeltaStore';
import { IssueApplier } from './IssueApplier';
import { ClaimLostError } from '../jobs';
import { ChangedRelation } from './SettledRelations';
import { FIRST_DELTA_SINCE, later, nextWatermark } from './watermark';

const LEASE_MILLISECONDS = 90_000;

/** What became of a delta. */
export type DeltaOutcome =
  | {
      outcome: 'complete';
      requests: number;
      /** Issues that Linear told, ours or not. */
      seen: number;
      added: number;
      changed: number;
      removed: number;
    }
  /** Another replica is at it. */
  | { outcome: 'alreadyRunning' };

/**
 * Reads everything that changed in the workspace since the watermark, in one
 * request while it fits a page, and applies what concerns incidents. Work grows
 * with what changed, not with the number of incidents.
 */
export class DeltaService {
  readonly #database: IncidentsDatabase;
  readonly #leases: Leases;
  readonly #linear: LinearGateway;
  readonly #store: DeltaStore;
  readonly #applier: IssueApplier;
  readonly #relations: ChangedRelations;
  readonly #logger: LoggerService;
  readonly #onComplete: (milliseconds: number) => void;
  readonly #onIssues: (issues: readonly LinearIssue[]) => Promise<void>;

  constructor(options: {
    database: IncidentsDatabase;
    leases: Leases;
    linear: LinearGateway;
    store: DeltaStore;
    applier: IssueApplier;
    relations: ChangedRelations;
    logger: LoggerService;
    /** Told how long a complete delta took. */
    onComplete?: (milliseconds: number) => void;
    /** Told every page of issues, ours or not, before the watermark moves. */
    onIssues?: (issues: readonly LinearIssue[]) => Promise<void>;
  }) {
    this.#database = options.database;
    this.#leases = options.leases;
    this.#linear = options.linear;
    this.#store = options.store;
    this.#applier = options.applier;
    this.#relations = options.relations;
    this.#logger = options.logger;
    this.#onComplete = options.onComplete ?? (() => {});
    this.#onIssues = options.onIssues ?? (async () => {});
  }

  /** For the scheduler: a failure is logged, the watermark stays, the next tick tries again. */
  async tick(signal: AbortSignal): Promise<void> {
    try {
      await this.run(signal);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isLinearError(error) || error instanceof ClaimLostError) {
        this.#logger.warn(
          `The delta did not complete and will be repeated: ${error.message}`,
        );
        return;
      }
      throw error;
    }
  }

  /** @throws the gateway's errors; what was applied by then is applied, the watermark is where it was */
  async run(signal: AbortSignal): Promise<DeltaOutcome> {
    const lease = await this.#leases.acquire({
      key: 'delta',
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) {
      return { outcome: 'alreadyRunning' };
    }
    try {
      return await this.#run(lease, { priority: 'background', signal });
    } finally {
      await lease.release();
    }
  }

  async #run(lease: Lease, call: LinearCall): Promise<DeltaOutcome> {
    const startedAt = await this.#database.now();
    const progress = await this.#store.read();
    const since = progress.watermark ?? FIRST_DELTA_SINCE;
    const totals = { requests: 0, seen: 0, added: 0, changed: 0, removed: 0 };
    let greatest: string | undefined;
    let relations: ChangedRelation[] = [];
    let after: string | undefined;
    do {
      const page = await this.#linear.changesSince({ since, after }, call);
      totals.requests += 1;
      totals.seen += page.issues.length;
      await this.#onIssues(page.issues);
      for (const issue of page.issues) {
        greatest = later(greatest, issue.updatedAt);
      }
      add(
        totals,
        await this.#applier.apply(page.issues, {
          writer: 'delta',
          guard: lease,
        }),
      );
      if (page.relations) {
        const read = await this.#relations.readSince(
          page.relations,
          progress.watermark,
          call,
        );
        relations = read.relations;
        totals.requests += read.requests;
      }
      after = page.next;
      await keep(lease);
    } while (after !== undefined);
    if (relations.length > 0) {
      const read = await this.#relations.apply(relations, {
        guard: lease,
        call,
      });
      totals.requests += read.requests;
      add(totals, read);
    }
    await this.#store.complete({
      progress,
      watermark: nextWatermark(progress.watermark, greatest),
      startedAt,
      lease,
    });
    const finishedAt = await this.#database.now();
    this.#relations.settle(relations);
    this.#onComplete(finishedAt.getTime() - startedAt.getTime());
    return { outcome: 'complete', ...totals };
  }
}

function add(
  totals: { added: number; changed: number; removed: number },
  applied: { added: number; changed: number; removed: number },
): void {
  totals.added += applied.added;
  totals.changed += applied.changed;
  totals.removed += applied.removed;
}

async function keep(lease: Lease): Promise<void> {
  if (!(await lease.renew())) {
    throw new ClaimLostError('delta');
  }
}
