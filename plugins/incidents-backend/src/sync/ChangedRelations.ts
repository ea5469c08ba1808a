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
   * Applies the relations of the newest page and of older ones back to `since`;
   * while there is no watermark, of that page alone. What was applied before in
   * the same state is left out.
   */
  async apply(
    newest: RelationsPage,
    options: { since: string | undefined; guard: WriteGuard; call: LinearCall },
  ): Promise<void> {
    const relations = await this.#readSince(newest, options);
    if (relations.length > 0) {
      await this.#apply(relations, options);
      this.#settled.remember(relations);
    }
  }

  async #readSince(
    newest: RelationsPage,
    { since, call }: { since: string | undefined; call: LinearCall },
  ): Promise<ChangedRelation[]> {
    const relations: ChangedRelation[] = [];
    for (let page = newest; ; ) {
      const fresh = page.relations.filter(
        edge =>
          since === undefined ||
          Date.parse(edge.updatedAt) >= Date.parse(since),
      );
      relations.push(...fresh.filter(edge => !this.#settled.has(edge)));
      const isAllFresh = fresh.length === page.relations.length;
      if (since === undefined || !isAllFresh || page.next === undefined) {
        return relations;
      }
      page = await this.#linear.olderRelations({ after: page.next }, call);
    }
  }

  /** Reads the issues at the other ends that are not known as such yet. */
  async #apply(
    relations: readonly LinearRelation[],
    { guard, call }: { guard: WriteGuard; call: LinearCall },
  ): Promise<void> {
    const parents = await this.#known.parentsAmong(
      relations.flatMap(edge => [edge.issueId, edge.relatedIssueId]),
    );
    await this.#requestRefreshes(
      relations.filter(edge => edge.removed),
      parents,
    );
    const all = relationsOfParents(relations, parents);
    const wanted = unknownEnds({
      relations: all,
      items: await this.#known.itemsOf([...all.keys()]),
      keeps: source => this.#mapper.keeps(source),
    });
    const targets = new Set(
      [...wanted.values()].flatMap(ends => [...ends.keys()]),
    );
    if (targets.size === 0) {
      return;
    }
    const found = await this.#linear.findIssues([...targets], call);
    await this.#applier.apply([...found.values()], {
      writer: 'delta',
      guard,
      relations: wanted,
    });
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
