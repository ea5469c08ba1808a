import { isDefined } from '../../filters/isDefined';
import {
  AttachmentFilter,
  CommentFilter,
  IssueLabelFilter,
  ProjectFilter,
  TeamFilter,
  UserFilter,
  WorkflowStateFilter,
} from '../../filters/filterTypes';
import { LinearError } from '../../store/LinearError';
import { orderedBy, PageArguments, paginate } from '../connection';
import { IssuePageArguments, issuePage } from '../issuePage';
import { RequestContext } from '../RequestContext';

type Filtered<F> = PageArguments & { filter?: F | null };

export const queryResolvers = {
  viewer: (_: unknown, __: unknown, { viewer }: RequestContext) => viewer.user,

  organization: (_: unknown, __: unknown, { viewer }: RequestContext) =>
    viewer.tables.organization,

  rateLimitStatus: (_: unknown, __: unknown, { limits }: RequestContext) =>
    limits(),

  issue: (_: unknown, { id }: { id: string }, { viewer }: RequestContext) =>
    viewer.issue(id),

  issues: (_: unknown, page: IssuePageArguments, context: RequestContext) =>
    issuePage({ ...context, page }),

  issueRelation: (
    _: unknown,
    { id }: { id: string },
    { viewer }: RequestContext,
  ) => viewer.relation(id),

  issueRelations: (
    _: unknown,
    page: PageArguments,
    { viewer }: RequestContext,
  ) =>
    paginate(
      viewer.tables.relationsByUpdate.rows.filter(row =>
        viewer.seesRelation(row),
      ),
      page,
      orderedBy(page.orderBy),
    ),

  attachment: (
    _: unknown,
    { id }: { id: string },
    { viewer }: RequestContext,
  ) => viewer.attachment(id),

  attachments: (
    _: unknown,
    page: Filtered<AttachmentFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.attachment(page.filter);
    const rows = [...viewer.tables.attachments.values()].filter(
      row => viewer.seesIssueId(row.issueId) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  attachmentsForURL: (
    _: unknown,
    page: PageArguments & { url: string },
    { viewer }: RequestContext,
  ) => {
    const { attachments, attachmentsForUrl } = viewer.tables;
    const rows = Array.from(attachmentsForUrl.get(page.url), id =>
      attachments.get(id),
    )
      .filter(isDefined)
      .filter(row => viewer.seesIssueId(row.issueId));
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  comment: (
    _: unknown,
    { id }: { id?: string | null },
    { viewer }: RequestContext,
  ) => {
    if (!id) throw LinearError.argument('id must be given');
    return viewer.comment(id);
  },

  comments: (
    _: unknown,
    page: Filtered<CommentFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.comment(page.filter);
    const rows = [...viewer.tables.comments.values()].filter(
      row => viewer.seesIssueId(row.issueId) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  issueLabels: (
    _: unknown,
    page: Filtered<IssueLabelFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.label(page.filter);
    const rows = [...viewer.tables.labels.values()].filter(
      row => viewer.seesLabel(row) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  project: (_: unknown, { id }: { id: string }, { viewer }: RequestContext) =>
    viewer.project(id),

  projects: (
    _: unknown,
    page: Filtered<ProjectFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.project(page.filter);
    const rows = [...viewer.tables.projects.values()].filter(
      row => viewer.seesProject(row) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  team: (_: unknown, { id }: { id: string }, { viewer }: RequestContext) =>
    viewer.teamByIdOrKey(id),

  teams: (
    _: unknown,
    page: Filtered<TeamFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.team(page.filter);
    const rows = [...viewer.tables.teams.values()].filter(
      row => viewer.seesTeam(row.id) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  template: (
    _: unknown,
    { id }: { id: string },
    { viewer }: RequestContext,
  ) => {
    const template = viewer.tables.templates.get(id);
    if (!template) throw LinearError.notFound('Template');
    return template;
  },

  templates: (_: unknown, __: unknown, { viewer }: RequestContext) =>
    [...viewer.tables.templates.values()].filter(
      row => row.teamId === undefined || viewer.seesTeam(row.teamId),
    ),

  user: (_: unknown, { id }: { id: string }, { viewer }: RequestContext) =>
    viewer.anyUser(id),

  users: (
    _: unknown,
    page: Filtered<UserFilter> & { includeDisabled?: boolean | null },
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.user(page.filter);
    const rows = [...viewer.tables.users.values()].filter(
      row => (row.active || page.includeDisabled) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },

  workflowState: (
    _: unknown,
    { id }: { id: string },
    { viewer }: RequestContext,
  ) => viewer.state(id),

  workflowStates: (
    _: unknown,
    page: Filtered<WorkflowStateFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.state(page.filter);
    const rows = [...viewer.tables.states.values()].filter(
      row => viewer.seesTeam(row.teamId) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },
};
