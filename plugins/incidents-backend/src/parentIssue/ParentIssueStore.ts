import { RoutingDecision } from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { commit, CommitOutcome, ConflictListener } from '../database/commit';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRow } from '../database/tables';
import { LinearIssue } from '../linear';
import { FieldRecords } from './fieldRecords';
import { MoveComment } from './moveComment';

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
  comment: MoveComment | undefined;
  reason: string | undefined;
}

/** What a write may change. */
export type ParentIssueUpdate = Partial<
  Pick<
    ParentIssueRecord,
    | 'status'
    | 'route'
    | 'fields'
    | 'observed'
    | 'attachmentId'
    | 'comment'
    | 'reason'
  >
>;

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
      onConflictTelemetry: this.#onConflict,
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

  /** Any parent by the UUID of its issue, current or former. */
  async findByIssue(
    issueId: string,
    knex: Knex = this.#database.knex,
  ): Promise<{ record: ParentIssueRecord; isCurrent: boolean } | undefined> {
    const row: ParentIssueRow | undefined = await knex('parent_issues')
      .where({ issue_id: issueId })
      .first();
    return row && { record: toRecord(row), isCurrent: Boolean(row.is_current) };
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

  /** The lowest incident whose parent is still to be created, and not by a person's help only. */
  async findFirstPending(): Promise<number | undefined> {
    const { knex } = this.#database;
    const [row]: { first: number | null }[] = await knex('parent_issues')
      .where({ is_current: true, status: 'pending', origin: 'created' })
      .whereNotExists(
        knex('work')
          .select(knex.raw('1'))
          .whereRaw('work.incident_number = parent_issues.incident_number')
          .where({ 'work.kind': 'parentIssue', 'work.state': 'escalated' }),
      )
      .min({ first: 'parent_issues.incident_number' });
    return row.first ?? undefined;
  }

  /** Why the parent is not created any more, of those of the incidents where a person is needed. */
  async findGivenUp(
    incidentNumbers: readonly number[],
  ): Promise<ReadonlyMap<number, string>> {
    if (incidentNumbers.length === 0) {
      return new Map();
    }
    const rows: { incident_number: number; reason: string | null }[] =
      await this.#database
        .knex('parent_issues')
        .join('work', on =>
          on
            .on('work.incident_number', 'parent_issues.incident_number')
            .andOnVal('work.kind', 'parentIssue')
            .andOnVal('work.state', 'escalated'),
        )
        .select('parent_issues.incident_number', 'work.reason')
        .whereIn('parent_issues.incident_number', incidentNumbers)
        .where({
          'parent_issues.is_current': true,
          'parent_issues.status': 'pending',
        });
    return new Map(
      rows.map(row => [
        row.incident_number,
        row.reason ?? 'See the operations page.',
      ]),
    );
  }

  /** Of the given incidents, those whose parent was unlinked and not replaced. */
  async findUnlinked(
    incidentNumbers: readonly number[],
  ): Promise<ReadonlySet<number>> {
    const { knex } = this.#database;
    const rows: Pick<ParentIssueRow, 'incident_number'>[] = await knex({
      former: 'parent_issues',
    })
      .distinct('former.incident_number')
      .whereIn('former.incident_number', incidentNumbers)
      .where('former.is_current', false)
      .whereNotExists(
        knex({ current: 'parent_issues' })
          .select(knex.raw('1'))
          .whereRaw('current.incident_number = former.incident_number')
          .where('current.is_current', true),
      );
    return new Set(rows.map(row => row.incident_number));
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
    const columns: Partial<ParentIssueRow> = {
      updated_at: this.#now(),
      ...(update.observed && observedColumns(update.observed)),
    };
    if (update.status) columns.status = update.status;
    if (update.route) columns.route = JSON.stringify(update.route);
    if (update.fields) columns.fields = JSON.stringify(update.fields);
    if ('attachmentId' in update) {
      columns.attachment_id = update.attachmentId ?? null;
    }
    if (update.comment) columns.comment = JSON.stringify(update.comment);
    if ('reason' in update) columns.reason = update.reason ?? null;
    return columns;
  }
}

/** The team is a column of its own, for queries by it. */
function observedColumns(
  observed: LinearIssue,
): Pick<ParentIssueRow, 'observed' | 'team_key'> {
  return { observed: JSON.stringify(observed), team_key: observed.team.key };
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
    comment: row.comment === null ? undefined : JSON.parse(row.comment),
    reason: row.reason ?? undefined,
  };
}
