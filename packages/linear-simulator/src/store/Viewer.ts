import { LinearError } from './LinearError';
import {
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  LabelRecord,
  ProjectRecord,
  RelationRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from './records';
import { Tables } from './Tables';
import { uuidPattern } from './text';

/** The workspace as one user sees it. Rows that the user cannot access are not found, in reads and writes. */
export class Viewer {
  readonly user: UserRecord;
  readonly tables: Tables;
  readonly #teamIds: ReadonlySet<string>;

  private constructor(
    tables: Tables,
    user: UserRecord,
    teamIds: ReadonlySet<string>,
  ) {
    this.tables = tables;
    this.user = user;
    this.#teamIds = teamIds;
  }

  static create(options: {
    tables: Tables;
    user: UserRecord;
    /** Keys of teams to treat as not accessible. */
    hiddenTeamKeys?: readonly string[];
  }): Viewer {
    const { tables, user, hiddenTeamKeys = [] } = options;
    const visible = Array.from(tables.teams.values()).filter(
      team =>
        !hiddenTeamKeys.includes(team.key) &&
        (!user.app ||
          team.visibility === 'public' ||
          team.grantedAppUserIds.includes(user.id)),
    );
    return new Viewer(tables, user, new Set(visible.map(team => team.id)));
  }

  seesTeam(teamId: string): boolean {
    return this.#teamIds.has(teamId);
  }

  seesIssue(issue: IssueRecord): boolean {
    return this.#teamIds.has(issue.teamId);
  }

  seesIssueId(id: string): boolean {
    const issue = this.tables.issues.get(id);
    return issue !== undefined && this.seesIssue(issue);
  }

  seesRelation(relation: RelationRecord): boolean {
    return (
      this.seesIssueId(relation.issueId) &&
      this.seesIssueId(relation.relatedIssueId)
    );
  }

  seesProject(project: ProjectRecord): boolean {
    return project.teamIds.some(id => this.#teamIds.has(id));
  }

  seesLabel(label: LabelRecord): boolean {
    return label.teamId === undefined || this.#teamIds.has(label.teamId);
  }

  findIssue(id: string): IssueRecord | undefined {
    const issue = this.tables.issues.get(id);
    return issue && this.seesIssue(issue) ? issue : undefined;
  }

  /** By UUID, or by a current or former identifier. */
  issue(reference: string): IssueRecord {
    const issue = uuidPattern.test(reference)
      ? this.tables.issues.get(reference.toLowerCase())
      : this.tables.issueByIdentifier(reference);
    return this.#seen('Issue', issue, found => this.seesIssue(found));
  }

  team(id: string): TeamRecord {
    return this.#seen('Team', this.tables.teams.get(id), found =>
      this.seesTeam(found.id),
    );
  }

  teamByIdOrKey(reference: string): TeamRecord {
    const team =
      this.tables.teams.get(reference) ?? this.tables.teamByKey(reference);
    return this.#seen('Team', team, found => this.seesTeam(found.id));
  }

  state(id: string): WorkflowStateRecord {
    return this.#seen('WorkflowState', this.tables.states.get(id), found =>
      this.seesTeam(found.teamId),
    );
  }

  anyUser(id: string): UserRecord {
    const found = id === 'me' ? this.user : this.tables.users.get(id);
    return this.#seen('User', found, () => true);
  }

  label(id: string): LabelRecord {
    return this.#seen('IssueLabel', this.tables.labels.get(id), found =>
      this.seesLabel(found),
    );
  }

  project(id: string): ProjectRecord {
    return this.#seen('Project', this.tables.projects.get(id), found =>
      this.seesProject(found),
    );
  }

  relation(id: string): RelationRecord {
    return this.#seen('IssueRelation', this.tables.relations.get(id), found =>
      this.seesRelation(found),
    );
  }

  attachment(id: string): AttachmentRecord {
    return this.#seen('Attachment', this.tables.attachments.get(id), found =>
      this.seesIssueId(found.issueId),
    );
  }

  comment(id: string): CommentRecord {
    return this.#seen('Comment', this.tables.comments.get(id), found =>
      this.seesIssueId(found.issueId),
    );
  }

  #seen<T>(
    entity: string,
    found: T | undefined,
    visible: (found: T) => boolean,
  ): T {
    if (found === undefined || !visible(found)) {
      throw LinearError.notFound(entity);
    }
    return found;
  }
}
