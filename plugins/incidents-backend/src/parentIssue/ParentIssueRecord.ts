import { RoutingDecision } from '@backstage-incidents/incidents-common';
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

/** @throws Error for a row that no version of ours writes */
export function toParentIssueRecord(row: ParentIssueRow): ParentIssueRecord {
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

/** The columns that an update sets. */
export function updatedColumns(
  update: ParentIssueUpdate,
): Partial<ParentIssueRow> {
  const columns: Partial<ParentIssueRow> = {
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

/** The team is a column of its own, for queries by it. */
export function observedColumns(
  observed: LinearIssue,
): Pick<ParentIssueRow, 'observed' | 'team_key'> {
  return { observed: JSON.stringify(observed), team_key: observed.team.key };
}
