import {
  checkedAssignee,
  checkedDueDate,
  checkedLabels,
  checkedNewId,
  checkedParent,
  checkedPriority,
  checkedProject,
  checkedState,
  checkedTitle,
  checkedUuid,
  IssueDraft,
} from './issueInput';
import { stateOfType, withState } from './issueState';
import { Journal } from './Journal';
import { LinearError } from './LinearError';
import {
  IssueRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from './records';
import { Tables } from './Tables';
import { normalizeMarkdown } from './text';
import { Viewer } from './Viewer';

/** Builds the issue of a draft, except for its number. Writes nothing. */
export class IssueDrafter {
  readonly #tables: Tables;
  readonly #journal: Journal;

  constructor(options: { tables: Tables; journal: Journal }) {
    this.#tables = options.tables;
    this.#journal = options.journal;
  }

  drafted(viewer: Viewer, draft: IssueDraft): IssueRecord {
    const tables = this.#tables;
    const id = draft.id ? checkedNewId(draft.id) : this.#journal.newId();
    if (tables.issues.has(id)) throw LinearError.conflict('Issue', id);
    const team = viewer.team(checkedUuid('teamId', draft.teamId));
    const template = draft.templateId
      ? tables.templates.get(draft.templateId)
      : undefined;
    if (draft.templateId && !template) throw LinearError.notFound('Template');
    const defaults = template?.templateData ?? {};
    const at = draft.createdAt ?? this.#journal.timestamp();
    const stateId = draft.stateId ?? defaults.stateId;
    const state = stateId
      ? checkedState(viewer, team, stateId)
      : this.#stateForNew(viewer.user, team);
    const description = draft.description ?? defaults.description;
    if (draft.createAsUser && !viewer.user.app) {
      throw LinearError.input(
        'createAsUser is only available to OAuth applications in actor=app mode.',
      );
    }
    if (draft.displayIconUrl && !draft.createAsUser) {
      throw LinearError.argument('displayIconUrl needs createAsUser');
    }
    const issue: IssueRecord = {
      id,
      teamId: team.id,
      number: 0,
      identifier: '',
      previousIdentifiers: [],
      title: checkedTitle(draft.title ?? defaults.title),
      description:
        description === undefined ? undefined : normalizeMarkdown(description),
      stateId: state.id,
      assigneeId: checkedAssignee(viewer, draft.assigneeId)?.id,
      delegateId: draft.delegateId
        ? viewer.anyUser(draft.delegateId).id
        : undefined,
      creatorId: viewer.user.id,
      createdAs: draft.createAsUser ?? undefined,
      priority: checkedPriority(draft.priority ?? defaults.priority),
      estimate: draft.estimate ?? undefined,
      dueDate: checkedDueDate(draft.dueDate),
      parentId: checkedParent(viewer, undefined, draft.parentId)?.id,
      projectId: checkedProject(viewer, team, draft.projectId),
      labelIds: checkedLabels(
        viewer,
        team,
        draft.labelIds ?? defaults.labelIds ?? [],
      ),
      subscriberIds: draft.subscriberIds ?? [viewer.user.id],
      sortOrder: draft.sortOrder ?? 0,
      subIssueSortOrder: draft.subIssueSortOrder ?? undefined,
      createdAt: at,
      updatedAt: this.#journal.timestamp(),
    };
    const inState = withState(issue, state, at);
    return draft.completedAt && state.type === 'completed'
      ? { ...inState, completedAt: draft.completedAt }
      : inState;
  }

  #stateForNew(user: UserRecord, team: TeamRecord): WorkflowStateRecord {
    const states = this.#tables.statesOfTeam(team.id);
    const triage = stateOfType(states, 'triage');
    const outsider = user.app || !team.memberIds.includes(user.id);
    if (team.triageEnabled && outsider && triage) return triage;
    const standard = this.#tables.states.get(team.defaultIssueStateId);
    if (!standard) throw new Error('The team lacks its default state');
    return standard;
  }
}
