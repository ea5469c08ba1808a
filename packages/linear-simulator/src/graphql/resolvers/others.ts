import { IssueLabelFilter, TeamFilter } from '../../filters/filterTypes';
import { isDefined } from '../../filters/isDefined';
import {
  AttachmentRecord,
  CommentRecord,
  LabelRecord,
  OrganizationRecord,
  ProjectRecord,
  RelationRecord,
  TemplateRecord,
  UserRecord,
  WorkflowStateRecord,
} from '../../store/records';
import { orderedBy, PageArguments, paginate } from '../connection';
import { IssuePageArguments } from '../issuePage';
import { RequestContext } from '../RequestContext';
import { botActor, user } from './issue';
import { issuesWhere } from './issuesWhere';
import { teamResolvers } from './team';

type Filtered<F> = PageArguments & { filter?: F | null };

const userResolvers = {
  guest: () => false,
  owner: (row: UserRecord) => row.admin,
  initials: (row: UserRecord) =>
    row.name
      .split(/\s+/)
      .map(word => word.charAt(0).toUpperCase())
      .join(''),
  isMe: (row: UserRecord, _: unknown, { viewer }: RequestContext) =>
    row.id === viewer.user.id,
  isAssignable: (row: UserRecord) => row.active && !row.app,
  isMentionable: (row: UserRecord) => row.active && !row.app,
  timezone: () => 'UTC',
  url: (row: UserRecord, _: unknown, { workspace }: RequestContext) =>
    `${workspace.organizationUrl()}/profiles/${row.displayName}`,
  organization: (_: UserRecord, __: unknown, { viewer }: RequestContext) =>
    viewer.tables.organization,
  teams: (
    row: UserRecord,
    page: Filtered<TeamFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.team(page.filter);
    const rows = [...viewer.tables.teams.values()].filter(
      team =>
        viewer.seesTeam(team.id) &&
        (team.memberIds.includes(row.id) ||
          team.grantedAppUserIds.includes(row.id)) &&
        matches(team),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },
  assignedIssues: (
    row: UserRecord,
    page: IssuePageArguments,
    context: RequestContext,
  ) => issuesWhere({ assignee: { id: { eq: row.id } } }, page, context),
};

const organizationResolvers = {
  userCount: (_: OrganizationRecord, __: unknown, { viewer }: RequestContext) =>
    [...viewer.tables.users.values()].filter(row => row.active && !row.app)
      .length,
  users: (
    _: OrganizationRecord,
    page: PageArguments & { includeDisabled?: boolean | null },
    { viewer }: RequestContext,
  ) => {
    const rows = [...viewer.tables.users.values()].filter(
      row => row.active || page.includeDisabled,
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },
  teams: (
    _: OrganizationRecord,
    page: Filtered<TeamFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.team(page.filter);
    const rows = [...viewer.tables.teams.values()].filter(
      row => viewer.seesTeam(row.id) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },
  labels: (
    _: OrganizationRecord,
    page: Filtered<IssueLabelFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.label(page.filter);
    const rows = [...viewer.tables.labels.values()].filter(
      row => row.teamId === undefined && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },
};

const projectResolvers = {
  priority: () => 0,
  progress: () => 0,
  sortOrder: () => 0,
  url: (row: ProjectRecord, _: unknown, { workspace }: RequestContext) =>
    `${workspace.organizationUrl()}/project/${row.slugId}`,
  teams: (
    row: ProjectRecord,
    page: Filtered<TeamFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.team(page.filter);
    const rows = row.teamIds
      .map(id => viewer.tables.teams.get(id))
      .filter(isDefined)
      .filter(team => viewer.seesTeam(team.id) && matches(team));
    return paginate(rows, page, orderedBy(page.orderBy));
  },
  issues: (
    row: ProjectRecord,
    page: IssuePageArguments,
    context: RequestContext,
  ) => issuesWhere({ project: { id: { eq: row.id } } }, page, context),
};

const commentResolvers = {
  issue: (row: CommentRecord, _: unknown, { viewer }: RequestContext) =>
    viewer.issue(row.issueId),
  user: (row: CommentRecord, _: unknown, { viewer }: RequestContext) =>
    user(viewer, row.userId),
  botActor: (row: CommentRecord) => botActor(row.createdAs),
  parent: (row: CommentRecord, _: unknown, { viewer }: RequestContext) =>
    row.parentId === undefined ? null : viewer.comment(row.parentId),
  children: (
    row: CommentRecord,
    page: PageArguments,
    { viewer }: RequestContext,
  ) =>
    paginate(
      viewer.tables
        .commentsOfIssue(row.issueId)
        .filter(comment => comment.parentId === row.id),
      page,
      orderedBy(page.orderBy),
    ),
  url: (
    row: CommentRecord,
    _: unknown,
    { viewer, workspace }: RequestContext,
  ) => {
    const issueUrl = workspace.issueUrl(viewer.issue(row.issueId));
    return `${issueUrl}#comment-${row.id.slice(0, 8)}`;
  },
};

/** Resolvers of every type but Query, Mutation and Issue. */
export const otherResolvers = {
  Team: teamResolvers,
  User: userResolvers,
  Organization: organizationResolvers,
  Project: projectResolvers,
  Comment: commentResolvers,
  WorkflowState: {
    team: (row: WorkflowStateRecord, _: unknown, { viewer }: RequestContext) =>
      viewer.tables.teamOf(row),
    issues: (
      row: WorkflowStateRecord,
      page: IssuePageArguments,
      context: RequestContext,
    ) => issuesWhere({ state: { id: { eq: row.id } } }, page, context),
  },
  IssueRelation: {
    issue: (row: RelationRecord, _: unknown, { viewer }: RequestContext) =>
      viewer.issue(row.issueId),
    relatedIssue: (
      row: RelationRecord,
      _: unknown,
      { viewer }: RequestContext,
    ) => viewer.issue(row.relatedIssueId),
  },
  Attachment: {
    issue: (row: AttachmentRecord, _: unknown, { viewer }: RequestContext) =>
      viewer.issue(row.issueId),
    creator: (row: AttachmentRecord, _: unknown, { viewer }: RequestContext) =>
      user(viewer, row.creatorId),
    sourceType: () => 'api',
  },
  IssueLabel: {
    isGroup: () => false,
    team: (row: LabelRecord, _: unknown, { viewer }: RequestContext) =>
      row.teamId === undefined ? null : viewer.tables.teams.get(row.teamId),
    organization: (_: LabelRecord, __: unknown, { viewer }: RequestContext) =>
      viewer.tables.organization,
    issues: (
      row: LabelRecord,
      page: IssuePageArguments,
      context: RequestContext,
    ) =>
      issuesWhere({ labels: { some: { id: { eq: row.id } } } }, page, context),
  },
  Template: {
    type: () => 'issue',
    sortOrder: () => 0,
    templateData: (row: TemplateRecord) => JSON.stringify(row.templateData),
    team: (row: TemplateRecord, _: unknown, { viewer }: RequestContext) =>
      row.teamId === undefined ? null : viewer.tables.teams.get(row.teamId),
  },
};
