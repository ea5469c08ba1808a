import { DateTime } from 'luxon';
import { LinearError } from './LinearError';
import {
  IssueRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from './records';
import { uuidPattern, uuidV4Pattern } from './text';
import { Viewer } from './Viewer';

/** Linear does not document its limit; this is stricter than anything seen. */
export const maxTitleLength = 255;

/** Input of a create. Null and absent mean the same. */
export interface IssueDraft {
  id?: string | null;
  teamId: string;
  title?: string | null;
  description?: string | null;
  stateId?: string | null;
  assigneeId?: string | null;
  delegateId?: string | null;
  priority?: number | null;
  estimate?: number | null;
  dueDate?: string | null;
  /** UUID or identifier. */
  parentId?: string | null;
  projectId?: string | null;
  labelIds?: string[] | null;
  subscriberIds?: string[] | null;
  sortOrder?: number | null;
  subIssueSortOrder?: number | null;
  createdAt?: string | null;
  completedAt?: string | null;
  createAsUser?: string | null;
  displayIconUrl?: string | null;
  templateId?: string | null;
}

/** Input of an update: absent is unchanged, null clears. */
export interface IssuePatch {
  teamId?: string | null;
  title?: string | null;
  description?: string | null;
  stateId?: string | null;
  assigneeId?: string | null;
  delegateId?: string | null;
  priority?: number | null;
  estimate?: number | null;
  dueDate?: string | null;
  parentId?: string | null;
  projectId?: string | null;
  labelIds?: string[] | null;
  addedLabelIds?: string[] | null;
  removedLabelIds?: string[] | null;
  subscriberIds?: string[] | null;
  sortOrder?: number | null;
  subIssueSortOrder?: number | null;
  snoozedUntilAt?: string | null;
  trashed?: boolean | null;
}

export const discrepancy = () =>
  LinearError.input(
    'Discrepancy between issue team and state, cycle or project.',
  );

export function checkedTitle(title: string | null | undefined): string {
  const trimmed = (title ?? '').trim();
  if (trimmed === '') throw LinearError.argument('title should not be empty');
  if (trimmed.length > maxTitleLength) {
    throw LinearError.argument(
      `title must be shorter than or equal to ${maxTitleLength} characters`,
    );
  }
  return trimmed;
}

/** An id that a client chose for a new row. */
export function checkedNewId(id: string): string {
  if (!uuidV4Pattern.test(id)) {
    throw LinearError.argument('id must be a UUID v4');
  }
  return id.toLowerCase();
}

export function checkedUuid(name: string, id: string): string {
  if (!uuidPattern.test(id)) {
    throw LinearError.argument(`${name} must be a UUID`);
  }
  return id.toLowerCase();
}

export function checkedPriority(priority: number | null | undefined): number {
  const value = priority ?? 0;
  if (!Number.isInteger(value) || value < 0 || value > 4) {
    throw LinearError.argument('priority must be between 0 and 4');
  }
  return value;
}

export function checkedDueDate(
  dueDate: string | null | undefined,
): string | undefined {
  if (dueDate === null || dueDate === undefined) return undefined;
  if (!DateTime.fromISO(dueDate).isValid) {
    throw LinearError.argument('dueDate must be a date like 2026-01-31');
  }
  return dueDate;
}

export function checkedAssignee(
  viewer: Viewer,
  id: string | null | undefined,
): UserRecord | undefined {
  if (id === null || id === undefined) return undefined;
  const user = viewer.anyUser(checkedUuid('assigneeId', id));
  if (!user.active || user.app) {
    throw LinearError.input(
      'The assignee cannot be assigned to issues',
      'Deactivated users and apps cannot be assigned to issues.',
    );
  }
  return user;
}

export function checkedLabels(
  viewer: Viewer,
  team: TeamRecord,
  ids: readonly string[],
): string[] {
  for (const id of ids) {
    const label = viewer.label(checkedUuid('labelIds', id));
    if (label.teamId !== undefined && label.teamId !== team.id) {
      throw LinearError.input(
        'The label is not associated with the same team as the issue.',
      );
    }
  }
  return [...new Set(ids)];
}

export function checkedProject(
  viewer: Viewer,
  team: TeamRecord,
  id: string | null | undefined,
): string | undefined {
  if (id === null || id === undefined) return undefined;
  const project = viewer.project(checkedUuid('projectId', id));
  if (!project.teamIds.includes(team.id)) throw discrepancy();
  return project.id;
}

export function checkedState(
  viewer: Viewer,
  team: TeamRecord,
  id: string,
): WorkflowStateRecord {
  const state = viewer.state(checkedUuid('stateId', id));
  if (state.teamId !== team.id) throw discrepancy();
  return state;
}

/** A parent that is neither the issue itself nor below it. */
export function checkedParent(
  viewer: Viewer,
  issueId: string | undefined,
  reference: string | null | undefined,
): IssueRecord | undefined {
  if (reference === null || reference === undefined) return undefined;
  const parent = viewer.issue(reference);
  const seen = new Set<string>();
  let above: IssueRecord | undefined = parent;
  while (above && !seen.has(above.id)) {
    if (above.id === issueId) {
      throw LinearError.input('An issue cannot be its own parent or ancestor.');
    }
    seen.add(above.id);
    above =
      above.parentId === undefined
        ? undefined
        : viewer.tables.issues.get(above.parentId);
  }
  return parent;
}
