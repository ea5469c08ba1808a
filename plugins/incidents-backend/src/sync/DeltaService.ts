import { LoggerService } from '@backstage/backend-plugin-api';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Lease, Leases } from '../database/Leases';
import {
  isLinearError,
  LinearCall,
  LinearGateway,
  LinearIssue,
  LinearItemSource,
  LinearRelation,
  RelationsPage,
} from '../linear';
import { WorkStore } from '../work/WorkStore';
import { DeltaStore } from './DeltaStore';
import { IssueApplier, KnownRelations } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues, KnownItem } from './KnownIssues';
import { LeaseLostError } from './LeaseLostError';
import { relationsOfParents } from './relationsOfParents';
import { FIRST_DELTA_SINCE, later, nextWatermark } from './watermark';

const LEASE_MILLISECONDS = 90_000;
/** A quiet workspace shows the same newest edges at every tick. */
const REMEMBERED_EDGES = 10_000;

type Edge = RelationsPage['relations'][number];

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
  readonly #known: KnownIssues;
  readonly #applier: IssueApplier;
  readonly #mapper: ItemMapper;
  readonly #work: WorkStore;
  readonly #logger: LoggerService;
  readonly #wakeWorker: () => void;
  readonly #onComplete: (milliseconds: number) => void;
  readonly #onIssues: (issues: readonly LinearIssue[]) => Promise<void>;
  readonly #settledEdges = new Set<string>();

  constructor(options: {
    database: IncidentsDatabase;
    leases: Leases;
    linear: LinearGateway;
    store: DeltaStore;
    known: KnownIssues;
    applier: IssueApplier;
    mapper: ItemMapper;
    work: WorkStore;
    logger: LoggerService;
    wakeWorker: () => void;
    /** Told how long a complete delta took. */
    onComplete?: (milliseconds: number) => void;
    /** Told every page of issues, ours or not, before the watermark moves. */
    onIssues?: (issues: readonly LinearIssue[]) => Promise<void>;
  }) {
    this.#database = options.database;
    this.#leases = options.leases;
    this.#linear = options.linear;
    this.#store = options.store;
    this.#known = options.known;
    this.#applier = options.applier;
    this.#mapper = options.mapper;
    this.#work = options.work;
    this.#logger = options.logger;
    this.#wakeWorker = options.wakeWorker;
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
      if (isLinearError(error) || error instanceof LeaseLostError) {
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
      return await this.#run(lease, { lane: 'background', signal });
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
    let relations: Edge[] = [];
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
        await this.#applier.apply(page.issues, { writer: 'delta', lease }),
      );
      if (page.relations) {
        const read = await this.#relationsSince(
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
      const read = await this.#applyRelations(relations, { lease, call });
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
    this.#remember(relations);
    this.#onComplete(finishedAt.getTime() - startedAt.getTime());
    return { outcome: 'complete', ...totals };
  }

  /** Newest first, back to the watermark; before there is one, the first page. */
  async #relationsSince(
    first: RelationsPage,
    watermark: string | undefined,
    call: LinearCall,
  ): Promise<{ relations: Edge[]; requests: number }> {
    const since = Date.parse(watermark ?? '');
    const relations: Edge[] = [];
    let requests = 0;
    for (let page = first; ; ) {
      const fresh = page.relations.filter(
        edge => watermark === undefined || Date.parse(edge.updatedAt) >= since,
      );
      relations.push(
        ...fresh.filter(edge => !this.#settledEdges.has(edgeKey(edge))),
      );
      const isAllFresh = fresh.length === page.relations.length;
      if (watermark === undefined || !isAllFresh || page.next === undefined) {
        return { relations, requests };
      }
      page = await this.#linear.olderRelations({ after: page.next }, call);
      requests += 1;
    }
  }

  /** Reads the issues at the other ends that are not known as such yet. */
  async #applyRelations(
    relations: readonly LinearRelation[],
    options: { lease: Lease; call: LinearCall },
  ) {
    const { lease, call } = options;
    const parents = await this.#known.parentsAmong(
      relations.flatMap(edge => [edge.issueId, edge.relatedIssueId]),
    );
    await this.#requestRefreshes(
      relations.filter(edge => edge.removed),
      parents,
    );
    const all = relationsOfParents(relations, parents);
    const items = await this.#known.itemsOf([...all.keys()]);
    const wanted = this.#unknownEnds(all, items);
    const targets = [
      ...new Set([...wanted.values()].flatMap(ends => [...ends.keys()])),
    ];
    if (targets.length === 0) {
      return { requests: 0, added: 0, changed: 0, removed: 0 };
    }
    const found = await this.#linear.findIssues(targets, call);
    const applied = await this.#applier.apply([...found.values()], {
      writer: 'delta',
      lease,
      relations: wanted,
    });
    return { ...applied, requests: Math.ceil(targets.length / 250) };
  }

  #unknownEnds(
    all: KnownRelations,
    items: readonly KnownItem[],
  ): Map<number, Map<string, LinearItemSource>> {
    const stored = new Map(
      items.map(item => [`${item.incidentNumber}:${item.issueId}`, item]),
    );
    const wanted = new Map<number, Map<string, LinearItemSource>>();
    for (const [incidentNumber, ends] of all) {
      const unknown = new Map(
        [...ends].filter(([issueId, source]) => {
          const item = stored.get(`${incidentNumber}:${issueId}`);
          return (
            this.#mapper.keeps(source) &&
            item?.source !== source &&
            item?.source !== 'child'
          );
        }),
      );
      if (unknown.size > 0) wanted.set(incidentNumber, unknown);
    }
    return wanted;
  }

  #remember(relations: readonly Edge[]): void {
    if (this.#settledEdges.size > REMEMBERED_EDGES) {
      this.#settledEdges.clear();
    }
    for (const edge of relations) {
      this.#settledEdges.add(edgeKey(edge));
    }
  }

  /** An edge that is gone may have had a twin; only a whole read of the incident tells. */
  async #requestRefreshes(
    removed: readonly LinearRelation[],
    parents: ReadonlyMap<string, number>,
  ): Promise<void> {
    const shown = relationsOfParents(
      removed.map(edge => ({ ...edge, removed: false })),
      parents,
    );
    const items = await this.#known.itemsOf([...shown.keys()]);
    const incidents = new Set(
      items
        .filter(
          item =>
            shown.get(item.incidentNumber)?.get(item.issueId) === item.source,
        )
        .map(item => item.incidentNumber),
    );
    for (const incidentNumber of incidents) {
      await this.#work.requestIfAbsent(this.#database.knex, {
        kind: 'refresh',
        key: String(incidentNumber),
        incidentNumber,
      });
    }
    if (incidents.size > 0) {
      this.#wakeWorker();
    }
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
    throw new LeaseLostError('delta');
  }
}

/** One state of an edge: a person who removes and draws it again makes another. */
function edgeKey(edge: Edge): string {
  return JSON.stringify([
    edge.type,
    edge.issueId,
    edge.relatedIssueId,
    edge.removed,
    edge.updatedAt,
  ]);
}
