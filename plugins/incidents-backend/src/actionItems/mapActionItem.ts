import { createHash } from 'node:crypto';
import { actionItemStatusOf } from '@backstage-incidents/incidents-common';
import { ActionItemsSettings } from '../config';
import type { LinearIssue, LinearItemSource } from '../linear';
import { dueDate } from './dueDate';
import { priorityName } from './linearValues';
import { StoredActionItem } from './StoredActionItem';

export interface MappedActionItem {
  item: StoredActionItem;
  /** A state type not known here, taken for `todo`; worth one warning. */
  unknownStateType?: string;
}

/**
 * An issue beside a parent issue as it is stored; `undefined` where it is not:
 * trashed, or of a source that is not shown. Whether it is itself an incident's parent, and
 * so no action item, changes by links alone and is decided where it is read.
 */
export function mapActionItem(options: {
  issue: LinearIssue;
  source: LinearItemSource;
  settings: Pick<ActionItemsSettings, 'sources' | 'dueWithinMs'>;
  /** Catalog users by the id of the Linear user. */
  userRefs: ReadonlyMap<string, string>;
}): MappedActionItem | undefined {
  const { issue, settings } = options;
  const source = settings.sources.find(shown => shown === options.source);
  if (issue.trashed || !source) return undefined;

  const { status, known } = actionItemStatusOf(issue.state.type);
  const priority = priorityName(issue.priority);
  const due = dueDate({
    dueDate: issue.dueDate,
    slaBreachesAt: issue.slaBreachesAt,
    priority,
    createdAt: issue.createdAt,
    timeZone: issue.team.timezone,
    dueWithinMs: settings.dueWithinMs,
  });
  const content: Omit<StoredActionItem, 'contentHash'> = {
    issueId: issue.id,
    parentIssueId: issue.parentId,
    source,
    identifier: issue.identifier,
    title: storableText(issue.title),
    url: issue.url,
    status,
    state: {
      id: issue.state.id,
      name: storableText(issue.state.name),
      type: issue.state.type,
      color: issue.state.color,
    },
    priority,
    assignee: toAssignee(issue, options.userRefs),
    team: {
      id: issue.team.id,
      key: issue.team.key,
      name: storableText(issue.team.name),
    },
    dueAt: due?.dueAt,
    dueSource: due?.dueSource,
    createdAt: toInstant(issue.createdAt),
    updatedAt: toInstant(issue.updatedAt),
    completedAt: issue.completedAt && toInstant(issue.completedAt),
    canceledAt: issue.canceledAt && toInstant(issue.canceledAt),
    archived: Boolean(issue.archivedAt),
  };
  return {
    item: { ...content, contentHash: hash(content) },
    ...(known ? {} : { unknownStateType: issue.state.type }),
  };
}

function toAssignee(
  { assignee }: LinearIssue,
  userRefs: ReadonlyMap<string, string>,
): StoredActionItem['assignee'] {
  if (!assignee) return undefined;
  return {
    id: assignee.id,
    name: storableText(assignee.name),
    userRef: assignee.app ? undefined : userRefs.get(assignee.id),
    avatarUrl: assignee.avatarUrl,
  };
}

/** PostgreSQL cannot store the character zero. */
function storableText(text: string): string {
  return text.replaceAll('\0', '');
}

function toInstant(value: string): string {
  return new Date(value).toISOString();
}

function hash(content: Omit<StoredActionItem, 'contentHash'>): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
