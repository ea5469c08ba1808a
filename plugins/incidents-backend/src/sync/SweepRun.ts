import { Lease } from '../database/Leases';
import { SweepCandidateRow } from '../database/tables';
import {
  LinearCall,
  LinearGateway,
  LinearIssue,
  LinearItemSource,
  LinearRelation,
} from '../linear';
import { IncidentWriter } from './IncidentWriter';
import { AppliedIssues, IssueApplier } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { LeaseLostError } from './LeaseLostError';
import { relationsOfParents } from './relationsOfParents';
import { SweepCounts, SweepCursor, SweepRecord } from './Sweep';
import { holdsBack } from './sweepBreaker';
import { SweepStore } from './SweepStore';
import { VisibleTeams } from './VisibleTeams';

/** Incidents per batch: fills Linear's pages, and bounds what is in memory and what is read again after a crash. */
const BATCH = 1_000;
const CANDIDATES = 1_000;

type Parents = { incidentNumber: number; issueId: string }[];

/** What a sweep works with. */
export interface SweepTools {
  linear: LinearGateway;
  store: SweepStore;
  known: KnownIssues;
  applier: IssueApplier;
  mapper: ItemMapper;
  writer: IncidentWriter;
  teams: VisibleTeams;
  /** Share of all items from which disappearing is suspicious. */
  maxDisappearing: number;
}

/**
 * One sweep under its lease, from wherever its cursor stands. Each phase of a
 * batch is safe to repeat; what is not found is only noted, and removed after
 * the complete pass, when a second look does not find it either.
 */
export class SweepRun {
  readonly #tools: SweepTools;
  readonly #lease: Lease;
  readonly #call: LinearCall;
  #sweep: SweepRecord;
  #counts: SweepCounts;

  constructor(options: {
    tools: SweepTools;
    sweep: SweepRecord;
    lease: Lease;
    call: LinearCall;
  }) {
    this.#tools = options.tools;
    this.#sweep = options.sweep;
    this.#lease = options.lease;
    this.#call = options.call;
    this.#counts = { ...options.sweep.cursor.counts };
  }

  /** The sweep as it was last saved. */
  get sweep(): SweepRecord {
    return this.#sweep;
  }

  /** @throws the gateway's errors; the sweep then continues from its cursor */
  async toTheEnd(): Promise<SweepRecord> {
    await this.#save({ state: 'running', reason: undefined });
    while (this.#sweep.state === 'running') {
      await this.#phase();
    }
    return this.#sweep;
  }

