import { RoutingDecision } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { commit, CommitOutcome } from '../database/commit';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRow } from '../database/tables';
import { LinearIssue } from '../linear';
import { FieldRecords } from './fieldRecords';

/** Where the current parent issue stands; `notConfigured` is told by the absence of one. */
export type StoredParentIssueStatus =
  | 'pending'
  | 'linked'
  | 'missing'
  | 'failed';

const STATUSES: readonly StoredParentIssueStatus[] = [
  'pending',
  'linked',
  'missing',
  'failed',
];

/** An incident's current parent issue as the database has it. */
export interface ParentIssueRecord {
  /** UUID in Linear, made and stored before any call. */
  issueId: string;
  incidentNumber: number;
  version: number;
  status: StoredParentIssueStatus;
  /** Made by us, or an existing issue that a person linked. */
  origin: 'created' | 'linked';
  /** Decided once. */
  route: RoutingDecision | undefined;
  fields: FieldRecords;
  /** The issue as Linear last told it. */
  observed: LinearIssue | undefined;
  attachmentId: string | undefined;
  reason: string | undefined;
}

/** What a write may change. */
export type ParentIssueUpdate = Partial<
  Pick<
    ParentIssueRecord,
    'status' | 'route' | 'fields' | 'observed' | 'attachmentId' | 'reason'
  >
>;

/** Parent issues in the database; former ones stay as history. */
export class ParentIssueStore {
  readonly #database: IncidentsDatabase;
  readonly #now: () => Date;

  constructor(options: { database: IncidentsDatabase; now: () => Date }) {
    this.#database = options.database;
    this.#now = options.now;
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
      observed: parent.observed ? JSON.stringify(parent.observed) : null,
      attachment_id: null,
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
    return new Map(rows.map(row => [row.incident_number, toRecord(row)]));
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
  }): Promise<CommitOutcome<ParentIssueRecord>> {
    const { record, update, writer, onConflict } = options;
    const result = await commit<ParentIssueRow>({
      knex: options.knex ?? this.#database.knex,
      table: 'parent_issues',
      where: { issue_id: record.issueId },
      expectedVersion: record.version,
      writer,
      update: this.#toColumns(update),
      onConflict: onConflict
        ? row => {
            const next = onConflict(toRecord(row));
            return next ? this.#toColumns(next) : undefined;
          }
        : undefined,
    });
    switch (result.outcome) {
      case 'applied':
      case 'recomputed':
      case 'skipped':
        return { outcome: result.outcome, row: toRecord(result.row) };
      case 'conflict':
        return {
          outcome: 'conflict',
          current: result.current ? toRecord(result.current) : undefined,
        };
      case 'leaseLost':
        return result;
      default:
        throw new Error(
          `Unknown outcome ${JSON.stringify(result satisfies never)}`,
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

  /** Incidents that have no current parent, oldest first. */
  async listIncidentsWithout(limit: number): Promise<number[]> {
    const rows: { number: number }[] = await this.#database
      .knex('incidents')
      .select('number')
      .whereNotExists(
        this.#database
          .knex('parent_issues')
          .select(this.#database.knex.raw('1'))
          .whereRaw('parent_issues.incident_number = incidents.number'),
      )
      .orderBy('number')
      .limit(limit);
    return rows.map(row => row.number);
  }

  #toColumns(update: ParentIssueUpdate): Partial<ParentIssueRow> {
    const columns: Partial<ParentIssueRow> = { updated_at: this.#now() };
    if (update.status) columns.status = update.status;
    if (update.route) columns.route = JSON.stringify(update.route);
    if (update.fields) columns.fields = JSON.stringify(update.fields);
    if (update.observed) columns.observed = JSON.stringify(update.observed);
    if ('attachmentId' in update) {
      columns.attachment_id = update.attachmentId ?? null;
    }
    if ('reason' in update) columns.reason = update.reason ?? null;
    return columns;
  }
}

function toRecord(row: ParentIssueRow): ParentIssueRecord {
  const status = STATUSES.find(known => known === row.status);
  if (!status) {
    throw new Error(`Unknown status ${row.status} of a parent issue`);
  }
  return {
    issueId: row.issue_id,
    incidentNumber: row.incident_number,
    version: row.version,
    status,
    origin: row.origin === 'linked' ? 'linked' : 'created',
    route: row.route === null ? undefined : JSON.parse(row.route),
    fields: JSON.parse(row.fields),
    observed: row.observed === null ? undefined : JSON.parse(row.observed),
    attachmentId: row.attachment_id ?? undefined,
    reason: row.reason ?? undefined,
  };
}
