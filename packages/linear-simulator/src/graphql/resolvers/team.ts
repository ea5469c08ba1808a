import {
  IssueLabelFilter,
  ProjectFilter,
  UserFilter,
  WorkflowStateFilter,
} from '../../filters/filterTypes';
import { isDefined } from '../../filters/isDefined';
import { stateOfType } from '../../store/issueState';
import { TeamRecord } from '../../store/records';
import { orderedBy, PageArguments, paginate } from '../connection';
import { IssuePageArguments } from '../issuePage';
import { RequestContext } from '../RequestContext';
import { issuesWhere } from './issuesWhere';

type Filtered<F> = PageArguments & { filter?: F | null };

export const teamResolvers = {
  displayName: (team: TeamRecord) => team.name,
  private: (team: TeamRecord) => team.visibility === 'private',
  organization: (_: TeamRecord, __: unknown, { viewer }: RequestContext) =>
    viewer.tables.organization,
  issueCount: (
    team: TeamRecord,
    { includeArchived }: { includeArchived?: boolean | null },
    { viewer }: RequestContext,
  ) => {
    const { issues, issuesOfTeam } = viewer.tables;
    const ids = Array.from(issuesOfTeam.get(team.id));
    return includeArchived
      ? ids.length
      : ids.filter(id => issues.get(id)?.archivedAt === undefined).length;
  },
  defaultIssueState: (
    team: TeamRecord,
    _: unknown,
    { viewer }: RequestContext,
  ) => viewer.tables.states.get(team.defaultIssueStateId),
  triageIssueState: (
    team: TeamRecord,
    _: unknown,
    { viewer }: RequestContext,
  ) =>
    team.triageEnabled
      ? stateOfType(viewer.tables.statesOfTeam(team.id), 'triage')
      : null,
  markedAsDuplicateWorkflowState: (
    team: TeamRecord,
    _: unknown,
    { viewer }: RequestContext,
  ) => stateOfType(viewer.tables.statesOfTeam(team.id), 'duplicate'),
  states: (
    team: TeamRecord,
    page: Filtered<WorkflowStateFilter>,
    { viewer, compiler }: RequestContext,
  ) =>
    paginate(
      viewer.tables.statesOfTeam(team.id).filter(compiler.state(page.filter)),
      page,
      orderedBy(page.orderBy),
    ),
  members: (
    team: TeamRecord,
    page: Filtered<UserFilter> & { includeDisabled?: boolean | null },
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.user(page.filter);
    const rows = team.memberIds
      .map(id => viewer.tables.users.get(id))
      .filter(isDefined)
      .filter(row => (row.active || page.includeDisabled) && matches(row));
    return paginate(rows, page, orderedBy(page.orderBy));
  },
  projects: (
    team: TeamRecord,
    page: Filtered<ProjectFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.project(page.filter);
    const rows = [...viewer.tables.projects.values()].filter(
      row => row.teamIds.includes(team.id) && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },
  labels: (
    team: TeamRecord,
    page: Filtered<IssueLabelFilter>,
    { viewer, compiler }: RequestContext,
  ) => {
    const matches = compiler.label(page.filter);
    const rows = [...viewer.tables.labels.values()].filter(
      row => row.teamId === team.id && matches(row),
    );
    return paginate(rows, page, orderedBy(page.orderBy));
  },
  issues: (
    team: TeamRecord,
    page: IssuePageArguments,
    context: RequestContext,
  ) => issuesWhere({ team: { id: { eq: team.id } } }, page, context),
};
