import { Lease } from '../database/Leases';
import { SweepCandidateRow } from '../database/tables';
import { LinearCall } from '../linear';
import { foundAgain } from './foundAgain';
import { childKeys, itemKey } from './itemKey';
import { holdsBack } from './sweepBreaker';
import { SweepProgress } from './SweepProgress';
import { SweepReader } from './SweepReader';
import { SweepTools } from './SweepTools';

const CANDIDATES = 1_000;

/** The end of a sweep: what the pass did not find is looked at once more, and what stays lost is removed. */
export class SweepRemovals {
  readonly #tools: SweepTools;
  readonly #progress: SweepProgress;
  readonly #reader: SweepReader;
  readonly #lease: Lease;
  readonly #call: LinearCall;

  constructor(options: {
    tools: SweepTools;
    progress: SweepProgress;
    reader: SweepReader;
    lease: Lease;
    call: LinearCall;
  }) {
    this.#tools = options.tools;
    this.#progress = options.progress;
    this.#reader = options.reader;
    this.#lease = options.lease;
    this.#call = options.call;
  }

  /** Looks again, one by one, at what was not found: only then is it gone. */
  async verify(): Promise<void> {
    const { candidates } = this.#tools;
    const { id } = this.#progress.sweep;
    await candidates.dropSettled(id);
    let after: SweepCandidateRow | undefined;
    for (;;) {
      const some = await candidates.list(id, after, CANDIDATES);
      if (some.length === 0) {
        break;
      }
      await candidates.drop(await this.#lookAgain(some));
      after = some.at(-1);
    }
    await candidates.dropSettled(id);
    await this.#progress.enter({ phase: 'remove' });
  }

  async #lookAgain(
    candidates: readonly SweepCandidateRow[],
  ): Promise<SweepCandidateRow[]> {
    const { known } = this.#tools;
    const ids = candidates.map(candidate => candidate.issue_id);
    const children = childKeys(await known.itemsAmong(ids));
    const related = candidates.filter(
      candidate =>
        !children.has(itemKey(candidate.incident_number, candidate.issue_id)),
    );
    const parents = await known.parentsOf(
      related.map(candidate => candidate.incident_number),
    );
    const relations = await this.#reader.readRelations(
      [...parents].map(([incidentNumber, issueId]) => ({
        incidentNumber,
        issueId,
      })),
    );
    const seen = await this.#reader.readIssues(ids, {
      countItems: false,
      relations,
    });
    return foundAgain({ candidates, children, relations, seen });
  }

  /** Removes what stayed lost, or holds it back for an operator to look at. */
  async remove(): Promise<void> {
    const { candidates, known, teams, maxDisappearing } = this.#tools;
    const { id, acceptRemovals, startedAt } = this.#progress.sweep;
    const wouldRemove = await candidates.count(id);
    const lost =
      wouldRemove > 0
        ? await teams.lostAmong(await candidates.teamsOf(id), this.#call)
        : [];
    const of = await known.countItems();
    const because = holdsBack({
      wouldRemove,
      of,
      lostTeams: lost.map(({ key }) => key),
      maxDisappearing,
    });
    if (because !== undefined && !acceptRemovals) {
      await this.#progress.save({
        state: 'held',
        breaker: { wouldRemove, of },
        reason: because,
        // Whoever accepts has it looked at once more.
        cursor: this.#progress.cursorAt({ phase: 'verify' }),
        isFinished: true,
      });
      return;
    }
    for (;;) {
      const some = await candidates.list(id, undefined, CANDIDATES);
      if (some.length === 0) {
        break;
      }
      await this.#removeItems(some);
      await candidates.drop(some);
      await this.#progress.requested(0);
    }
    await this.#tools.syncs.recordSweep(startedAt);
    await this.#progress.save({
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
        { writer: 'sweep', guard: this.#lease },
      );
      if (written.outcome === 'written') {
        this.#progress.count({ removed: written.diff.removed.length });
      }
    }
  }
}
