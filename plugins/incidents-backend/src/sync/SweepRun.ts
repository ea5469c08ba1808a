import { Lease } from '../database/Leases';
import { LinearCall } from '../linear';
import { missingRelated } from './missingRelated';
import { relatedTargets } from './relatedTargets';
import { SweepRecord } from './Sweep';
import { SweepProgress } from './SweepProgress';
import { SweepReader } from './SweepReader';
import { SweepRemovals } from './SweepRemovals';
import { SweepTools } from './SweepTools';

/** Incidents per batch: fills Linear's pages, and bounds what is in memory and what is read again after a crash. */
const BATCH = 1_000;

interface SweptParent {
  incidentNumber: number;
  issueId: string;
}

/**
 * One sweep under its lease, from wherever its cursor stands. Each phase of a
 * batch is safe to repeat; what is not found is only noted, and removed after
 * the complete pass, when a second look does not find it either.
 */
export class SweepRun {
  readonly #tools: SweepTools;
  readonly #lease: Lease;
  readonly #progress: SweepProgress;
  readonly #reader: SweepReader;
  readonly #removals: SweepRemovals;

  constructor(options: {
    tools: SweepTools;
    sweep: SweepRecord;
    lease: Lease;
    call: LinearCall;
  }) {
    const { tools, lease } = options;
    this.#tools = tools;
    this.#lease = lease;
    const progress = new SweepProgress({ ...options, store: tools.store });
    const reader = new SweepReader({
      ...options,
      linear: tools.linear,
      applier: tools.applier,
      progress,
    });
    this.#progress = progress;
    this.#reader = reader;
    this.#removals = new SweepRemovals({ ...options, progress, reader });
  }

  /** The sweep as it was last saved. */
  get sweep(): SweepRecord {
    return this.#progress.sweep;
  }

  /** @throws the gateway's errors; the sweep then continues from its cursor */
  async toTheEnd(): Promise<SweepRecord> {
    await this.#progress.save({ state: 'running', reason: undefined });
    while (this.#progress.sweep.state === 'running') {
      await this.#phase();
    }
    return this.#progress.sweep;
  }

  async #phase(): Promise<void> {
    const { phase } = this.#progress.sweep.cursor;
    switch (phase) {
      case 'parents':
        return this.#readParents();
      case 'children':
        return this.#readChildren();
      case 'relations':
        return this.#readRelations();
      case 'verify':
        return this.#removals.verify();
      case 'remove':
        return this.#removals.remove();
      default:
        throw new Error(
          `Unknown phase ${JSON.stringify(phase satisfies never)}`,
        );
    }
  }

  async #readParents(): Promise<void> {
    const after = this.#progress.sweep.cursor.afterIncident;
    const batch = await this.#tools.known.parentsBetween({
      after,
      limit: BATCH,
    });
    const last = batch.at(-1);
    if (!last) {
      await this.#progress.enter({ phase: 'verify' });
      return;
    }
    const seen = await this.#reader.readIssues(
      batch.map(({ issueId }) => issueId),
      { countItems: false },
    );
    const missed = batch.filter(({ issueId }) => !seen.has(issueId));
    // A second look, since a parent that is missing stops everything for its incident.
    const found =
      missed.length > 0
        ? await this.#reader.readIssues(
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
          { writer: 'sweep', guard: this.#lease },
        );
      }
    }
    await this.#progress.enter({
      phase: 'children',
      through: last.incidentNumber,
    });
  }

  async #readChildren(): Promise<void> {
    const batch = await this.#batch();
    const seen = await this.#reader.readChildren(
      batch.map(({ issueId }) => issueId),
    );
    const items = await this.#tools.known.itemsOf(incidentsOf(batch));
    await this.#tools.candidates.add(
      this.#progress.sweep.id,
      items.filter(
        ({ source, issueId }) => source === 'child' && !seen.has(issueId),
      ),
    );
    await this.#progress.enter({ phase: 'relations' });
  }

  async #readRelations(): Promise<void> {
    const batch = await this.#batch();
    const relations = await this.#reader.readRelations(batch);
    const items = await this.#tools.known.itemsOf(incidentsOf(batch));
    const targets = relatedTargets({
      relations,
      items,
      keeps: source => this.#tools.mapper.keeps(source),
    });
    const seen = await this.#reader.readIssues(targets, {
      countItems: true,
      relations,
    });
    await this.#tools.candidates.add(
      this.#progress.sweep.id,
      missingRelated({ items, relations, seen }),
    );
    this.#progress.count({ incidents: batch.length });
    await this.#progress.enter({
      phase: 'parents',
      afterIncident: this.#progress.sweep.cursor.through,
    });
  }

  /** The incidents of this batch whose parents Linear shows. */
  async #batch(): Promise<SweptParent[]> {
    const { afterIncident, through } = this.#progress.sweep.cursor;
    return this.#tools.known.parentsBetween({
      after: afterIncident,
      through,
      present: true,
    });
  }
}

function incidentsOf(batch: readonly SweptParent[]): number[] {
  return batch.map(({ incidentNumber }) => incidentNumber);
}
