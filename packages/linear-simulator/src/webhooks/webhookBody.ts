import { Change } from '../store/Change';
import { Workspace } from '../store/Workspace';
import { IssueRecord, UserRecord } from '../store/records';
import { isDefined } from '../filters/isDefined';

/** The JSON of one event, as Linear sends it. */
export function webhookBody(options: {
  change: Change;
  workspace: Workspace;
  webhookId: string;
}): Record<string, unknown> {
  const { change, workspace, webhookId } = options;
  const { tables } = workspace;
  const { actor } = change;
  return {
    action: change.action,
    type: change.type,
    actor: {
      id: actor.id,
      type: 'user',
      name: actor.name,
      email: actor.email,
      url: userUrl(workspace, actor),
    },
    createdAt: change.at.toISOString(),
    data: dataOf(change, workspace),
    url: urlOf(change, workspace),
    ...(change.updatedFrom ? { updatedFrom: change.updatedFrom } : {}),
    webhookTimestamp: change.at.getTime(),
    webhookId,
    organizationId: tables.organization.id,
  };
}

function dataOf(change: Change, workspace: Workspace): object {
  if (change.type === 'Issue') return issueData(change.row, workspace);
  const { tables } = workspace;
  const issue = tables.issues.get(change.row.issueId);
  if (change.type === 'Attachment') {
    return { ...change.row, sourceType: 'api' };
  }
  return {
    ...change.row,
    reactionData: [],
    issue: issue && {
      id: issue.id,
      identifier: issue.identifier,
      title: issue.title,
      teamId: issue.teamId,
      team: teamOf(issue, workspace),
      url: workspace.issueUrl(issue),
    },
    user: userOf(change.row.userId, workspace),
  };
}

function urlOf(change: Change, workspace: Workspace): string | undefined {
  if (change.type === 'Attachment') return change.row.url;
  const issue =
    change.type === 'Issue'
      ? change.row
      : workspace.tables.issues.get(change.row.issueId);
  return issue && workspace.issueUrl(issue);
}

function issueData(
  issue: IssueRecord,
  workspace: Workspace,
): Record<string, unknown> {
  const { tables } = workspace;
  const state = tables.stateOf(issue);
  const priorityLabels = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];
  const { createdAs, ...row } = issue;
  return {
    ...row,
    botActor:
      createdAs === undefined
        ? undefined
        : JSON.stringify({ type: 'oauthApp', userDisplayName: createdAs }),
    priorityLabel: priorityLabels[issue.priority],
    prioritySortOrder: issue.sortOrder,
    reactionData: [],
    url: workspace.issueUrl(issue),
    assignee: userOf(issue.assigneeId, workspace),
    creator: userOf(issue.creatorId, workspace),
    delegate: userOf(issue.delegateId, workspace),
    state: {
      id: state.id,
      name: state.name,
      type: state.type,
      color: state.color,
    },
    team: teamOf(issue, workspace),
    labels: issue.labelIds
      .map(id => tables.labels.get(id))
      .filter(isDefined)
      .map(({ id, name, color }) => ({ id, name, color })),
  };
}

function teamOf(issue: IssueRecord, workspace: Workspace) {
  const { id, key, name } = workspace.tables.teamOf(issue);
  return { id, key, name };
}

function userOf(id: string | undefined, workspace: Workspace) {
  const user = id === undefined ? undefined : workspace.tables.users.get(id);
  if (!user) return undefined;
  const { name, email, avatarUrl } = user;
  return { id: user.id, name, email, avatarUrl, url: userUrl(workspace, user) };
}

function userUrl(workspace: Workspace, user: UserRecord): string {
  return `${workspace.organizationUrl()}/profiles/${user.displayName}`;
}
