import { LoggerService } from '@backstage/backend-plugin-api';
import { LinearCall, LinearGateway, LinearItemSource } from '../linear';
import { AppliedIssues, IssueApplier } from './IssueApplier';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { lostTeams } from './lostTeams';
import { itemKey, KnownRelations, relationsOfParents } from './readingRules';
import {
  SweepCandidate,
  SweepCounts,
  SweepRecord,
  SweepStore,
} from './sweepStore';
import { SyncStore } from './SyncStore';
import { WriteGuard } from './WriteGuard';

/** Incidents that are read together: as many as one request shows the relations of. */
const BATCH = 200;
const CANDIDATES = 1_000;
/** So few may always go: a small installation is not an accident. */
const ALWAYS_ALLOWED = 20;

export interface SweepDeps {
  linear: LinearGateway;
  sweeps: SweepStore;
  syncs: SyncStore;
  known: KnownIssues;
  applier: IssueApplier;
  mapper: ItemMapper;
  writer: IncidentWriter;
  /** Share (0 to 1) of all items from which disappearing is suspicious. */
  maxDisappearing: number;
  logger: LoggerService;
}

interface SweepOptions {
  call: LinearCall;
  guard: WriteGuard;
}

/**
 * Completes the unfinished sweep, if there is one, from its cursor. First every
 * incident is read in batches. What Linear shows is stored; items that it no
 * longer shows become candidates. Then the candidates are looked up again and
 * counted, and only then removed, or held for an operator.
 *
 * @throws the gateway's errors, and ClaimLostError; the next attempt continues
 */
export async function runSweep(
  deps: SweepDeps,
  options: SweepOptions,
): Promise<void> {
  const { sweeps } = deps;
  let sweep = await sweeps.findActive();
  if (sweep?.state === 'requested') {
    sweep = await sweeps.save(sweep, { state: 'running' }, options.guard);
  }
  while (sweep && sweep.finishedAt === undefined) {
    sweep = await (sweep.cursor.phase === 'read'
      ? readBatch(deps, sweep, options)
      : removeMissing(deps, sweep, options));
  }
}

async function readBatch(
  deps: SweepDeps,
  sweep: SweepRecord,
  options: SweepOptions,
): Promise<SweepRecord> {
  const { sweeps, known, applier, mapper, writer } = deps;
  const { guard } = options;
  const { afterIncident } = sweep.cursor;
  const batch = await known.parentsBetween({
    after: afterIncident,
    limit: BATCH,
  });
  const last = batch.at(-1);
  if (!last) {
    return sweeps.save(
      sweep,
      { cursor: { ...sweep.cursor, phase: 'verify' } },
      guard,
    );
  }
  const reads = createReads(deps.linear, options.call);
  const parents = await reads.issues(issueIds(batch));
  // A second look, since a parent that is missing stops everything for its incident.
  const missed = issueIds(batch).filter(id => !parents.has(id));
  for (const [id, issue] of await reads.issues(missed)) parents.set(id, issue);
  for (const { incidentNumber, issueId } of batch) {
    if (!parents.has(issueId)) {
      await writer.write(
        {
          incidentNumber,
          parentIssueId: issueId,
          items: [],
          gone: { kind: 'these', issueIds: [] },
          parent: 'absent',
        },
        { writer: 'sweep', guard },
      );
    }
  }
  const present = batch.filter(
    ({ issueId }) => parents.get(issueId)?.trashed === false,
  );
  const children = await reads.children(issueIds(present));
  const relations = await reads.relations(present);
  const targets = [...relations.values()]
    .flatMap(ends => [...ends])
    .filter(([id, source]) => mapper.keeps(source) && !children.has(id))
    .map(([id]) => id);
  const related = await reads.issues([...new Set(targets)]);
  const seen = new Map([...parents, ...related, ...children]);
  const applied = await applier.apply([...seen.values()], {
    writer: 'sweep',
    guard,
    relations,
    relationsComplete: true,
    keepGone: true,
  });
  const stored = await known.itemsOf(
    present.map(({ incidentNumber }) => incidentNumber),
  );
  await sweeps.addCandidates(sweep.id, [
    ...applied.gone,
    ...stored.filter(
      ({ incidentNumber, issueId, source }) =>
        !seen.has(issueId) &&
        // What could not be read of an incident says nothing about its items.
        (source === 'child' || relations.has(incidentNumber)),
    ),
  ]);
  return sweeps.save(
    sweep,
    {
      cursor: { phase: 'read', afterIncident: last.incidentNumber },
      counts: addCounts(sweep.counts, {
        ...applied,
        incidents: present.length,
        items: children.size + related.size,
        requests: reads.requests(),
      }),
    },
    guard,
  );
}

