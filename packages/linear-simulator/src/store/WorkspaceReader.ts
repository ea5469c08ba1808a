import { Journal } from './Journal';
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
  WorkspaceData,
} from './records';
import { Tables } from './Tables';
import { slugOf } from './text';
import { Viewer } from './Viewer';

/** The workspace as a person who sees everything reads it. An issue is named by identifier (also a former one) or UUID. */
export class WorkspaceReader {
  readonly tables: Tables;
  readonly journal: Journal;
  readonly #baseUrl: string;
  #humanId: string | undefined;

  protected constructor(options: {
    data: WorkspaceData;
    journal: Journal;
    baseUrl: string;
  }) {
    this.tables = new Tables(options.data);
    this.journal = options.journal;
    this.#baseUrl = options.baseUrl;
  }

  /** Throws when there is none. */
  issue(reference: string): IssueRecord {
    return this.human().issue(reference);
  }

  findIssue(reference: string): IssueRecord | undefined {
    return (
      this.tables.issues.get(reference) ??
      this.tables.issueByIdentifier(reference)
    );
  }

  issues(): IssueRecord[] {
    return [...this.tables.issues.values()];
  }

  children(reference: string): IssueRecord[] {
    return this.tables.childrenOfIssue(this.issue(reference).id);
  }

  /** In both directions. */
  relationsOf(reference: string): RelationRecord[] {
    const { id } = this.issue(reference);
    return [
      ...this.tables.relationsOfIssue(id),
      ...this.tables.inverseRelationsOfIssue(id),
    ];
  }

  attachmentsOf(reference: string): AttachmentRecord[] {
    return this.tables.attachmentsOfIssue(this.issue(reference).id);
  }

  commentsOf(reference: string): CommentRecord[] {
    return this.tables.commentsOfIssue(this.issue(reference).id);
  }

  stateOf(reference: string): WorkflowStateRecord {
    return this.tables.stateOf(this.issue(reference));
  }

  team(key: string): TeamRecord {
    return found(`team ${key}`, this.tables.teamByKey(key));
  }

  teams(): TeamRecord[] {
    return [...this.tables.teams.values()];
  }

  states(teamKey: string): WorkflowStateRecord[] {
    return this.tables.statesOfTeam(this.team(teamKey).id);
  }

  state(teamKey: string, name: string): WorkflowStateRecord {
    return found(
      `state ${name} in ${teamKey}`,
      this.states(teamKey).find(state => state.name === name),
    );
  }

  /** By email or UUID. */
  user(reference: string): UserRecord {
    return found(
      'user of this email',
      this.tables.users.get(reference) ??
        this.users().find(user => user.email === reference),
    );
  }

  users(): UserRecord[] {
    return [...this.tables.users.values()];
  }

  label(name: string): LabelRecord {
    return found(
      `label ${name}`,
      [...this.tables.labels.values()].find(label => label.name === name),
    );
  }

  project(name: string): ProjectRecord {
    return found(
      `project ${name}`,
      [...this.tables.projects.values()].find(row => row.name === name),
    );
  }

  issueUrl(issue: IssueRecord): string {
    return `${this.#baseUrl}${this.issuePath(issue)}`;
  }

  /** The path of its page, as in Linear. */
  issuePath(issue: IssueRecord): string {
    const { urlKey } = this.tables.organization;
    const slug = slugOf(issue.title);
    return `/${urlKey}/issue/${issue.identifier}${slug ? `/${slug}` : ''}`;
  }

  organizationUrl(): string {
    return `${this.#baseUrl}/${this.tables.organization.urlKey}`;
  }

  /** The email of the person who acts in the methods below. Default: the first person of the workspace. */
  actAs(email: string): void {
    this.#humanId = this.user(email).id;
  }

  /** A person who sees everything. */
  human(): Viewer {
    const user =
      (this.#humanId ? this.tables.users.get(this.#humanId) : undefined) ??
      this.users().find(candidate => !candidate.app && candidate.active);
    return Viewer.create({
      tables: this.tables,
      user: found('person in the workspace; create a user first', user),
    });
  }
}

function found<T>(what: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`There is no ${what}`);
  return value;
}
