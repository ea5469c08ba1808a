import {
  checkedAssignee,
  checkedDueDate,
  checkedLabels,
  checkedParent,
  checkedPriority,
  checkedProject,
  checkedState,
  checkedTitle,
  checkedUuid,
  IssuePatch,
} from './issueInput';
import { stateOfType, withState } from './issueState';
import { Journal } from './Journal';
import { LinearError } from './LinearError';
import { IssueRecord, TeamRecord } from './records';
import { Tables } from './Tables';
import { normalizeMarkdown } from './text';
import { Viewer } from './Viewer';

/** Applies a patch to an issue. Writes nothing. */
export class IssuePatcher {
  readonly #tables: Tables;
  readonly #journal: Journal;

  constructor(options: { tables: Tables; journal: Journal }) {
    this.#tables = options.tables;
    this.#journal = options.journal;
  }

  patched(viewer: Viewer, issue: IssueRecord, patch: IssuePatch): IssueRecord {
    const at = this.#journal.timestamp();
    const team = patch.teamId
      ? viewer.team(checkedUuid('teamId', patch.teamId))
      : this.#tables.teamOf(issue);
    let next: IssueRecord = { ...issue };
    if (team.id !== issue.teamId) next = this.#movedTo(team, next, at);
    if (patch.stateId) {
      const state = checkedState(viewer, team, patch.stateId);
      if (state.id !== next.stateId) next = withState(next, state, at);
    }
    if (patch.title !== undefined) next.title = checkedTitle(patch.title);
    if (patch.description !== undefined) {
      next.description =
        patch.description === null || patch.description === ''
          ? undefined
          : normalizeMarkdown(patch.description);
    }
    if (patch.assigneeId !== undefined) {
      next.assigneeId = checkedAssignee(viewer, patch.assigneeId)?.id;
    }
    if (patch.delegateId !== undefined) {
      next.delegateId = patch.delegateId
        ? viewer.anyUser(patch.delegateId).id
        : undefined;
    }
    if (patch.priority !== undefined) {
      next.priority = checkedPriority(patch.priority);
    }
    if (patch.estimate !== undefined) {
      next.estimate = patch.estimate ?? undefined;
    }
    if (patch.dueDate !== undefined) {
      next.dueDate = checkedDueDate(patch.dueDate);
    }
    if (patch.parentId !== undefined) {
      next.parentId = checkedParent(viewer, issue.id, patch.parentId)?.id;
    }
    if (patch.projectId !== undefined) {
      next.projectId = checkedProject(viewer, team, patch.projectId);
    }
    next.labelIds = patchedLabels(viewer, team, next.labelIds, patch);
    if (patch.subscriberIds) next.subscriberIds = patch.subscriberIds;
    if (patch.sortOrder !== undefined && patch.sortOrder !== null) {
      next.sortOrder = patch.sortOrder;
    }
    if (patch.subIssueSortOrder !== undefined) {
      next.subIssueSortOrder = patch.subIssueSortOrder ?? undefined;
    }
    if (patch.snoozedUntilAt !== undefined) {
      next.snoozedUntilAt = patch.snoozedUntilAt ?? undefined;
    }
    if (patch.trashed === true) {
      next.trashed = true;
      next.archivedAt = issue.archivedAt ?? at;
    } else if (patch.trashed === null && issue.trashed) {
      next.trashed = undefined;
      next.archivedAt = undefined;
    } else if (patch.trashed === false) {
      throw LinearError.argument('trashed must be true, or null to restore');
    }
    return next;
  }

  /** Moves to the other team's first state of the same type; drops values that only the old team has. */
  #movedTo(team: TeamRecord, issue: IssueRecord, at: string): IssueRecord {
    const tables = this.#tables;
    const states = tables.statesOfTeam(team.id);
    const state =
      stateOfType(states, tables.stateOf(issue).type) ??
      states.find(candidate => candidate.id === team.defaultIssueStateId);
    if (!state) throw new Error('The team lacks its default state');
    const moved = withState(issue, state, at);
    const project =
      issue.projectId === undefined
        ? undefined
        : tables.projects.get(issue.projectId);
    return {
      ...moved,
      teamId: team.id,
      projectId: project?.teamIds.includes(team.id) ? project.id : undefined,
      labelIds: issue.labelIds.filter(id => {
        const owner = tables.labels.get(id)?.teamId;
        return owner === undefined || owner === team.id;
      }),
    };
  }
}

function patchedLabels(
  viewer: Viewer,
  team: TeamRecord,
  current: string[],
  patch: IssuePatch,
): string[] {
  const { labelIds, addedLabelIds, removedLabelIds } = patch;
  if (!labelIds && !addedLabelIds && !removedLabelIds) return current;
  const removed = new Set(removedLabelIds ?? []);
  const wanted = [...(labelIds ?? current), ...(addedLabelIds ?? [])];
  return checkedLabels(
    viewer,
    team,
    wanted.filter(id => !removed.has(id)),
  );
}
