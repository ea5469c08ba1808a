import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  updateVersioned,
  UpdateOutcome,
  ConflictListener,
} from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRow } from '../database/tables';
import { LinearIssue } from '../linear';
import {
  observedColumns,
  ParentIssueRecord,
  ParentIssueUpdate,
  StoredParentIssueStatus,
  toParentIssueRecord,
  updatedColumns,
} from './ParentIssueRecord';

/** Parent issues in the database; former ones stay as history. */
export class ParentIssueStore {
  readonly #database: IncidentsDatabase;
  readonly #now: () => Date;
  readonly #onConflict: ConflictListener | undefined;

  constructor(options: {
    database: IncidentsDatabase;
    now: () => Date;
    onConflict?: ConflictListener;
  }) {
    this.#database = options.database;
    this.#now = options.now;
    this.#onConflict = options.onConflict;
  }

  /**
   * Stores the UUID of a parent to be created or just linked. The unique index
   * refuses a second current parent of the incident.
   */
  async insert(
    tx: Knex,
    parent: {
      issueId: string;
      incidentNumber: number;
      status: StoredParentIssueStatus;
      origin: ParentIssueRecord['origin'];
      observed?: LinearIssue;
      reason?: string;
    },
  ): Promise<void> {
    const now = this.#now();
    const row: ParentIssueRow = {
      issue_id: parent.issueId,
      incident_number: parent.incidentNumber,
      is_current: true,
      version: 1,
      status: parent.status,
      origin: parent.origin,
      route: null,
      fields: '{}',
      observed: null,
      team_key: null,
      ...(parent.observed && observedColumns(parent.observed)),
      attachment_id: null,
      comment: null,
      reason: parent.reason ?? null,
      created_at: now,
      updated_at: now,
    };
    await tx('parent_issues').insert(row);
  }

  async find(
    incidentNumber: number,
    knex?: Knex,
  ): Promise<ParentIssueRecord | undefined> {
    return (await this.findMany([incidentNumber], knex)).get(incidentNumber);
  }

  /** Current parents by incident number. */
  async findMany(
    incidentNumbers: readonly number[],
    knex: Knex = this.#database.knex,
  ): Promise<Map<number, ParentIssueRecord>> {
    const rows: ParentIssueRow[] = await knex('parent_issues')
      .whereIn('incident_number', incidentNumbers)
      .where('is_current', true);
    return new Map(
      rows.map(row => [row.incident_number, toParentIssueRecord(row)]),
    );
  }

  /** Which incidents the given issues are current parents of, by issue id. */
  async findIncidentsByIssue(
    issueIds: readonly string[],
    knex: Knex = this.#database.knex,
  ): Promise<Map<string, number>> {
    const rows: Pick<ParentIssueRow, 'issue_id' | 'incident_number'>[] =
      await knex('parent_issues')
        .select('issue_id', 'incident_number')
        .whereIn('issue_id', issueIds)
        .where('is_current', true);
    return new Map(rows.map(row => [row.issue_id, row.incident_number]));
  }

  /** Writes through the write door; `onConflict` derives the update from the row that won. */
  async update(options: {
    knex?: Knex;
    record: ParentIssueRecord;
    update: ParentIssueUpdate;
    writer: string;
    onConflict?: (current: ParentIssueRecord) => ParentIssueUpdate | undefined;
  }): Promise<UpdateOutcome<ParentIssueRecord>> {
    const { record, update, writer, onConflict } = options;
    const result = await updateVersioned<ParentIssueRow>({
      knex: options.knex ?? this.#database.knex,
      table: 'parent_issues',
      where: { issue_id: record.issueId },
      expectedVersion: record.version,
      writer,
      onConflictTelemetry: this.#onConflict,
      update: this.#columns(update),
      onConflict: onConflict
        ? row => {
            const next = onConflict(toParentIssueRecord(row));
            return next ? this.#columns(next) : undefined;
          }
        : undefined,
    });
    switch (result.outcome) {
      case 'applied':
      case 'recomputed':
      case 'skipped':
        return {
          outcome: result.outcome,
          row: toParentIssueRecord(result.row),
        };
      case 'conflict':
        return {
          outcome: 'conflict',
          current: result.current
            ? toParentIssueRecord(result.current)
            : undefined,
        };
      case 'claimLost':
        return result;
      default:
        throw new Error(
          `Unknown outcome ${JSON.stringify(result satisfies never)}`,
        );
    }
  }

  /** Any parent by the UUID of its issue, current or former. */
  async findByIssue(
    issueId: string,
    knex: Knex = this.#database.knex,
  ): Promise<{ record: ParentIssueRecord; isCurrent: boolean } | undefined> {
    const row: ParentIssueRow | undefined = await knex('parent_issues')
      .where({ issue_id: issueId })
      .first();
    return (
      row && {
        record: toParentIssueRecord(row),
        isCurrent: Boolean(row.is_current),
      }
    );
  }

  /**
   * Links an existing issue. One that was a parent before becomes current
   * again; for the same incident with what we know of its fields.
   */
  async link(
    tx: Knex,
    parent: { incidentNumber: number; observed: LinearIssue },
  ): Promise<void> {
    const { incidentNumber, observed } = parent;
    const former = await this.findByIssue(observed.id, tx);
    if (!former) {
      await this.insert(tx, {
        issueId: observed.id,
        incidentNumber,
        status: 'linked',
        origin: 'linked',
        observed,
      });
      return;
    }
    const { record } = former;
    const isOurs = record.incidentNumber === incidentNumber;
    const linked = await tx('parent_issues')
      .where({
        issue_id: observed.id,
        version: record.version,
        is_current: false,
      })
      .update({
        incident_number: incidentNumber,
        is_current: true,
        version: record.version + 1,
        status: 'linked',
        ...observedColumns(observed),
        reason: null,
        updated_at: this.#now(),
        ...(isOurs
          ? {
              // The backlink was taken away when it was unlinked.
              fields: JSON.stringify({
                ...record.fields,
                attachment: undefined,
              }),
              attachment_id: null,
            }
          : {
              origin: 'linked',
              route: null,
              fields: '{}',
              attachment_id: null,
              comment: null,
            }),
      });
    if (linked !== 1) {
      throw new ConflictError(
        'The issue was linked by someone else at the same time; read the incident again',
      );
    }
  }

  /** Turns the current parent into history. */
  async retire(
    tx: Knex,
    record: ParentIssueRecord,
    reason: string,
  ): Promise<boolean> {
    const retired = await tx('parent_issues')
      .where({
        issue_id: record.issueId,
        version: record.version,
        is_current: true,
      })
      .update({
        is_current: false,
        version: record.version + 1,
        reason,
        updated_at: this.#now(),
      });
    return retired === 1;
  }

  #columns(update: ParentIssueUpdate): Partial<ParentIssueRow> {
    return { updated_at: this.#now(), ...updatedColumns(update) };
  }
}
