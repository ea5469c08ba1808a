import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  IssueChangesPage,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { ChangedRelations } from './ChangedRelations';
import { DeltaStore } from './DeltaStore';
import { IssueApplier } from './IssueApplier';
import { FIRST_DELTA_SINCE, later, nextWatermark } from './watermark';
import { WriteGuard } from './WriteGuard';

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
  options: { call: LinearCall; guard: WriteGuard },
): Promise<void> {
  const { database, linear, deltas, applier } = deps;
  const { call, guard } = options;
  const startedAt = await database.now();
  let progress = await deltas.read();
  const since = progress.watermark ?? FIRST_DELTA_SINCE;
  const first = await linear.changesSince(since, call);
  const { respondedAt } = first;
  let page: IssueChangesPage = first;
  let readUpTo: string | undefined;
  let isInOrder = true;
  for (;;) {
    await deps.onIssues?.(page.issues);
    await applier.apply(page.issues, { writer: 'delta', guard });
    if (page === first) {
      await deps.relations.apply(first.relations, {
        since: progress.watermark,
        call,
        guard,
      });
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
      progress = await deltas.advance(progress, watermark, guard);
    }
    page = await linear.moreChanges(page.next, call);
  }
  const watermark = nextWatermark(progress.watermark, {
    readUpTo,
    respondedAt,
    isComplete: true,
  });
  await deltas.complete(progress, { watermark, startedAt }, guard);
  const finishedAt = await database.now();
  deps.onDelta?.(finishedAt.getTime() - startedAt.getTime());
}
