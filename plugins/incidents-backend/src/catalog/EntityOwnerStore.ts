import { Knex } from 'knex';
import { Lease } from '../database/Leases';
import { toDate } from '../database/instants';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { AffectedEntityRow } from '../database/tables';

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

/** An affected entity whose owners are to be read. */
export interface DueEntity {
  entityRef: string;
  /** When it became due; a later request changes it. */
  dueAt: Date;
  /** Whether an incident still affects it. */
  isAffected: boolean;
}

/** Affected entities and their owners in the database. */
export class EntityOwnerStore {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  /** Makes the owners of entities due to be read, in the caller's transaction. */
  async request(tx: Knex, entityRefs: readonly string[]): Promise<void> {
    const rows = this.#dueNow(entityRefs);
    if (rows.length > 0) {
      await tx('affected_entities')
        .insert(rows)
        .onConflict('entity_ref')
        .merge(['due_at']);
    }
  }

  /**
   * Makes affected entities due that nobody made so: those of incidents that
   * were declared by a version without owners.
   */
  async adopt(limit: number): Promise<void> {
    const { knex } = this.#database;
    const unknown: { entity_ref: string }[] = await knex(
      'incident_affected_entities',
    )
      .distinct('entity_ref')
      .whereNotExists(
        knex('affected_entities')
          .select(knex.raw('1'))
          .whereRaw(
            'affected_entities.entity_ref = incident_affected_entities.entity_ref',
          ),
      )
      .limit(limit);
    if (unknown.length > 0) {
      await knex('affected_entities')
        .insert(this.#dueNow(unknown.map(row => row.entity_ref)))
        .onConflict('entity_ref')
        .ignore();
    }
  }

  /** Owners of what each incident affects, by the incident's number. */
  async ofIncidents(
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

  /** What is due, the longest waiting first. */
  async listDue(limit: number): Promise<DueEntity[]> {
    const { knex } = this.#database;
    const rows: (AffectedEntityRow & { affected_ref: string | null })[] =
      await knex('affected_entities')
        .select('affected_entities.*', {
          affected_ref: knex('incident_affected_entities')
            .select('entity_ref')
            .whereRaw(
              'incident_affected_entities.entity_ref = affected_entities.entity_ref',
            )
            .limit(1),
        })
        .where('due_at', '<=', this.#database.nowPlus(0))
        .orderBy(['due_at', 'affected_entities.entity_ref'])
        .limit(limit);
    return rows.map(row => ({
      entityRef: row.entity_ref,
      dueAt: toDate(row.due_at),
      isAffected: row.affected_ref !== null,
    }));
  }

  /**
   * Replaces the owners of an entity. One that was asked for again meanwhile
   * stays due; one without owners is looked at again sooner, since it may just
   * have been registered. `false` when the lease is lost and nothing was written.
   */
  async record(
    { entityRef, dueAt }: DueEntity,
    ownerRefs: readonly string[],
    lease: Lease,
  ): Promise<boolean> {
    return this.#database.knex.transaction(async tx => {
      if (!(await lease.isHeld(tx))) {
        return false;
      }
      await tx('affected_entities')
        .where({ entity_ref: entityRef })
        .update({ read_at: this.#database.nowPlus(0) });
      await tx('affected_entities')
        .where({ entity_ref: entityRef, due_at: dueAt })
        .update({
          due_at: this.#database.nowPlus(
            ownerRefs.length > 0 ? DAY_MILLISECONDS : HOUR_MILLISECONDS,
          ),
        });
      await tx('affected_entity_owners')
        .where({ entity_ref: entityRef })
        .whereNotIn('owner_ref', ownerRefs)
        .delete();
      if (ownerRefs.length > 0) {
        await tx('affected_entity_owners')
          .insert(
            ownerRefs.map(ownerRef => ({
              entity_ref: entityRef,
              owner_ref: ownerRef,
            })),
          )
          .onConflict(['entity_ref', 'owner_ref'])
          .ignore();
      }
      return true;
    });
  }

  /** Drops an entity that no incident affects, unless one does so meanwhile. */
  async forget({ entityRef, dueAt }: DueEntity): Promise<void> {
    await this.#database
      .knex('affected_entities')
      .where({ entity_ref: entityRef, due_at: dueAt })
      .delete();
  }

  /** In one order, so that transactions that ask for the same ones wait in turn. */
  #dueNow(entityRefs: readonly string[]) {
    return [...new Set(entityRefs)].sort().map(entityRef => ({
      entity_ref: entityRef,
      due_at: this.#database.nowPlus(0),
    }));
  }
}
