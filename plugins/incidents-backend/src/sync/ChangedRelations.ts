import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  LinearCall,
  LinearGateway,
  LinearRelation,
  RelationsPage,
} from '../linear';
import { JobQueue } from '../jobs';
import { IssueApplier } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { relationsOfParents } from './relationsOfParents';
import { ChangedRelation, SettledRelations } from './SettledRelations';
import { unknownEnds } from './unknownEnds';
import { WriteGuard } from './WriteGuard';

/** As many as the gateway looks up in one request. */
const ISSUES_PER_REQUEST = 250;

/** Relations that changed since the watermark, and what they make of the issues at their ends. */
export class ChangedRelations {
  readonly #database: IncidentsDatabase;
  readonly #linear: LinearGateway;
  readonly #known: KnownIssues;
  readonly #applier: IssueApplier;
  readonly #mapper: ItemMapper;
  readonly #jobs: JobQueue;
  readonly #settled = new SettledRelations();

  constructor(options: {
    database: IncidentsDatabase;
    linear: LinearGateway;
    known: KnownIssues;
    applier: IssueApplier;
    mapper: ItemMapper;
    jobs: JobQueue;
  }) {
    this.#database = options.database;
    this.#linear = options.linear;
    this.#known = options.known;
    this.#applier = options.applier;
    this.#mapper = options.mapper;
    this.#jobs = options.jobs;
  }

  /**
   * Newest first, back to the watermark; before there is one, the first page.
   * Those that are settled are left out.
   */
  async readSince(
    first: RelationsPage,
    watermark: string | undefined,
    call: LinearCall,
  ): Promise<{ relations: ChangedRelation[]; requests: number }> {
    const since = Date.parse(watermark ?? '');
    const relations: ChangedRelation[] = [];
    let requests = 0;
    for (let page = first; ; ) {
      const fresh = page.relations.filter(
        edge => watermark === undefined || Date.parse(edge.updatedAt) >= since,
      );
      relations.push(...fresh.filter(edge => !this.#settled.has(edge)));
      const isAllFresh = fresh.length === page.relations.length;
      if (watermark === undefined || !isAllFresh || page.next === undefined) {
        return { relations, requests };
      }
      page = await this.#linear.olderRelations({ after: page.next }, call);
      requests += 1;
    }
  }

  /** Reads the issues at the other ends that are not known as such yet. */
  async apply(
    relations: readonly LinearRelation[],
    options: { guard: WriteGuard; call: LinearCall },
  ): Promise<{
    requests: number;
    added: number;
    changed: number;
    removed: number;
  }> {
    const { guard, call } = options;
    const parents = await this.#known.parentsAmong(
      relations.flatMap(edge => [edge.issueId, edge.relatedIssueId]),
    );
    await this.#requestRefreshes(
      relations.filter(edge => edge.removed),
      parents,
    );
    const all = relationsOfParents(relations, parents);
    const items = await this.#known.itemsOf([...all.keys()]);
    const wanted = unknownEnds({
      relations: all,
      items,
      keeps: source => this.#mapper.keeps(source),
    });
    const targets = [
      ...new Set([...wanted.values()].flatMap(ends => [...ends.keys()])),
    ];
    if (targets.length === 0) {
      return { requests: 0, added: 0, changed: 0, removed: 0 };
    }
    const found = await this.#linear.findIssues(targets, call);
    const applied = await this.#applier.apply([...found.values()], {
      writer: 'delta',
      guard,
      relations: wanted,
    });
    return {
      ...applied,
      requests: Math.ceil(targets.length / ISSUES_PER_REQUEST),
    };
  }

  /** Once the delta that applied them is complete. */
  settle(relations: readonly ChangedRelation[]): void {
    this.#settled.remember(relations);
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
    await this.#jobs.enqueueAll(
      this.#database.knex,
      [...incidents].map(incidentNumber => ({
        kind: 'refresh',
        key: String(incidentNumber),
        incidentNumber,
      })),
    );
  }
}
