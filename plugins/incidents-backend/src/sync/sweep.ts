import { LoggerService } from '@backstage/backend-plugin-api';
import { IncidentsSettings } from '../config';
import { chunk, LinearCall, LinearGateway, LinearItemSource } from '../linear';
import { IssueApplier } from './IssueApplier';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { KnownIssues, KnownParent } from './KnownIssues';
import { lostTeams } from './refresh';
import { itemKey, KnownRelations, relationsOfParents } from './readingRules';
import {
  SweepCandidate,
  SweepCounts,
  SweepCursor,
  SweepRecord,
  SweepStore,
} from './sweepStore';
import { SyncStore } from './SyncStore';
import { ReadingJob } from './WriteGuard';

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
  settings: Pick<IncidentsSettings, 'sync'>;
  logger: LoggerService;
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
  job: ReadingJob,
): Promise<void> {
  const { sweeps } = deps;
  let sweep = await sweeps.findActive();
  if (sweep?.state === 'requested') {
    sweep = await sweeps.save(sweep, { state: 'running' }, job.guard);
  }
  while (sweep && sweep.finishedAt === undefined) {
    sweep = await (sweep.cursor.phase === 'read'
      ? readBatch(deps, sweep, job)
      : removeMissing(deps, sweep, job));
  }
}

async function readBatch(
  deps: SweepDeps,
  sweep: SweepRecord,
  { call, ...job }: ReadingJob,
): Promise<SweepRecord> {
  const { sweeps, known, applier, mapper, writer } = deps;
  const batch = await known.parentsAfter(sweep.cursor.afterIncident, BATCH);
  const last = batch.at(-1);
  if (!last) {
    const cursor: SweepCursor = { ...sweep.cursor, phase: 'verify' };
    return sweeps.save(sweep, { cursor }, job.guard);
  }
  const reads = createReads(deps.linear, call);
  const parents = await reads.issues(idsOf(batch));
  // A second look, since a parent that is missing stops everything for its incident.
  const missed = idsOf(batch).filter(id => !parents.has(id));
  for (const [id, issue] of await reads.issues(missed)) parents.set(id, issue);
  for (const { incidentNumber, issueId } of batch) {
    if (!parents.has(issueId)) {
      await writer.write(
        { incidentNumber, parentIssueId: issueId, parent: 'absent' },
        { writer: 'sweep', ...job },
      );
    }
  }
  const present = batch.filter(
    ({ issueId }) => parents.get(issueId)?.trashed === false,
  );
  const children = await reads.children(idsOf(present));
  const relations = await reads.relations(present);
  const related = await reads.issues(
    [...relations.values()]
      .flatMap(ends => [...ends])
      .filter(([id, source]) => mapper.keeps(source) && !children.has(id))
      .map(([id]) => id),
  );
  const seen = new Map([...parents, ...related, ...children]);
  const { gone, ...applied } = await applier.apply([...seen.values()], {
    writer: 'sweep',
    ...job,
    relations,
    relationsComplete: true,
    keepGone: true,
  });
  const stored = await known.itemsOf(
    present.map(({ incidentNumber }) => incidentNumber),
  );
  await sweeps.addCandidates(sweep.id, [
    ...gone,
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
    job.guard,
  );
}

/** The end of a sweep: what stays lost after a second look is counted, and removed or held. */
async function removeMissing(
  deps: SweepDeps,
  sweep: SweepRecord,
  { call, ...job }: ReadingJob,
): Promise<SweepRecord> {
  const { sweeps, known, linear, logger, writer } = deps;
  const { maxDisappearing } = deps.settings.sync;
  const reads = createReads(linear, call);
  const gone = await verifyCandidates(deps, sweep, { ...job, reads });
  const counts = addCounts(sweep.counts, { requests: reads.requests() });
  const breaker = { wouldRemove: gone.length, of: await known.countItems() };
  const teams = gone.map(({ team }) => team);
  const lost = await lostTeams(linear, teams, call);
  if (
    !sweep.acceptRemovals &&
    (lost.length > 0 || isSuspicious(breaker, maxDisappearing))
  ) {
    const because =
      lost.length > 0
        ? `Linear does not show team ${lost
            .map(({ key }) => key)
            .join(', ')} any more`
        : 'that is more than incidents.sync.maxDisappearing allows';
    logger.error(
      `The full re-sync would remove ${breaker.wouldRemove} of ${breaker.of} action items and waits for an operator: ${because}`,
    );
    return sweeps.save(sweep, { state: 'held', breaker, counts }, job.guard);
  }
  for (const { incidentNumber, issueId } of await known.parentsOf(
    gone.map(item => item.incidentNumber),
  )) {
    const ofIncident = gone.filter(
      item => item.incidentNumber === incidentNumber,
    );
    const written = await writer.write(
      {
        incidentNumber,
        parentIssueId: issueId,
        gone: { kind: 'these', issueIds: idsOf(ofIncident) },
      },
      { writer: 'sweep', ...job },
    );
    if (written.outcome === 'written') {
      counts.removed += written.diff.removed.length;
    }
  }
  await sweeps.forgetCandidates(sweep.id);
  await deps.syncs.recordSweep(sweep.startedAt);
  const completed = await sweeps.save(
    sweep,
    { state: 'completed', breaker: undefined, counts },
    job.guard,
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
  { reads, ...job }: Omit<ReadingJob, 'call'> & { reads: SweepReads },
): Promise<SweepCandidate[]> {
  const keyOf = (item: { incidentNumber: number; issueId: string }) =>
    itemKey(item.incidentNumber, item.issueId);
  const gone = new Set<string>();
  const all = await sweeps.listCandidates(sweep.id);
  for (const candidates of chunk(all, CANDIDATES)) {
    const relations = await reads.relations(
      await known.parentsOf(
        candidates.map(({ incidentNumber }) => incidentNumber),
      ),
    );
    const seen = await reads.issues(idsOf(candidates));
    const applied = await applier.apply([...seen.values()], {
      writer: 'sweep',
      ...job,
      relations,
      relationsComplete: true,
      keepGone: true,
    });
    for (const item of applied.gone) gone.add(keyOf(item));
    for (const item of candidates) {
      if (!seen.has(item.issueId)) gone.add(keyOf(item));
    }
  }
  // Once more, since others write meanwhile.
  const left = await sweeps.listCandidates(sweep.id);
  return left.filter(item => gone.has(keyOf(item)));
}

/**
 * Whether so many items at once wait for an operator. That many rarely go; that
 * Backstage lost access to them is the likelier story.
 */
export function isSuspicious(
  { wouldRemove, of }: { wouldRemove: number; of: number },
  /** Share (0 to 1) of all items from which disappearing is suspicious. */
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
    async relations(parents: readonly KnownParent[]): Promise<KnownRelations> {
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

function idsOf(of: readonly { issueId: string }[]): string[] {
  return of.map(({ issueId }) => issueId);
}

function addCounts(
  counts: SweepCounts,
  more: Partial<SweepCounts>,
): SweepCounts {
  const sum = { ...counts };
  for (const name of Object.keys(sum) as (keyof SweepCounts)[]) {
    sum[name] += more[name] ?? 0;
  }
  return sum;
}
