import { Knex } from 'knex';
import { commit, CommitOutcome } from '../database/commit';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentRow } from '../database/tables';
import { EntityOwnerStore } from '../owners/EntityOwnerStore';
import {
  IncidentLists,
  IncidentRecord,
  NewIncident,
  toIncidentRecord,
} from './IncidentRecord';

const LISTS = {
  participants: { table: 'incident_participants', column: 'user_ref' },
  affects: { table: 'incident_affected_entities', column: 'entity_ref' },
  labels: { table: 'incident_labels', column: 'label' },
} as const;

type ListName = keyof typeof LISTS;
const LIST_NAMES: readonly ListName[] = ['participants', 'affects', 'labels'];

/** What an edit changes: columns, and lists that are replaced. */
export interface IncidentUpdate {
  columns: Partial<IncidentRow>;
  lists: Partial<IncidentLists>;
}

/** Incidents in the database. */
export class IncidentStore {
  readonly #database: IncidentsDatabase;
  readonly #owners: EntityOwnerStore;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
    this.#owners = new EntityOwnerStore(database);
  }

  /**
   * The next number, in the given transaction: the row lock makes creations
   * take turns, and a rollback gives the number back.
   */
  async allocateNumber(tx: Knex): Promise<number> {
    const [row]: { value: number }[] = await tx('counters')
      .where({ name: 'incident' })
      .increment('value', 1)
      .returning('value');
    return row.value;
  }

  async insert(tx: Knex, incident: NewIncident): Promise<void> {
    const row: IncidentRow = {
      number: incident.number,
      version: 1,
      title: incident.title,
      summary: incident.summary ?? null,
      severity: incident.severity,
      status: incident.status,
      visibility: incident.visibility,
      lead: incident.lead ?? null,
      reporter: incident.reporter ?? null,
      links: JSON.stringify(incident.links),
      started_at: new Date(incident.startedAt),
      mitigated_at: optionalDate(incident.mitigatedAt),
      closed_at: optionalDate(incident.closedAt),
      created_at: new Date(incident.createdAt),
      updated_at: new Date(incident.createdAt),
    };
    await tx('incidents').insert(row);
    for (const name of LIST_NAMES) {
      await insertList(tx, incident.number, name, incident[name]);
    }
    await this.#owners.request(tx, incident.affects);
  }

  async find(number: number, knex?: Knex): Promise<IncidentRecord | undefined> {
    const [incident] = await this.findMany([number], knex);
    return incident;
  }

  /** In the order of the numbers given; unknown ones are left out. */
  async findMany(
    numbers: readonly number[],
    knex: Knex = this.#database.knex,
  ): Promise<IncidentRecord[]> {
    if (numbers.length === 0) {
      return [];
    }
    const rows: IncidentRow[] = await knex('incidents').whereIn(
      'number',
      numbers,
    );
    const lists = await this.#readLists(knex, numbers);
    const owners = await this.#owners.ofIncidents(knex, numbers);
    const byNumber = new Map(rows.map(row => [row.number, row]));
    return numbers.flatMap(number => {
      const row = byNumber.get(number);
      return row
        ? [
            toIncidentRecord(row, {
              participants: lists.participants.get(number) ?? [],
              affects: lists.affects.get(number) ?? [],
              affectedOwners: owners.get(number) ?? [],
              labels: lists.labels.get(number) ?? [],
            }),
          ]
        : [];
    });
  }

  /** Writes an edit through the write door, in the given transaction. */
  async update(
    tx: Knex,
    options: {
      number: number;
      expectedVersion: number;
      update: IncidentUpdate;
      writer: string;
    },
  ): Promise<CommitOutcome<IncidentRow>> {
    const { number, expectedVersion, update, writer } = options;
    const outcome = await commit<IncidentRow>({
      knex: tx,
      table: 'incidents',
      where: { number },
      expectedVersion,
      writer,
      update: update.columns,
    });
    if (outcome.outcome === 'applied') {
      for (const name of LIST_NAMES) {
        const values = update.lists[name];
        if (values) {
          await tx(LISTS[name].table)
            .where({ incident_number: number })
            .delete();
          await insertList(tx, number, name, values);
        }
      }
      await this.#owners.request(tx, update.lists.affects ?? []);
    }
    return outcome;
  }

  async #readLists(
    knex: Knex,
    numbers: readonly number[],
  ): Promise<Record<ListName, Map<number, string[]>>> {
    const lists: Record<ListName, Map<number, string[]>> = {
      participants: new Map(),
      affects: new Map(),
      labels: new Map(),
    };
    for (const name of LIST_NAMES) {
      const { table, column } = LISTS[name];
      const rows: { incident_number: number; value: string }[] = await knex(
        table,
      )
        .select('incident_number', { value: column })
        .whereIn('incident_number', numbers)
        .orderBy(['incident_number', 'position']);
      for (const { incident_number: number, value } of rows) {
        lists[name].set(number, [...(lists[name].get(number) ?? []), value]);
      }
    }
    return lists;
  }
}

async function insertList(
  tx: Knex,
  number: number,
  name: ListName,
  values: readonly string[],
): Promise<void> {
  const { table, column } = LISTS[name];
  const rows = [...new Set(values)].map((value, position) => ({
    incident_number: number,
    [column]: value,
    position,
  }));
  if (rows.length > 0) {
    await tx(table).insert(rows);
  }
}

function optionalDate(value: string | undefined): Date | null {
  return value === undefined ? null : new Date(value);
}
