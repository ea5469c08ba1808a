import { Knex } from 'knex';
import { updateVersioned, UpdateOutcome } from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentRow } from '../database/tables';
import { ownersOfAffected } from '../catalog/entityOwners';
import {
  IncidentEdit,
  IncidentLists,
  incidentNumber,
  IncidentRecord,
  incidentRef,
  NewIncident,
  toIncidentColumns,
  toIncidentRecord,
} from './IncidentRecord';

const LISTS = [
  ['participants', 'incident_participants', 'user_ref'],
  ['affects', 'incident_affected_entities', 'entity_ref'],
  ['labels', 'incident_labels', 'label'],
] as const;

/** Incidents in the database. */
export type IncidentStore = ReturnType<typeof createIncidentStore>;

/** @param options.prefix - what refs begin with, for example `INC` */
export function createIncidentStore(options: {
  database: IncidentsDatabase;
  prefix: string;
}) {
  const { database, prefix } = options;

  async function writeLists(
    tx: Knex,
    number: number,
    lists: Partial<IncidentLists>,
  ): Promise<void> {
    for (const [name, table, column] of LISTS) {
      const values = lists[name];
      if (values) {
        await tx(table).where({ incident_number: number }).delete();
        const rows = [...new Set(values)].map((value, position) => ({
          incident_number: number,
          [column]: value,
          position,
        }));
        if (rows.length > 0) await tx(table).insert(rows);
      }
    }
  }

  async function readLists(
    knex: Knex,
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, IncidentLists>> {
    const lists = new Map<number, IncidentLists>(
      numbers.map(number => [
        number,
        { participants: [], affects: [], labels: [] },
      ]),
    );
    for (const [name, table, column] of LISTS) {
      const rows: { incident_number: number; value: string }[] = await knex(
        table,
      )
        .select('incident_number', { value: column })
        .whereIn('incident_number', numbers)
        .orderBy(['incident_number', 'position']);
      for (const { incident_number: number, value } of rows) {
        lists.get(number)?.[name].push(value);
      }
    }
    return lists;
  }

  const store = {
    /**
     * The next number, in the caller's transaction: the row lock makes creations
     * take turns, and a rollback gives the number back.
     */
    async allocateNumber(tx: Knex): Promise<number> {
      const [row]: { value: number }[] = await tx('counters')
        .where({ name: 'incident' })
        .increment('value', 1)
        .returning('value');
      return row.value;
    },

    async insert(tx: Knex, incident: NewIncident): Promise<void> {
      const { number, createdAt } = incident;
      await tx('incidents').insert({
        ...toIncidentColumns({ ...incident, updatedAt: createdAt }),
        number,
        version: 1,
      });
      await writeLists(tx, number, incident);
    },

    async find(
      number: number,
      knex?: Knex,
    ): Promise<IncidentRecord | undefined> {
      const [incident] = await store.findMany([number], knex);
      return incident;
    },

    /** `undefined` for a ref of another prefix, too. */
    async findByRef(ref: string): Promise<IncidentRecord | undefined> {
      const number = incidentNumber(prefix, ref);
      return number === undefined ? undefined : store.find(number);
    },

    /** In the order of the numbers given; unknown ones are left out. */
    async findMany(
      numbers: readonly number[],
      knex: Knex = database.knex,
    ): Promise<IncidentRecord[]> {
      if (numbers.length === 0) {
        return [];
      }
      const rows: IncidentRow[] = await knex('incidents').whereIn(
        'number',
        numbers,
      );
      const lists = await readLists(knex, numbers);
      const affectedOwners = await ownersOfAffected(knex, numbers);
      const byNumber = new Map(rows.map(row => [row.number, row]));
      return numbers.flatMap(number => {
        const row = byNumber.get(number);
        const ofIncident = lists.get(number);
        return row && ofIncident
          ? [
              toIncidentRecord(row, {
                ref: incidentRef(prefix, number),
                affectedOwners: affectedOwners.get(number) ?? [],
                ...ofIncident,
              }),
            ]
          : [];
      });
    },

    /** Writes an edit under the optimistic lock, in the caller's transaction. */
    async update(
      tx: Knex,
      change: { number: number; expectedVersion: number; edit: IncidentEdit },
    ): Promise<UpdateOutcome<IncidentRow>> {
      const { number, expectedVersion, edit } = change;
      const result = await updateVersioned<IncidentRow>({
        knex: tx,
        table: 'incidents',
        where: { number },
        expectedVersion,
        writer: 'incident.update',
        update: toIncidentColumns(edit),
      });
      if (result.outcome === 'applied') {
        await writeLists(tx, number, edit);
      }
      return result;
    },
  };
  return store;
}
