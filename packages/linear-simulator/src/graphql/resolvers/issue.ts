import {
  AttachmentFilter,
  CommentFilter,
  IssueFilter,
  IssueLabelFilter,
  UserFilter,
} from '../../filters/filterTypes';
import { isDefined } from '../../filters/isDefined';
import { IssueRecord } from '../../store/records';
import { slugOf } from '../../store/text';
import { orderedBy, PageArguments, paginate } from '../connection';
import { RequestContext } from '../RequestContext';

type Filtered<F> = PageArguments & { filter?: F | null };

const priorityLabels = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

export const issueResolvers = {
  url: (issue: IssueRecord, _: unknown, { workspace }: RequestContext) =>
    workspace.issueUrl(issue),

  branchName: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) => {
    const prefix = viewer.user.displayName;
    const identifier = issue.identifier.toLowerCase();
    return `${prefix}/${identifier}-${slugOf(issue.title)}`;
  },

  priorityLabel: (issue: IssueRecord) => priorityLabels[issue.priority],

  prioritySortOrder: (issue: IssueRecord) => issue.sortOrder,

  slaType: (issue: IssueRecord) => (issue.slaBreachesAt ? 'all' : null),

  team: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) =>
    viewer.tables.teamOf(issue),

  state: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) =>
    viewer.tables.stateOf(issue),

  assignee: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) =>
    user(viewer, issue.assigneeId),

  delegate: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) =>
    user(viewer, issue.delegateId),

  creator: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) =>
    user(viewer, issue.creatorId),

  botActor: (issue: IssueRecord) => botActor(issue.createdAs),

  parent: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) =>
    issue.parentId === undefined ? null : viewer.findIssue(issue.parentId),

  project: (issue: IssueRecord, _: unknown, { viewer }: RequestContext) =>
    issue.projectId === undefined
      ? null
      : viewer.tables.projects.get(issue.projectId),

  children: (
    issue: IssueRecord,
    page: Filtered<IssueFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.issue(page.filter);
    const rows = viewer.tables
      .childrenOfIssue(issue.id)
      .filter(
        child =>
          viewer.seesIssue(child) &&
          (page.includeArchived || child.archivedAt === undefined) &&
          matches(child),
      );
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  labels: (
    issue: IssueRecord,
    page: Filtered<IssueLabelFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const rows = issue.labelIds
      .map(id => viewer.tables.labels.get(id))
      .filter(isDefined)
      .filter(compiler.label(page.filter));
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  subscribers: (
    issue: IssueRecord,
    page: Filtered<UserFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const rows = issue.subscriberIds
      .map(id => viewer.tables.users.get(id))
      .filter(isDefined)
      .filter(compiler.user(page.filter));
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  relations: (
    issue: IssueRecord,
    page: PageArguments,
    { viewer }: RequestContext,
  ) => {
    const rows = viewer.tables
      .relationsOfIssue(issue.id)
      .filter(row => viewer.seesRelation(row));
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  inverseRelations: (
    issue: IssueRecord,
    page: PageArguments,
    { viewer }: RequestContext,
  ) => {
    const rows = viewer.tables
      .inverseRelationsOfIssue(issue.id)
      .filter(row => viewer.seesRelation(row));
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  attachments: (
    issue: IssueRecord,
    page: Filtered<AttachmentFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const rows = viewer.tables
      .attachmentsOfIssue(issue.id)
      .filter(compiler.attachment(page.filter));
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  comments: (
    issue: IssueRecord,
    page: Filtered<CommentFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const rows = viewer.tables
      .commentsOfIssue(issue.id)
      .filter(compiler.comment(page.filter));
    return paginate(rows, page, orderedBy(page.orderBy));
  },
};

/** How Linear shows an issue that an app created in someone's name. */
export function botActor(createdAs: string | undefined) {
  if (createdAs === undefined) return null;
  return { type: 'oauthApp', userDisplayName: createdAs };
}

export function user(viewer: RequestContext['viewer'], id: string | undefined) {
  return id === undefined ? null : viewer.tables.users.get(id);
}
