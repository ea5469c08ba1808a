import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { JobQueue } from '../jobs';
import {
  LinearCall,
  LinearGateway,
  LinearRelation,
  RelationsPage,
} from '../linear';
import { IssueApplier } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { relationsOfParents, unfetchedTargets } from './readingRules';
import { refreshJob } from './SyncStore';
import { ReadingJob } from './WriteGuard';

/** How many relations are remembered before all are forgotten; forgetting only costs reads. */
const MAX_APPLIED = 10_000;

type ChangedRelation = RelationsPage['nodes'][number];

/** Relations that changed since the watermark, and what they make of the issues at their ends. */
export type ChangedRelations = ReturnType<typeof createChangedRelations>;

export function createChangedRelations(deps: {
  database: IncidentsDatabase;
  linear: LinearGateway;
  known: KnownIssues;
  applier: IssueApplier;
  mapper: ItemMapper;
  jobs: JobQueue;
}) {
  const { linear, known, applier, mapper, jobs } = deps;
  /**
   * Relations that were applied in the state in which Linear showed them. A quiet
   * workspace shows the same newest ones at every delta, and nothing needs to be
   * read for them again.
   */
  const applied = new Set<string>();

  async function readSince(
    newest: RelationsPage,
    since: string | undefined,
    call: LinearCall,
  ): Promise<ChangedRelation[]> {
    const relations: ChangedRelation[] = [];
    for (let page = newest; ; ) {
      const fresh = page.nodes.filter(
        ({ updatedAt }) =>
          since === undefined || Date.parse(updatedAt) >= Date.parse(since),
      );
      relations.push(...fresh.filter(edge => !applied.has(stateOf(edge))));
      const isAllFresh = fresh.length === page.nodes.length;
      if (since === undefined || !isAllFresh || page.next === undefined) {
        return relations;
      }
      page = await linear.olderRelations(page.next, call);
    }
  }

  /** A relation that is gone may have had a twin; only a complete read of the incident shows whether it had. */
  async function enqueueRefreshes(
    removed: readonly LinearRelation[],
    parents: ReadonlyMap<string, number>,
  ): Promise<void> {
    const before = relationsOfParents(
      removed.map(edge => ({ ...edge, removed: false })),
      parents,
    );
    const items = await known.itemsOf([...before.keys()]);
    const incidents = new Set(
      items
        .filter(
          item =>
            before.get(item.incidentNumber)?.get(item.issueId) === item.source,
        )
        .map(item => item.incidentNumber),
    );
    await jobs.enqueueAll(deps.database.knex, [...incidents].map(refreshJob));
  }

  return {
    /**
     * Applies the relations of the newest page and of older ones back to `since`;
     * while there is no watermark, of that page alone. Reads the issues at the
     * other ends that are not stored as such yet.
     */
    async apply(
      newest: RelationsPage,
      since: string | undefined,
      { call, ...job }: ReadingJob,
    ): Promise<void> {
      const relations = await readSince(newest, since, call);
      const parents = await known.parentsAmong(
        relations.flatMap(edge => [edge.issueId, edge.relatedIssueId]),
      );
      await enqueueRefreshes(
        relations.filter(edge => edge.removed),
        parents,
      );
      const all = relationsOfParents(relations, parents);
      const wanted = unfetchedTargets({
        relations: all,
        items: await known.itemsOf([...all.keys()]),
        keeps: source => mapper.keeps(source),
      });
      const targets = new Set(
        [...wanted.values()].flatMap(ends => [...ends.keys()]),
      );
      if (targets.size > 0) {
        const found = await linear.findIssues([...targets], call);
        await applier.apply([...found.issues.values()], {
          writer: 'delta',
          ...job,
          relations: wanted,
        });
      }
      if (applied.size > MAX_APPLIED) {
        applied.clear();
      }
      for (const relation of relations) applied.add(stateOf(relation));
    },
  };
}

/** One state of a relation: a person who removes and draws it again makes another. */
function stateOf(relation: ChangedRelation): string {
  return JSON.stringify([
    relation.type,
    relation.issueId,
    relation.relatedIssueId,
    relation.removed,
    relation.updatedAt,
  ]);
}