  async #phase(): Promise<void> {
    const { phase } = this.#sweep.cursor;
    switch (phase) {
      case 'parents':
        return this.#readParents();
      case 'children':
        return this.#readChildren();
      case 'relations':
        return this.#readRelations();
      case 'verify':
        return this.#verify();
      case 'remove':
        return this.#remove();
      default:
        throw new Error(
          `Unknown phase ${JSON.stringify(phase satisfies never)}`,
        );
    }
  }

  async #readParents(): Promise<void> {
    const after = this.#sweep.cursor.afterIncident;
    const batch = await this.#tools.known.parentsBetween({
      after,
      limit: BATCH,
    });
    const last = batch.at(-1);
    if (!last) {
      await this.#enter({ phase: 'verify' });
      return;
    }
    const seen = await this.#readIssues(
      batch.map(({ issueId }) => issueId),
      { countItems: false },
    );
    const missed = batch.filter(({ issueId }) => !seen.has(issueId));
    // A second look, since a parent that is missing stops everything for its incident.
    const found =
      missed.length > 0
        ? await this.#readIssues(
            missed.map(({ issueId }) => issueId),
            { countItems: false },
          )
        : seen;
    for (const { incidentNumber, issueId } of missed) {
      if (!found.has(issueId)) {
        await this.#tools.writer.write(
          {
            incidentNumber,
            parentIssueId: issueId,
            items: [],
            gone: { kind: 'these', issueIds: [] },
            parent: 'absent',
          },
          { writer: 'sweep', lease: this.#lease },
        );
      }
    }
    await this.#enter({ phase: 'children', through: last.incidentNumber });
  }

  async #readChildren(): Promise<void> {
    const batch = await this.#batch();
    const seen = new Set<string>();
    const parentIds = batch.map(({ issueId }) => issueId);
    let cursor: string | undefined;
    do {
      const page = await this.#tools.linear.sweepChildren(
        { parentIds, cursor },
        this.#call,
      );
      for (const { id } of page.items) seen.add(id);
      this.#counts.items += page.items.length;
      await this.#apply(page.items);
      await this.#progress(page.requests);
      cursor = page.next;
    } while (cursor !== undefined);
    const items = await this.#tools.known.itemsOf(incidentsOf(batch));
    await this.#tools.store.addCandidates(
      this.#sweep.id,
      items.filter(
        ({ source, issueId }) => source === 'child' && !seen.has(issueId),
      ),
    );
    await this.#enter({ phase: 'relations' });
  }

  async #readRelations(): Promise<void> {
    const batch = await this.#batch();
    const relations = await this.#relationsOf(batch);
    const items = await this.#tools.known.itemsOf(incidentsOf(batch));
    const children = new Set(
      items
        .filter(({ source }) => source === 'child')
        .map(item => `${item.incidentNumber}:${item.issueId}`),
    );
    const targets = new Set<string>();
    for (const [incidentNumber, ends] of relations) {
      for (const [issueId, source] of ends) {
        if (
          this.#tools.mapper.keeps(source) &&
          !children.has(`${incidentNumber}:${issueId}`)
        ) {
          targets.add(issueId);
        }
      }
    }
    const seen = await this.#readIssues([...targets], {
      countItems: true,
      relations,
    });
    await this.#tools.store.addCandidates(
      this.#sweep.id,
      items.filter(
        ({ source, incidentNumber, issueId }) =>
          source !== 'child' &&
          relations.has(incidentNumber) &&
          !(relations.get(incidentNumber)?.has(issueId) && seen.has(issueId)),
      ),
    );
    this.#counts.incidents += batch.length;
    await this.#enter({
      phase: 'parents',
      afterIncident: this.#sweep.cursor.through,
    });
  }

  /** Looks again, one by one, at what was not found: only then is it gone. */
  async #verify(): Promise<void> {
    const { store } = this.#tools;
    const { id } = this.#sweep;
    await store.dropSettledCandidates(id);
    let after: SweepCandidateRow | undefined;
    for (;;) {
      const some = await store.listCandidates(id, after, CANDIDATES);
      if (some.length === 0) {
        break;
      }
      await store.dropCandidates(await this.#foundAgain(some));
      after = some.at(-1);
    }
    await store.dropSettledCandidates(id);
    await this.#enter({ phase: 'remove' });
  }

  async #foundAgain(
    candidates: readonly SweepCandidateRow[],
  ): Promise<SweepCandidateRow[]> {
    const { known } = this.#tools;
    const ids = candidates.map(candidate => candidate.issue_id);
    const sources = new Map(
      (await known.itemsAmong(ids)).map(item => [
        `${item.incidentNumber}:${item.issueId}`,
        item.source,
      ]),
    );
    const related = candidates.filter(
      candidate =>
        sources.get(`${candidate.incident_number}:${candidate.issue_id}`) !==
        'child',
    );
    const parents = await known.parentsOf(
      related.map(candidate => candidate.incident_number),
    );
    const relations = await this.#relationsOf(
      [...parents].map(([incidentNumber, issueId]) => ({
        incidentNumber,
        issueId,
      })),
    );
    const seen = await this.#readIssues(ids, { countItems: false, relations });
    return candidates.filter(candidate => {
      if (!seen.has(candidate.issue_id)) {
        return false;
      }
      return related.includes(candidate)
        ? relations.get(candidate.incident_number)?.has(candidate.issue_id) ===
            true
        : true;
    });
  }

  async #remove(): Promise<void> {
    const { store, teams, maxDisappearing } = this.#tools;
    const { id, acceptRemovals } = this.#sweep;
    const wouldRemove = await store.countCandidates(id);
    const lost =
      wouldRemove > 0
        ? await teams.lostAmong(await store.teamsOfCandidates(id), this.#call)
        : [];
    const of = await store.countItems();
    const because = holdsBack({
      wouldRemove,
      of,
      lostTeams: lost.map(({ key }) => key),
      maxDisappearing,
    });
    if (because !== undefined && !acceptRemovals) {
      await this.#save({
        state: 'held',
        breaker: { wouldRemove, of },
        reason: because,
        // Whoever accepts has it looked at once more.
        cursor: {
          ...this.#sweep.cursor,
          phase: 'verify',
          counts: this.#counts,
        },
        isFinished: true,
      });
      return;
    }
    for (;;) {
      const some = await store.listCandidates(id, undefined, CANDIDATES);
      if (some.length === 0) {
        break;
      }
      await this.#removeItems(some);
      await store.dropCandidates(some);
      await this.#progress(0);
    }
    await store.markFresh(this.#sweep.startedAt);
    await this.#save({
      state: 'completed',
      breaker: undefined,
      reason: undefined,
      isFinished: true,
    });
  }

  async #removeItems(candidates: readonly SweepCandidateRow[]): Promise<void> {
    const byIncident = new Map<number, string[]>();
    for (const candidate of candidates) {
      byIncident.set(candidate.incident_number, [
        ...(byIncident.get(candidate.incident_number) ?? []),
        candidate.issue_id,
      ]);
    }
    const parents = await this.#tools.known.parentsOf([...byIncident.keys()]);
    for (const [incidentNumber, issueIds] of byIncident) {
      const parentIssueId = parents.get(incidentNumber);
      if (parentIssueId === undefined) continue;
      const written = await this.#tools.writer.write(
        {
          incidentNumber,
          parentIssueId,
          items: [],
          gone: { kind: 'these', issueIds },
        },
        { writer: 'sweep', lease: this.#lease },
      );
      if (written.outcome === 'written') {
        this.#counts.removed += written.diff.removed.length;
      }
    }
  }

  /** The incidents of this batch whose parents Linear shows. */
  async #batch(): Promise<Parents> {
    const { afterIncident, through } = this.#sweep.cursor;
    return this.#tools.known.parentsBetween({
      after: afterIncident,
      through,
      present: true,
    });
  }

  /** Complete relations of those parents that Linear showed. */
  async #relationsOf(
    parents: Parents,
  ): Promise<Map<number, Map<string, LinearItemSource>>> {
    const numbers = new Map(
      parents.map(({ incidentNumber, issueId }) => [issueId, incidentNumber]),
    );
    const edges: LinearRelation[] = [];
    const complete = new Map<number, Map<string, LinearItemSource>>();
    let cursor: string | undefined;
    do {
      const page = await this.#tools.linear.sweepRelations(
        { ids: [...numbers.keys()], cursor },
        this.#call,
      );
      edges.push(...page.items);
      for (const issueId of page.seen) {
        const incidentNumber = numbers.get(issueId);
        if (incidentNumber !== undefined) {
          complete.set(incidentNumber, new Map());
        }
      }
      await this.#progress(page.requests);
      cursor = page.next;
    } while (cursor !== undefined);
    for (const [incidentNumber, ends] of relationsOfParents(edges, numbers)) {
      complete.set(incidentNumber, ends);
    }
    return complete;
  }

  /** Ids of those that Linear showed. */
  async #readIssues(
    ids: string[],
    options: {
      countItems: boolean;
      relations?: Map<number, Map<string, LinearItemSource>>;
    },
  ): Promise<Set<string>> {
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await this.#tools.linear.sweepIssues(
        { ids, cursor },
        this.#call,
      );
      for (const { id } of page.items) seen.add(id);
      if (options.countItems) this.#counts.items += page.items.length;
      await this.#apply(page.items, options.relations);
      await this.#progress(page.requests);
      cursor = page.next;
    } while (cursor !== undefined);
    return seen;
  }

  async #apply(
    issues: readonly LinearIssue[],
    relations?: Map<number, Map<string, LinearItemSource>>,
  ): Promise<void> {
    const applied: AppliedIssues = await this.#tools.applier.apply(issues, {
      writer: 'sweep',
      lease: this.#lease,
      relations,
      relationsComplete: relations !== undefined,
    });
    this.#counts.added += applied.added;
    this.#counts.changed += applied.changed;
    this.#counts.removed += applied.removed;
    this.#counts.unchanged += applied.unchanged;
  }

  async #enter(cursor: Partial<SweepCursor>): Promise<void> {
    await this.#save({
      cursor: { ...this.#sweep.cursor, ...cursor, counts: this.#counts },
    });
  }

  /** After each request: operators see it move, and the lease stays ours. */
  async #progress(requests: number): Promise<void> {
    this.#counts.requests += requests;
    if (!(await this.#lease.renew())) {
      throw new LeaseLostError('sweep');
    }
    await this.#save({});
  }

  async #save(update: Parameters<SweepStore['save']>[1]): Promise<void> {
    this.#sweep = await this.#tools.store.save(
      this.#sweep,
      { ...update, counts: { ...this.#counts } },
      this.#lease,
    );
  }
}

function incidentsOf(batch: Parents): number[] {
  return batch.map(({ incidentNumber }) => incidentNumber);
}
