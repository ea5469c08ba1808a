import { AuthService } from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import { reason } from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { timeout, TimeoutStrategy } from 'cockatiel';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ClaimedJob, JobHandlers, JobQueue } from '../jobs';
import { RetryLaterError } from '../RetryLaterError';
import { relationTargets } from './refs';

const TIMEOUT_MS = 30_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ENTITIES_PER_REQUEST = 100;
const MAX_ENQUEUED = 1_000;

/** Owners of what each incident affects, by the incident's number. */
export async function ownersOfAffected(
  knex: Knex,
  incidentNumbers: readonly number[],
): Promise<ReadonlyMap<number, string[]>> {
  const rows: { incident_number: number; owner_ref: string }[] = await knex(
    'incident_affected_entities as affected',
  )
    .join(
      'affected_entity_owners as owners',
      'owners.entity_ref',
      'affected.entity_ref',
    )
    .distinct('affected.incident_number', 'owners.owner_ref')
    .whereIn('affected.incident_number', incidentNumbers)
    .orderBy(['affected.incident_number', 'owners.owner_ref']);
  const owners = new Map<number, string[]>();
  for (const { incident_number: number, owner_ref: ownerRef } of rows) {
    owners.set(number, [...(owners.get(number) ?? []), ownerRef]);
  }
  return owners;
}

/** Has the owners of entities read, once the caller's transaction is committed. */
export async function enqueueRefreshOwners(
  jobs: JobQueue,
  tx: Knex,
  entityRefs: readonly string[],
): Promise<void> {
  await jobs.enqueueAll(
    tx,
    [...new Set(entityRefs)].map(key => ({ kind: 'refreshOwners', key })),
  );
}

/**
 * Keeps the owners of affected entities as the catalog has them: read when an
 * incident names an entity, and daily. What could not be read stays as it is.
 */
export function createOwnerRefresh(deps: {
  database: IncidentsDatabase;
  jobs: JobQueue;
  catalog: CatalogService;
  auth: AuthService;
}) {
  const { database, jobs, catalog, auth } = deps;
  const { knex } = database;
  const limit = timeout(TIMEOUT_MS, TimeoutStrategy.Aggressive);

  /** Owner refs in the order of the entities; one that the catalog does not have has no owners. */
  async function readOwners(entityRefs: string[]): Promise<string[][]> {
    try {
      const { items } = await limit.execute(async () =>
        catalog.getEntitiesByRefs(
          { entityRefs, fields: ['relations'] },
          { credentials: await auth.getOwnServiceCredentials() },
        ),
      );
      return items.map(entity => [
        ...new Set(relationTargets(entity, RELATION_OWNED_BY)),
      ]);
    } catch {
      throw new RetryLaterError(reason('catalogUnavailable'), 1);
    }
  }

  async function refresh(claimed: readonly ClaimedJob[]): Promise<void> {
    const entityRefs: string[] = await knex('incident_affected_entities')
      .distinct('entity_ref')
      .whereIn(
        'entity_ref',
        claimed.map(({ key }) => key),
      )
      .pluck('entity_ref');
    if (entityRefs.length === 0) {
      return;
    }
    const owners = await readOwners(entityRefs);
    const readAt = await database.now();
    await knex.transaction(async tx => {
      await tx('affected_entities')
        .insert(entityRefs.map(ref => ({ entity_ref: ref, read_at: readAt })))
        .onConflict('entity_ref')
        .merge();
      await tx('affected_entity_owners')
        .whereIn('entity_ref', entityRefs)
        .delete();
      await tx.batchInsert(
        'affected_entity_owners',
        entityRefs.flatMap((ref, index) =>
          owners[index].map(owner => ({ entity_ref: ref, owner_ref: owner })),
        ),
        ENTITIES_PER_REQUEST,
      );
      await jobs.ensureHeld(tx, claimed, 'refreshOwners');
    });
  }

  return {
    handlers: {
      refreshOwners: { batch: ENTITIES_PER_REQUEST, runAll: refresh },
    } satisfies JobHandlers,

    /** Enqueues what was not read for a day, and forgets what no incident affects any more. */
    async enqueueStale(): Promise<void> {
      // Once, and not as an expression: PostgreSQL would ask the clock for each row.
      const now = (await database.now()).getTime();
      await knex('affected_entities')
        .whereNotExists(
          knex('incident_affected_entities as affected')
            .select(knex.raw('1'))
            .whereRaw('affected.entity_ref = affected_entities.entity_ref'),
        )
        .delete();
      const stale: string[] = await knex(
        'incident_affected_entities as affected',
      )
        .distinct('affected.entity_ref')
        .leftJoin(
          'affected_entities as entities',
          'entities.entity_ref',
          'affected.entity_ref',
        )
        .where(due =>
          due
            .whereNull('entities.read_at')
            .orWhere('entities.read_at', '<=', new Date(now - DAY_MS))
            .orWhere(withoutOwner =>
              withoutOwner
                // It may have been registered since.
                .where('entities.read_at', '<=', new Date(now - HOUR_MS))
                .whereNotExists(
                  knex('affected_entity_owners as owners')
                    .select(knex.raw('1'))
                    .whereRaw('owners.entity_ref = affected.entity_ref'),
                ),
            ),
        )
        // What waits for its next attempt needs no other.
        .whereNotExists(
          knex('jobs')
            .select(knex.raw('1'))
            .where({ kind: 'refreshOwners', state: 'due' })
            .whereRaw('jobs.key = affected.entity_ref'),
        )
        .limit(MAX_ENQUEUED)
        .pluck('affected.entity_ref');
      await enqueueRefreshOwners(jobs, knex, stale);
    },
  };
}
