import { Lease } from '../database/Leases';
import {
  LinearCall,
  LinearGateway,
  LinearIssue,
  LinearItemSource,
  LinearRelation,
} from '../linear';
import { IssueApplier, KnownRelations } from './IssueApplier';
import { relationsOfParents } from './relationsOfParents';
import { SweepProgress } from './SweepProgress';

/**
 * Reads for a sweep page by page. What a page shows is stored at once, and only
 * what was seen is given back: a sweep holds no more than a page of issues.
 */
export class SweepReader {
  readonly #linear: LinearGateway;
  readonly #applier: IssueApplier;
  readonly #progress: SweepProgress;
  readonly #lease: Lease;
  readonly #call: LinearCall;

  constructor(options: {
    linear: LinearGateway;
    applier: IssueApplier;
    progress: SweepProgress;
    lease: Lease;
    call: LinearCall;
  }) {
    this.#linear = options.linear;
    this.#applier = options.applier;
    this.#progress = options.progress;
    this.#lease = options.lease;
    this.#call = options.call;
  }

  /** Ids of all children that Linear shows of the parents; they count as items. */
  async readChildren(parentIds: string[]): Promise<Set<string>> {
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await this.#linear.sweepChildren(
        { parentIds, cursor },
        this.#call,
      );
      for (const { id } of page.items) seen.add(id);
      this.#progress.count({ items: page.items.length });
      await this.#apply(page.items);
      await this.#progress.requested(page.requests);
      cursor = page.next;
    } while (cursor !== undefined);
    return seen;
  }

  /** Ids of those of the issues that Linear shows. */
  async readIssues(
    ids: string[],
    options: {
      /** True: what is read counts as items; false: it is no item, or counted before. */
      countItems: boolean;
      /** All relations of the incidents it names. */
      relations?: KnownRelations;
    },
  ): Promise<Set<string>> {
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await this.#linear.sweepIssues({ ids, cursor }, this.#call);
      for (const { id } of page.items) seen.add(id);
      if (options.countItems) {
        this.#progress.count({ items: page.items.length });
      }
      await this.#apply(page.items, options.relations);
      await this.#progress.requested(page.requests);
      cursor = page.next;
    } while (cursor !== undefined);
    return seen;
  }

  /** All relations of those parents that Linear shows; the others are not in the map. */
  async readRelations(
    parents: readonly { incidentNumber: number; issueId: string }[],
  ): Promise<Map<number, Map<string, LinearItemSource>>> {
    const numbers = new Map(
      parents.map(({ incidentNumber, issueId }) => [issueId, incidentNumber]),
    );
    const edges: LinearRelation[] = [];
    const complete = new Map<number, Map<string, LinearItemSource>>();
    let cursor: string | undefined;
    do {
      const page = await this.#linear.sweepRelations(
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
      await this.#progress.requested(page.requests);
      cursor = page.next;
    } while (cursor !== undefined);
    for (const [incidentNumber, ends] of relationsOfParents(edges, numbers)) {
      complete.set(incidentNumber, ends);
    }
    return complete;
  }

  async #apply(
    issues: readonly LinearIssue[],
    relations?: KnownRelations,
  ): Promise<void> {
    this.#progress.count(
      await this.#applier.apply(issues, {
        writer: 'sweep',
        guard: this.#lease,
        relations,
        relationsComplete: relations !== undefined,
      }),
    );
  }
}
