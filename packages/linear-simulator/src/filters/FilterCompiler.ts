import { DatePredicates } from './DatePredicates';
import { isDefined } from './isDefined';
import { isRelated } from './isRelated';
import {
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  LabelRecord,
  ProjectRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from '../store/records';
import { Viewer } from '../store/Viewer';
import { all, compare, compareText, Predicate, when } from './comparators';
import {
  AttachmentCollectionFilter,
  AttachmentFilter,
  CommentFilter,
  IssueFilter,
  IssueLabelCollectionFilter,
  IssueLabelFilter,
  ProjectFilter,
  TeamCollectionFilter,
  TeamFilter,
  UserCollectionFilter,
  UserFilter,
  WorkflowStateFilter,
} from './filterTypes';
import {
  collection,
  collectionWithShorthand,
  combined,
  lookUp,
  one,
} from './neighbours';

type Maybe<T> = T | null | undefined;

/** Turns filter inputs into predicates once per request; rows that the viewer cannot see never match. */
export class FilterCompiler {
  readonly #viewer: Viewer;
  readonly #dates: DatePredicates;

  constructor(options: { viewer: Viewer; now: Date }) {
    this.#viewer = options.viewer;
    this.#dates = new DatePredicates(options.now);
  }

  issue(filter: Maybe<IssueFilter>): Predicate<IssueRecord> {
    if (!filter) return () => true;
    const { tables } = this.#viewer;
    return all<IssueRecord>(
      this.#dates.dated(filter),
      when(filter.title, c => compareText(c, row => row.title)),
      when(filter.description, c => compareText(c, row => row.description)),
      when(filter.number, c => compare(c, row => row.number)),
      when(filter.priority, c => compare(c, row => row.priority)),
      when(filter.estimate, c => compare(c, row => row.estimate)),
      when(filter.dueDate, c => this.#dates.day(c, row => row.dueDate)),
      when(filter.archivedAt, c => this.#dates.date(c, row => row.archivedAt)),
      when(filter.startedAt, c => this.#dates.date(c, row => row.startedAt)),
      when(filter.completedAt, c =>
        this.#dates.date(c, row => row.completedAt),
      ),
      when(filter.canceledAt, c => this.#dates.date(c, row => row.canceledAt)),
      when(filter.triagedAt, c => this.#dates.date(c, row => row.triagedAt)),
      when(filter.slaBreachesAt, c =>
        this.#dates.date(c, row => row.slaBreachesAt),
      ),
      when(filter.assignee, f => this.#userOf(f, row => row.assigneeId)),
      when(filter.creator, f => this.#userOf(f, row => row.creatorId)),
      when(filter.delegate, f => this.#userOf(f, row => row.delegateId)),
      when(filter.team, f =>
        one(this.team(f), f, row => tables.teams.get(row.teamId)),
      ),
      when(filter.state, f =>
        one(this.state(f), f, row => tables.states.get(row.stateId)),
      ),
      when(filter.project, f =>
        one(this.project(f), f, row => lookUp(tables.projects, row.projectId)),
      ),
      when(filter.parent, f =>
        one(this.issue(f), f, row => this.#visibleIssue(row.parentId)),
      ),
      when(filter.children, f =>
        collection(f, this.issue.bind(this), row =>
          tables
            .childrenOfIssue(row.id)
            .filter(child => this.#viewer.seesIssue(child)),
        ),
      ),
      when(filter.labels, f =>
        this.#labels(f, row =>
          row.labelIds.map(id => tables.labels.get(id)).filter(isDefined),
        ),
      ),
      when(filter.attachments, f =>
        this.#attachments(f, row => tables.attachmentsOfIssue(row.id)),
      ),
      when(filter.comments, f =>
        collection(f, this.comment.bind(this), row =>
          tables.commentsOfIssue(row.id),
        ),
      ),
      when(filter.hasRelatedRelations, c =>
        compare(c, row => isRelated(this.#viewer, row, 'related', 'both')),
      ),
      when(filter.hasDuplicateRelations, c =>
        compare(c, row => isRelated(this.#viewer, row, 'duplicate', 'both')),
      ),
      when(filter.hasBlockingRelations, c =>
        compare(c, row => isRelated(this.#viewer, row, 'blocks', 'from')),
      ),
      when(filter.hasBlockedByRelations, c =>
        compare(c, row => isRelated(this.#viewer, row, 'blocks', 'to')),
      ),
      combined(filter, this.issue.bind(this)),
    );
  }

  user(filter: Maybe<UserFilter>): Predicate<UserRecord> {
    if (!filter) return () => true;
    const me = this.#viewer.user.id;
    return all<UserRecord>(
      this.#dates.dated(filter),
      when(filter.active, c => compare(c, row => row.active)),
      when(filter.admin, c => compare(c, row => row.admin)),
      when(filter.app, c => compare(c, row => row.app)),
      when(filter.isMe, c => compare(c, row => row.id === me)),
      when(filter.name, c => compareText(c, row => row.name)),
      when(filter.displayName, c => compareText(c, row => row.displayName)),
      when(filter.email, c => compareText(c, row => row.email)),
      combined(filter, this.user.bind(this)),
    );
  }

  team(filter: Maybe<TeamFilter>): Predicate<TeamRecord> {
    if (!filter) return () => true;
    const { users } = this.#viewer.tables;
    return all<TeamRecord>(
      this.#dates.dated(filter),
      when(filter.key, c => compareText(c, row => row.key)),
      when(filter.name, c => compareText(c, row => row.name)),
      when(filter.description, c => compareText(c, row => row.description)),
      when(filter.visibility, c => compare(c, row => row.visibility)),
      when(filter.private, c =>
        compare(c, row => row.visibility === 'private'),
      ),
      when(filter.members, f =>
        this.#users(f, row =>
          row.memberIds.map(id => users.get(id)).filter(isDefined),
        ),
      ),
      combined(filter, this.team.bind(this)),
    );
  }

  state(filter: Maybe<WorkflowStateFilter>): Predicate<WorkflowStateRecord> {
    if (!filter) return () => true;
    const { teams } = this.#viewer.tables;
    return all<WorkflowStateRecord>(
      this.#dates.dated(filter),
      when(filter.name, c => compareText(c, row => row.name)),
      when(filter.type, c => compareText(c, row => row.type)),
      when(filter.description, c => compareText(c, row => row.description)),
      when(filter.position, c => compare(c, row => row.position)),
      when(filter.team, f =>
        one(this.team(f), f, row => teams.get(row.teamId)),
      ),
      combined(filter, this.state.bind(this)),
    );
  }

  project(filter: Maybe<ProjectFilter>): Predicate<ProjectRecord> {
    if (!filter) return () => true;
    const { teams } = this.#viewer.tables;
    return all<ProjectRecord>(
      this.#dates.dated(filter),
      when(filter.name, c => compareText(c, row => row.name)),
      when(filter.slugId, c => compareText(c, row => row.slugId)),
      when(filter.state, c => compareText(c, row => row.state)),
      when(filter.accessibleTeams, f =>
        this.#teams(f, row =>
          row.teamIds.map(id => teams.get(id)).filter(isDefined),
        ),
      ),
      combined(filter, this.project.bind(this)),
    );
  }

  label(filter: Maybe<IssueLabelFilter>): Predicate<LabelRecord> {
    if (!filter) return () => true;
    const { teams } = this.#viewer.tables;
    return all<LabelRecord>(
      this.#dates.dated(filter),
      when(filter.name, c => compareText(c, row => row.name)),
      when(filter.isGroup, c => compare(c, () => false)),
      when(filter.team, f =>
        one(this.team(f), f, row => lookUp(teams, row.teamId)),
      ),
      combined(filter, this.label.bind(this)),
    );
  }

  attachment(filter: Maybe<AttachmentFilter>): Predicate<AttachmentRecord> {
    if (!filter) return () => true;
    return all<AttachmentRecord>(
      this.#dates.dated(filter),
      when(filter.title, c => compareText(c, row => row.title)),
      when(filter.subtitle, c => compareText(c, row => row.subtitle)),
      when(filter.url, c => compareText(c, row => row.url)),
      when(filter.sourceType, c => compareText(c, () => 'api')),
      when(filter.creator, f => this.#userOf(f, row => row.creatorId)),
      combined(filter, this.attachment.bind(this)),
    );
  }

  comment(filter: Maybe<CommentFilter>): Predicate<CommentRecord> {
    if (!filter) return () => true;
    return all<CommentRecord>(
      this.#dates.dated(filter),
      when(filter.body, c => compareText(c, row => row.body)),
      when(filter.user, f => this.#userOf(f, row => row.userId)),
      when(filter.issue, f =>
        one(this.issue(f), f, row => this.#visibleIssue(row.issueId)),
      ),
      combined(filter, this.comment.bind(this)),
    );
  }

  #users<T>(
    filter: UserCollectionFilter,
    rows: (row: T) => UserRecord[],
  ): Predicate<T> {
    const { id, email, ...plain } = filter;
    return collectionWithShorthand(
      plain,
      { id, email },
      this.user.bind(this),
      rows,
    );
  }

  #teams<T>(
    filter: TeamCollectionFilter,
    rows: (row: T) => TeamRecord[],
  ): Predicate<T> {
    const { id, ...plain } = filter;
    return collectionWithShorthand(plain, { id }, this.team.bind(this), rows);
  }

  #labels<T>(
    filter: IssueLabelCollectionFilter,
    rows: (row: T) => LabelRecord[],
  ): Predicate<T> {
    const { id, name, ...plain } = filter;
    return collectionWithShorthand(
      plain,
      { id, name },
      this.label.bind(this),
      rows,
    );
  }

  #attachments<T>(
    filter: AttachmentCollectionFilter,
    rows: (row: T) => AttachmentRecord[],
  ): Predicate<T> {
    const { url, title, ...plain } = filter;
    return collectionWithShorthand(
      plain,
      { url, title },
      this.attachment.bind(this),
      rows,
    );
  }

  #userOf<T>(
    filter: UserFilter,
    id: (row: T) => string | undefined,
  ): Predicate<T> {
    const { users } = this.#viewer.tables;
    return one(this.user(filter), filter, row => lookUp(users, id(row)));
  }

  #visibleIssue(id: string | undefined): IssueRecord | undefined {
    return id === undefined ? undefined : this.#viewer.findIssue(id);
  }
}
