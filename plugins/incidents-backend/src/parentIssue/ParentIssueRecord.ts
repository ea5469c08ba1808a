import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Reason,
  reasonSchema,
  RoutingDecision,
  routingDecisionSchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { ParentIssueRow } from '../database/tables';
import { parseJson } from '../json';
import { LinearIssue, linearIssueSchema } from '../linear';
import { FieldRecords, fieldRecordsSchema } from './fieldRecords';

const statusSchema = z.enum(['pending', 'linked', 'missing']);
const originSchema = z.enum(['created', 'linked']);

const moveKindSchema = z.enum(['completed', 'reopened']);

/** An automatic move that a comment explains. */
export type MoveKind = z.infer<typeof moveKindSchema>;

const moveCommentSchema = z.object({
  /** UUID in Linear, made and stored before the comment is written. */
  id: z.string(),
  /** The latest move that was set out to. */
  kind: moveKindSchema,
  /** What the comment says as far as Linear responded; absent: nothing yet. */
  written: z.object({ kind: moveKindSchema, redacted: z.boolean() }).optional(),
});

/** Our one comment on a parent issue: about the latest automatic move. */
export type MoveComment = z.infer<typeof moveCommentSchema>;

/** Status of the current parent issue: to be created, linked, or gone from Linear. */
export type StoredParentIssueStatus = z.infer<typeof statusSchema>;

/** A parent issue as the database has it. */
export interface ParentIssueRecord {
  /** UUID in Linear, made and stored before any call. */
  issueId: string;
  incidentNumber: number;
  version: number;
  status: StoredParentIssueStatus;
  /** Made by us, or an existing issue that a person linked. */
  origin: z.infer<typeof originSchema>;
  /** Decided once. */
  route: RoutingDecision | undefined;
  fields: FieldRecords;
  /** The issue as Linear last showed it. */
  observed: LinearIssue | undefined;
  attachmentId: string | undefined;
  comment: MoveComment | undefined;
  /** Why it is where it is, the most important first; why a creation waits or failed is known to its job. */
  reasons: Reason[];
}

/** What a write may change. */
export type ParentIssueUpdate = Partial<
  Omit<ParentIssueRecord, 'issueId' | 'incidentNumber' | 'version' | 'origin'>
>;

/**
 * Reads rows. A JSON column that cannot be read counts as never written, so that
 * Linear is read again; the log says so once per column.
 */
export function createReadParentIssueRow(logger: LoggerService) {
  const warned = new Set<string>();
  return (row: ParentIssueRow): ParentIssueRecord => {
    const read = <T>(
      column: 'route' | 'fields' | 'observed' | 'comment' | 'reasons',
      schema: z.ZodType<T>,
    ): T | undefined => {
      const text = row[column];
      if (text === null) {
        return undefined;
      }
      const parsed = schema.safeParse(parseJson(text));
      if (!parsed.success && !warned.has(`${row.issue_id} ${column}`)) {
        warned.add(`${row.issue_id} ${column}`);
        logger.warn(
          `The column ${column} of the parent issue of incident number ${row.incident_number} cannot be read and is treated as empty`,
        );
      }
      return parsed.data;
    };
    return {
      issueId: row.issue_id,
      incidentNumber: row.incident_number,
      version: row.version,
      status: statusSchema.parse(row.status),
      origin: originSchema.parse(row.origin),
      route: read('route', routingDecisionSchema),
      fields: read('fields', fieldRecordsSchema) ?? {},
      observed: read('observed', linearIssueSchema),
      attachmentId: row.attachment_id ?? undefined,
      comment: read('comment', moveCommentSchema),
      reasons: read('reasons', z.array(reasonSchema)) ?? [],
    };
  };
}

/** The columns that an update sets; an absent field stays. */
export function updatedColumns(
  update: ParentIssueUpdate,
): Partial<ParentIssueRow> {
  const { status, route, fields, observed, comment, reasons } = update;
  return {
    ...(status && { status }),
    ...(route && { route: JSON.stringify(route) }),
    ...(fields && { fields: JSON.stringify(fields) }),
    // The team is a column of its own, for queries by it.
    ...(observed && {
      observed: JSON.stringify(observed),
      team_key: observed.team.key,
    }),
    ...('attachmentId' in update && {
      attachment_id: update.attachmentId ?? null,
    }),
    ...(comment && { comment: JSON.stringify(comment) }),
    ...(reasons && { reasons: JSON.stringify(reasons) }),
  };
}
