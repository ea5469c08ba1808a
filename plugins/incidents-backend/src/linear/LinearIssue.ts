import type { LinearDocument } from '@linear/sdk';

/** Linear's priority numbers: 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
export type LinearPriority = 0 | 1 | 2 | 3 | 4;

/**
 * A workflow state. `type` is an open set: triage, backlog, unstarted, started, completed, canceled, duplicate, and
 * whatever Linear adds. States belong to one team and are ordered by `position` within their type.
 */
export type LinearState = Pick<
  LinearDocument.WorkflowState,
  'id' | 'name' | 'type' | 'color' | 'position'
>;

/** A Linear user; `app` users are integrations and cannot be assignees of action items. */
export type LinearUser = Pick<
  LinearDocument.User,
  'id' | 'name' | 'email' | 'active' | 'app'
> & { avatarUrl?: string };

/** The team as every issue carries it. `timezone` is an IANA name. */
export type LinearIssueTeam = Pick<
  LinearDocument.Team,
  'id' | 'key' | 'name' | 'timezone'
> & {
  /** public, private or restricted; anything but public is closed to people outside the team. */
  visibility: `${LinearDocument.TeamVisibility}`;
  autoCloseParentIssues: boolean;
  autoCloseChildIssues: boolean;
};

/** A team as look-ups and the probe return it. */
export type LinearTeam = LinearIssueTeam & {
  triageEnabled: boolean;
  /** The state Linear gives to issues created without one. */
  defaultStateId?: string;
};

/**
 * An issue as Linear has it now. Instants are ISO 8601 strings in UTC, `dueDate` is `YYYY-MM-DD`.
 *
 * `description` (empty where the issue has none) is present only where a single issue is read or written (findIssue, findIssues, the parent of
 * readIssueTree, responses to writes): lists of items leave it out, because it is long and often private.
 */
export type LinearIssue = Pick<
  LinearDocument.Issue,
  'id' | 'identifier' | 'previousIdentifiers' | 'title' | 'url' | 'labelIds'
> & {
  description?: string;
  priority: LinearPriority;
  dueDate?: string;
  slaBreachesAt?: string;
  createdAt: string;
  updatedAt: string;
  startedAt?: string;
  completedAt?: string;
  canceledAt?: string;
  archivedAt?: string;
  trashed: boolean;
  state: LinearState;
  assignee?: LinearUser;
  team: LinearIssueTeam;
  parentId?: string;
  /** All its attachments; only of the parent of readIssueTree, and absent where it has more than 20. */
  attachmentIds?: string[];
};

/**
 * An edge between two issues, stored once and directed: `issueId` –type→ `relatedIssueId`. `type` is blocks, duplicate,
 * related, similar, or something newer.
 */
export type LinearRelation = {
  type: string;
  issueId: string;
  relatedIssueId: string;
  /**
   * True where Linear shows the edge as archived while neither of its issues is: it no longer counts. An edge archived
   * together with an archived issue still counts. Right whether Linear deletes edges or archives them.
   */
  removed: boolean;
};