/** The end of a sweep: what stays lost after a second look is counted, and removed or held. */
async function removeMissing(
  deps: SweepDeps,
  sweep: SweepRecord,
  options: SweepOptions,
): Promise<SweepRecord> {
  const { sweeps, known, logger } = deps;
  const { guard, call } = options;
  const reads = createReads(deps.linear, call);
  await verifyCandidates(deps, sweep, { ...options, reads });
  const counts = addCounts(sweep.counts, { requests: reads.requests() });
  const wouldRemove = await sweeps.countCandidates(sweep.id);
  const breaker = { wouldRemove, of: await known.countItems() };
  const lost =
    wouldRemove > 0
      ? await lostTeams(
          deps.linear,
          await sweeps.teamsOfCandidates(sweep.id),
          call,
        )
      : [];
  if (
    !sweep.acceptRemovals &&
    (lost.length > 0 || isSuspicious(breaker, deps.maxDisappearing))
  ) {
    const because =
      lost.length > 0
        ? `Linear does not show team ${lost
            .map(({ key }) => key)
            .join(', ')} any more`
        : 'that is more than incidents.sync.maxDisappearing allows';
    logger.error(
      `The full re-sync would remove ${wouldRemove} of ${breaker.of} action items and waits for an operator: ${because}`,
    );
    return sweeps.save(sweep, { state: 'held', breaker, counts }, guard);
  }
  const removed = await removeCandidates(deps, sweep, guard);
  await deps.syncs.recordSweep(sweep.startedAt);
  const completed = await sweeps.save(
    sweep,
    {
      state: 'completed',
      breaker: undefined,
      counts: addCounts(counts, { removed }),
    },
    guard,
  );
  logger.info(
    `The full re-sync is complete: ${JSON.stringify(completed.counts)}`,
  );
  return completed;
}

/** Looks again, one by one, at what was not found: only then is it gone. */
async function verifyCandidates(
  { sweeps, known, applier }: SweepDeps,
  sweep: SweepRecord,
  options: { guard: WriteGuard; reads: SweepReads },
): Promise<void> {
  const { guard, reads } = options;
  await sweeps.dropSettledCandidates(sweep.id);
  let after: SweepCandidate | undefined;
  for (;;) {
    const candidates = await sweeps.listCandidates(sweep.id, {
      after,
      limit: CANDIDATES,
    });
    if (candidates.length === 0) {
      break;
    }
    const parents = await known.parentsOf(
      candidates.map(({ incidentNumber }) => incidentNumber),
    );
    const relations = await reads.relations(
      [...parents].map(([incidentNumber, issueId]) => ({
        incidentNumber,
        issueId,
      })),
    );
    const seen = await reads.issues([...new Set(issueIds(candidates))]);
    const { gone } = await applier.apply([...seen.values()], {
      writer: 'sweep',
      guard,
      relations,
      relationsComplete: true,
      keepGone: true,
    });
    const stillGone = new Set(
      gone.map(item => itemKey(item.incidentNumber, item.issueId)),
    );
    await sweeps.dropCandidates(
      sweep.id,
      candidates.filter(
        ({ incidentNumber, issueId }) =>
          seen.has(issueId) && !stillGone.has(itemKey(incidentNumber, issueId)),
      ),
    );
    after = candidates.at(-1);
  }
  await sweeps.dropSettledCandidates(sweep.id);
}

