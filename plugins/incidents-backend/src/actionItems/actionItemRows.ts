import {
  actionItemSourceSchema,
  actionItemStatusSchema,
  prioritySchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { toDate, toIso } from '../database/instants';
import { ActionItemRow } from '../database/tables';
import { StoredActionItem } from './mapActionItem';

const dueSourceSchema = z.enum(['linear', 'sla', 'policy']);

/** The columns that Linear decides. */
export type ActionItemColumns = Omit<
  ActionItemRow,
  'incident_number' | 'first_seen_at' | 'changed_at'
>;

export function toColumns(item: StoredActionItem): ActionItemColumns {
  return {
    issue_id: item.issueId,
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
    due_at: item.dueAt ? new Date(item.dueAt) : null,
    due_source: item.dueSource ?? null,
    issue_created_at: new Date(item.createdAt),
    issue_updated_at: new Date(item.updatedAt),
    completed_at: item.completedAt ? new Date(item.completedAt) : null,
    canceled_at: item.canceledAt ? new Date(item.canceledAt) : null,
    archived: item.archived,
    content_hash: item.contentHash,
  };
}

export function toStoredActionItem(row: ActionItemRow): StoredActionItem {
  return {
    issueId: row.issue_id,
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
    dueSource:
      row.due_source === null
        ? undefined
        : dueSourceSchema.parse(row.due_source),
    createdAt: toDate(row.issue_created_at).toISOString(),
    updatedAt: toDate(row.issue_updated_at).toISOString(),
    completedAt: toIso(row.completed_at),
    canceledAt: toIso(row.canceled_at),
    archived: Boolean(row.archived),
    contentHash: row.content_hash,
  };
}
