import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/columns';
import { DeltaRow } from '../database/tables';
import {
  ConflictListener,
  expectApplied,
  updateVersioned,
} from '../database/updateVersioned';
import { IssueChangesPage, LinearGateway, LinearIssue } from '../linear';
import { ChangedRelations } from './ChangedRelations';
import { IssueApplier } from './IssueApplier';
import { ReadingJob, WriteGuard } from './WriteGuard';

const NAME = 'workspace';

/** Issues may become visible this much later than their `updatedAt` says. */
const OVERLAP_MS = 120_000;

/**
 * Before there is a watermark: as far back as this, by Linear's own clock, which
 * reads it as a duration. What is older, the first sweep reads.
 */
const FIRST_DELTA_SINCE = '-P1D';

/**
 * The next watermark, by Linear's clock only: the later of the instants, less
 * the overlap, and never earlier than the present one. Nor later than the first
 * response, since relations were read with that and not since. Instants are
 * ISO 8601; what is not an instant is ignored.
 */
export function nextWatermark(
  present: string | undefined,
  read: {
    /** Greatest `updatedAt` up to which every change was read. */
    readUpTo: string | undefined;
    /** `Date` header of the first response. */
    respondedAt: string | undefined;
    /** Every page was read, so nothing else had changed when Linear responded. */
    isComplete: boolean;
  },
): string | undefined {
  const respondedAt = toMs(read.respondedAt);
  const latest = Math.max(
    toMs(read.readUpTo) ?? -Infinity,
    (read.isComplete ? respondedAt : undefined) ?? -Infinity,
  );
  const next = Math.min(latest - OVERLAP_MS, respondedAt ?? Infinity);
  return next > (toMs(present) ?? -Infinity)
    ? new Date(next).toISOString()
    : present;
}

/** How far the delta is. */
export interface DeltaProgress {
  version: number;
  /** ISO 8601 by Linear's clock; absent before the first delta that saw an issue. */
  watermark: string | undefined;
  /** By the database's clock. */
  lastCompleteStartedAt: Date | undefined;
  lastCompleteAt: Date | undefined;
}

/** The delta's watermark, and when it was last complete by the database's clock. */
export type DeltaStore = ReturnType<typeof createDeltaStore>;

export function createDeltaStore(deps: {
  database: IncidentsDatabase;
  onConflict?: ConflictListener;
}) {
  const { database } = deps;

  async function read(): Promise<DeltaProgress> {
    const row = await database
      .knex<DeltaRow>('deltas')
      .where({ name: NAME })
      .first();
    if (!row) {
      throw new Error('The delta has no row; run the migrations');
    }
    return toProgress(row);
  }

  return {
    read,

    /** Seconds between the start of the last complete delta and now, by the database's clock. */
    async lagSeconds(): Promise<number | undefined> {
      const { lastCompleteStartedAt } = await read();
      if (!lastCompleteStartedAt) {
        return undefined;
      }
      const now = await database.now();
      const lagMs = now.getTime() - lastCompleteStartedAt.getTime();
      return Math.max(0, lagMs / 1_000);
    },

    /** @throws ClaimLostError when the guard's job was taken over */
    async save(
      progress: DeltaProgress,
      update: Partial<DeltaRow>,
      guard: WriteGuard,
    ): Promise<DeltaProgress> {
      return database.knex.transaction(async tx => {
        const result = await updateVersioned<DeltaRow>({
          knex: tx,
          table: 'deltas',
          where: { name: NAME },
          expectedVersion: progress.version,
          writer: 'delta',
          update,
          onConflictTelemetry: deps.onConflict,
        });
        const row = expectApplied(result, 'delta');
        await guard(tx, 'delta');
        return toProgress(row);
      });
    },
  };
}

function toProgress(row: DeltaRow): DeltaProgress {
  const { last_complete_started_at: startedAt, last_complete_at: at } = row;
  return {
    version: row.version,
    watermark: row.watermark ?? undefined,
    lastCompleteStartedAt: startedAt === null ? undefined : toDate(startedAt),
    lastCompleteAt: at === null ? undefined : toDate(at),
  };
}

/**
 * Reads everything that changed in the workspace since the watermark, in one
 * request while it fits a page, and applies what concerns incidents. Work grows
 * with what changed, not with the number of incidents.
 *
 * The watermark moves with every page, so an interrupted delta continues
 * from there. Relations come with the first page, and are applied before it
 * moves at all: the next attempt would not look for them that far back.
 *
 * @throws the gateway's errors, and ClaimLostError
 */
export async function runDelta(
  deps: {
    database: IncidentsDatabase;
    linear: LinearGateway;
    deltas: DeltaStore;
    applier: IssueApplier;
    relations: ChangedRelations;
    /** Called with the duration of each complete delta, in milliseconds. */
    onDelta?: (milliseconds: number) => void;
    /** Called with every page of issues, ours or not, before the watermark moves. */
    onIssues?: (issues: readonly LinearIssue[]) => Promise<void>;
  },
  job: ReadingJob,
): Promise<void> {
  const { database, linear, deltas, applier } = deps;
  const { call, guard, startedAt } = job;
  let progress = await deltas.read();
  const since = progress.watermark ?? FIRST_DELTA_SINCE;
  const first = await linear.changesSince(since, call);
  const { respondedAt } = first;
  let page: IssueChangesPage = first;
  let readUpTo: string | undefined;
  let isInOrder = true;
  for (;;) {
    await deps.onIssues?.(page.issues);
    await applier.apply(page.issues, { writer: 'delta', guard, startedAt });
    if (page === first) {
      await deps.relations.apply(first.relations, progress.watermark, job);
    }
    for (const { updatedAt } of page.issues) {
      isInOrder &&= later(readUpTo, updatedAt) === updatedAt;
      readUpTo = later(readUpTo, updatedAt);
    }
    if (page.next === undefined) {
      break;
    }
    const watermark = nextWatermark(progress.watermark, {
      readUpTo,
      respondedAt,
      isComplete: false,
    });
    if (isInOrder && watermark !== progress.watermark) {
      progress = await deltas.save(progress, { watermark }, guard);
    }
    page = await linear.moreChanges(page.next, call);
  }
  const watermark = nextWatermark(progress.watermark, {
    readUpTo,
    respondedAt,
    isComplete: true,
  });
  const finishedAt = await database.now();
  await deltas.save(
    progress,
    {
      watermark: watermark ?? null,
      last_complete_started_at: startedAt,
      last_complete_at: finishedAt,
    },
    guard,
  );
  deps.onDelta?.(finishedAt.getTime() - startedAt.getTime());
}

/** The later of two instants in ISO 8601; the second if they are the same. */
function later(a: string | undefined, b: string): string {
  return a !== undefined && Date.parse(a) > Date.parse(b) ? a : b;
}

function toMs(instant: string | undefined): number | undefined {
  const ms = Date.parse(instant ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