/** Returns how many items were removed. */
async function removeCandidates(
  { sweeps, known, writer }: SweepDeps,
  sweep: SweepRecord,
  guard: WriteGuard,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const candidates = await sweeps.listCandidates(sweep.id, {
      limit: CANDIDATES,
    });
    if (candidates.length === 0) {
      return removed;
    }
    const byIncident = new Map<number, string[]>();
    for (const { incidentNumber, issueId } of candidates) {
      const ids = byIncident.get(incidentNumber) ?? [];
      byIncident.set(incidentNumber, [...ids, issueId]);
    }
    const parents = await known.parentsOf([...byIncident.keys()]);
    for (const [incidentNumber, gone] of byIncident) {
      const parentIssueId = parents.get(incidentNumber);
      if (parentIssueId === undefined) continue;
      const written = await writer.write(
        {
          incidentNumber,
          parentIssueId,
          items: [],
          gone: { kind: 'these', issueIds: gone },
        },
        { writer: 'sweep', guard },
      );
      if (written.outcome === 'written') {
        removed += written.diff.removed.length;
      }
    }
    await sweeps.dropCandidates(sweep.id, candidates);
  }
}

/**
 * Whether so many items at once wait for an operator. That many rarely go; that
 * Backstage lost access to them is the likelier story.
 */
export function isSuspicious(
  { wouldRemove, of }: { wouldRemove: number; of: number },
  maxDisappearing: number,
): boolean {
  return wouldRemove > ALWAYS_ALLOWED && wouldRemove > maxDisappearing * of;
}

type SweepReads = ReturnType<typeof createReads>;

/** Lists of many incidents, each read to its end, packed to Linear's complexity limit. */
function createReads(linear: LinearGateway, call: LinearCall) {
  let requests = 0;

  function counted<T extends { requests: number }>(read: T): T {
    requests += read.requests;
    return read;
  }

  return {
    requests: () => requests,

    /** Those of the issues that Linear shows. */
    issues: async (ids: string[]) =>
      counted(await linear.findIssues(ids, call)).issues,

    /** All sub-issues of the parents. */
    children: async (parentIds: string[]) =>
      counted(await linear.sweepChildren(parentIds, call)).issues,

    /** All relations of those parents that Linear shows; the others are not in the map. */
    async relations(
      parents: readonly { incidentNumber: number; issueId: string }[],
    ): Promise<KnownRelations> {
      const numbers = new Map(
        parents.map(({ incidentNumber, issueId }) => [issueId, incidentNumber]),
      );
      const { relations: edges, seen } = counted(
        await linear.sweepRelations([...numbers.keys()], call),
      );
      const complete = new Map<number, Map<string, LinearItemSource>>();
      for (const issueId of seen) {
        const incidentNumber = numbers.get(issueId);
        if (incidentNumber !== undefined) {
          complete.set(incidentNumber, new Map());
        }
      }
      for (const [incidentNumber, ends] of relationsOfParents(edges, numbers)) {
        complete.set(incidentNumber, ends);
      }
      return complete;
    },
  };
}

function issueIds(of: readonly { issueId: string }[]): string[] {
  return of.map(({ issueId }) => issueId);
}

function addCounts(
  counts: SweepCounts,
  more: Partial<SweepCounts & AppliedIssues>,
): SweepCounts {
  return {
    incidents: counts.incidents + (more.incidents ?? 0),
    items: counts.items + (more.items ?? 0),
    added: counts.added + (more.added ?? 0),
    changed: counts.changed + (more.changed ?? 0),
    removed: counts.removed + (more.removed ?? 0),
    unchanged: counts.unchanged + (more.unchanged ?? 0),
    requests: counts.requests + (more.requests ?? 0),
  };
}
