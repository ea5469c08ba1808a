import {
  ActionItem,
  actionItemSchema,
  actionItemSourceSchema,
  actionItemStatusSchema,
  prioritySchema,
} from '@backstage-incidents/incidents-common';
import { toDate, toIso } from '../database/columns';
import { ActionItemRow } from '../database/tables';

/**
 * What is stored of an action item: the wire type with ids of Linear, without
 * what is computed when it is read. Instants are ISO 8601 in UTC.
 */
export type StoredActionItem = Omit<
  ActionItem,
  'id' | 'state' | 'assignee' | 'team' | 'overdue'
> & {
  /** UUID in Linear. */
  issueId: string;
  /** Of the issue of which it is a sub-issue in Linear; readers do not get it. */
  parentIssueId?: string;
  state: ActionItem['state'] & { id: string };
  assignee?: NonNullable<ActionItem['assignee']> & {
    /** Linear user. */
    id: string;
  };
  team: ActionItem['team'] & { id: string };
  /** Equal exactly if everything above is equal. */
  contentHash: string;
};

const dueSourceSchema = actionItemSchema.shape.dueSource;

/** The columns that Linear decides. */
export function toActionItemColumns(
  item: StoredActionItem,
): Omit<ActionItemRow, 'incident_number' | 'first_seen_at' | 'changed_at'> {
  return {
    issue_id: item.issueId,
    parent_issue_id: item.parentIssueId ?? null,
    source: item.source,
    identifier: item.identifier,
    title: item.title,
    url: item.url,
    status: item.status,
    state_id: item.state.id,
    state_name: item.state.name,
    state_type: item.state.type,
    state_color: item.state.color,
    priority: item.priority,
    assignee_id: item.assignee?.id ?? null,
    assignee_name: item.assignee?.name ?? null,
    assignee_ref: item.assignee?.userRef ?? null,
    assignee_avatar_url: item.assignee?.avatarUrl ?? null,
    team_id: item.team.id,
    team_key: item.team.key,
    team_name: item.team.name,
    due_at: toColumn(item.dueAt),
    due_source: item.dueSource ?? null,
    issue_created_at: new Date(item.createdAt),
    issue_updated_at: new Date(item.updatedAt),
    completed_at: toColumn(item.completedAt),
    canceled_at: toColumn(item.canceledAt),
    archived: item.archived,
    content_hash: item.contentHash,
  };
}

function toColumn(instant: string | undefined): Date | null {
  return instant ? new Date(instant) : null;
}

export function toStoredActionItem(row: ActionItemRow): StoredActionItem {
  return {
    issueId: row.issue_id,
    parentIssueId: row.parent_issue_id ?? undefined,
    source: actionItemSourceSchema.parse(row.source),
    identifier: row.identifier,
    title: row.title,
    url: row.url,
    status: actionItemStatusSchema.parse(row.status),
    state: {
      id: row.state_id,
      name: row.state_name,
      type: row.state_type,
      color: row.state_color,
    },
    priority: prioritySchema.parse(row.priority),
    assignee:
      row.assignee_id === null
        ? undefined
        : {
            id: row.assignee_id,
            name: row.assignee_name ?? '',
            userRef: row.assignee_ref ?? undefined,
            avatarUrl: row.assignee_avatar_url ?? undefined,
          },
    team: { id: row.team_id, key: row.team_key, name: row.team_name },
    dueAt: toIso(row.due_at),
    dueSource: dueSourceSchema.parse(row.due_source ?? undefined),
    createdAt: toDate(row.issue_created_at).toISOString(),
    updatedAt: toDate(row.issue_updated_at).toISOString(),
    completedAt: toIso(row.completed_at),
    canceledAt: toIso(row.canceled_at),
    archived: Boolean(row.archived),
    contentHash: row.content_hash,
  };
}
