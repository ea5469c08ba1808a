import { buildTeam, buildWorkspaceData } from '../seed/buildWorkspaceData';
import { SeedTeam, SimulatorSeed } from '../seed/SimulatorSeed';
import { IssueOperations } from './IssueOperations';
import { IssuePatch } from './issueInput';
import { Journal } from './Journal';
import { LinkOperations } from './LinkOperations';
import {
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  LabelRecord,
  ProjectRecord,
  RelationRecord,
  RelationType,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
  WorkspaceData,
} from './records';
import { Tables } from './Tables';
import { slugOf } from './text';
import { Viewer } from './Viewer';

/** What a person types when creating an issue in Linear: names, not ids. */
export interface HumanIssue {
  id?: string;
  /** Team key. */
  team: string;
  title: string;
  description?: string;
  /** Identifier or UUID. */
  parent?: string;
  /** State name; default the team's default. */
  state?: string;
  /** E-mail. */
  assignee?: string;
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  priority?: number;
  /** YYYY-MM-DD. */
  dueDate?: string;
  /** Label names. */
  labels?: string[];
  /** Project name. */
  project?: string;
}

/** What a person changes; absent is unchanged, null clears. */
export interface HumanIssuePatch {
  title?: string;
  description?: string | null;
  state?: string;
  assignee?: string | null;
  priority?: number;
  estimate?: number | null;
  dueDate?: string | null;
  parent?: string | null;
  labels?: string[];
  project?: string | null;
  sortOrder?: number;
}

/**
 * The workspace in memory. Its methods are what a person does in Linear's own interface: they see every team, may do
 * what an app may not, and name things as people do. An issue is named by identifier (also a former one) or UUID.
 */
export class Workspace {
  readonly tables: Tables;
  readonly journal: Journal;
  readonly issueOperations: IssueOperations;
  readonly linkOperations: LinkOperations;
  readonly #baseUrl: string;
  #humanId: string | undefined;

  private constructor(options: {
    data: WorkspaceData;
    journal: Journal;
    baseUrl: string;
  }) {
    const { data, journal, baseUrl } = options;
    this.tables = new Tables(data);
    this.journal = journal;
    this.#baseUrl = baseUrl;
    const tables = this.tables;
    this.issueOperations = new IssueOperations({ tables, journal });
    this.linkOperations = new LinkOperations({
      tables,
      journal,
      issues: this.issueOperations,
    });
  }

  static create(options: {
    /** Rows of an earlier run, or a seed for a first one. */
    from: WorkspaceData | SimulatorSeed;
    journal: Journal;
    /** Root of every `url`. */
    baseUrl: string;
  }): Workspace {
    const { from, journal, baseUrl } = options;
    const data =
      'lastSyncId' in from ? from : buildWorkspaceData(from, journal);
    return new Workspace({ data, journal, baseUrl });
  }

  // Readers

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

  /** By e-mail or UUID. */
  user(reference: string): UserRecord {
    return found(
      'user of this e-mail',
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

  /** The path of its page here, as at Linear. */
  issuePath(issue: IssueRecord): string {
    const { urlKey } = this.tables.organization;
    const slug = slugOf(issue.title);
    return `/${urlKey}/issue/${issue.identifier}${slug ? `/${slug}` : ''}`;
  }

  organizationUrl(): string {
    return `${this.#baseUrl}/${this.tables.organization.urlKey}`;
  }

  // What a person does

  /** Whose name stands on what the methods below do: an e-mail. Default the first person of the workspace. */
  actAs(email: string): void {
    this.#humanId = this.user(email).id;
  }

  createIssue(issue: HumanIssue): IssueRecord {
    const team = this.team(issue.team);
    return this.issueOperations.create(this.human(), {
      id: issue.id,
      teamId: team.id,
      title: issue.title,
      description: issue.description,
      parentId: issue.parent,
      stateId: issue.state ? this.state(team.key, issue.state).id : undefined,
      assigneeId: issue.assignee ? this.user(issue.assignee).id : undefined,
      priority: issue.priority,
      dueDate: issue.dueDate,
      labelIds: issue.labels?.map(name => this.label(name).id),
      projectId: issue.project ? this.project(issue.project).id : undefined,
    });
  }

  updateIssue(reference: string, patch: HumanIssuePatch): IssueRecord {
    const issue = this.issue(reference);
    const { key } = this.tables.teamOf(issue);
    const { state, assignee, parent, labels, project, ...plain } = patch;
    const change: IssuePatch = { ...plain };
    if (state !== undefined) change.stateId = this.state(key, state).id;
    if (assignee !== undefined) {
      change.assigneeId = assignee === null ? null : this.user(assignee).id;
    }
    if (parent !== undefined) change.parentId = parent;
    if (labels) change.labelIds = labels.map(name => this.label(name).id);
    if (project !== undefined) {
      change.projectId = project === null ? null : this.project(project).id;
    }
    return this.issueOperations.update(this.human(), issue, change);
  }

  setState(reference: string, stateName: string): IssueRecord {
    return this.updateIssue(reference, { state: stateName });
  }

  moveToTeam(reference: string, teamKey: string): IssueRecord {
    return this.issueOperations.update(this.human(), this.issue(reference), {
      teamId: this.team(teamKey).id,
    });
  }

  trash(reference: string): IssueRecord {
    return this.issueOperations.trash(this.human(), this.issue(reference));
  }

  archive(reference: string): IssueRecord {
    return this.issueOperations.archive(this.human(), this.issue(reference));
  }

  /** Undoes both trash and archive. */
  restore(reference: string): IssueRecord {
    return this.issueOperations.restore(this.human(), this.issue(reference));
  }

  deletePermanently(reference: string): void {
    const issue = this.issue(reference);
    this.issueOperations.deletePermanently(this.human(), issue);
  }

  /** `blocks`: the first blocks the second. */
  relate(
    reference: string,
    relatedReference: string,
    type: RelationType = 'related',
  ): RelationRecord {
    return this.linkOperations.relate(this.human(), {
      issueId: reference,
      relatedIssueId: relatedReference,
      type,
    });
  }

  /** Removes every relation between the two, of the given type if one is given. */
  unrelate(
    reference: string,
    relatedReference: string,
    type?: RelationType,
  ): void {
    const other = this.issue(relatedReference);
    for (const relation of this.relationsOf(reference)) {
      const between =
        relation.issueId === other.id || relation.relatedIssueId === other.id;
      if (between && (type === undefined || relation.type === type)) {
        this.linkOperations.unrelate(relation);
      }
    }
  }

  attach(
    reference: string,
    attachment: { title: string; url: string; subtitle?: string },
  ): AttachmentRecord {
    return this.linkOperations.attach(this.human(), {
      ...attachment,
      issueId: reference,
    });
  }

  detach(attachmentId: string): void {
    const human = this.human();
    this.linkOperations.detach(human, human.attachment(attachmentId));
  }

  comment(reference: string, body: string): CommentRecord {
    return this.linkOperations.comment(this.human(), {
      issueId: reference,
      body,
    });
  }

  createUser(user: {
    name: string;
    email: string;
    active?: boolean;
    admin?: boolean;
  }): UserRecord {
    const record: UserRecord = {
      ...this.#common(),
      name: user.name,
      displayName: user.email.split('@')[0],
      email: user.email,
      active: user.active ?? true,
      app: false,
      admin: user.admin ?? false,
    };
    this.tables.users.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  /** By e-mail. Issues are not touched, as renaming a user does not touch them at Linear either. */
  updateUser(
    email: string,
    patch: Partial<Pick<UserRecord, 'name' | 'email' | 'active' | 'avatarUrl'>>,
  ): UserRecord {
    const record = { ...this.user(email), ...patch };
    record.updatedAt = this.journal.timestamp();
    this.tables.users.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  createTeam(team: SeedTeam): TeamRecord {
    const memberIds = this.users()
      .filter(user => !user.app)
      .map(user => user.id);
    const rows = buildTeam(team, { clock: this.journal, memberIds });
    this.tables.teams.set(rows.team.id, rows.team);
    for (const state of rows.states) this.tables.states.set(state.id, state);
    this.journal.wrote(this.tables);
    return rows.team;
  }

  updateTeam(
    key: string,
    patch: Partial<
      Pick<
        TeamRecord,
        | 'name'
        | 'visibility'
        | 'triageEnabled'
        | 'autoCloseParentIssues'
        | 'autoCloseChildIssues'
        | 'timezone'
      >
    >,
  ): TeamRecord {
    const record = { ...this.team(key), ...patch };
    record.updatedAt = this.journal.timestamp();
    this.tables.teams.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  /** Makes the team private and shuts every app out of it. */
  removeTeamAccess(key: string): void {
    const team = this.updateTeam(key, { visibility: 'private' });
    this.tables.teams.set(team.id, { ...team, grantedAppUserIds: [] });
  }

  /** Lets every app user of the workspace into the team, private as it may be. */
  grantTeamAccess(key: string): void {
    const appUserIds = this.users()
      .filter(user => user.app)
      .map(user => user.id);
    const team = this.team(key);
    this.tables.teams.set(team.id, { ...team, grantedAppUserIds: appUserIds });
    this.journal.wrote(this.tables);
  }

  /** Adds a state, or changes the one of this name. Issues are not touched. */
  putState(
    teamKey: string,
    name: string,
    patch: Partial<
      Pick<WorkflowStateRecord, 'name' | 'type' | 'color' | 'position'>
    >,
  ): WorkflowStateRecord {
    const current = this.states(teamKey).find(state => state.name === name);
    const record: WorkflowStateRecord = {
      type: 'unstarted',
      color: '#bec2c8',
      position: 10,
      teamId: this.team(teamKey).id,
      name,
      ...this.#common(),
      ...current,
      ...patch,
      updatedAt: this.journal.timestamp(),
    };
    this.tables.states.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  createLabel(label: {
    name: string;
    color?: string;
    team?: string;
  }): LabelRecord {
    const record: LabelRecord = {
      ...this.#common(),
      name: label.name,
      color: label.color ?? '#95a2b3',
      teamId: label.team ? this.team(label.team).id : undefined,
    };
    this.tables.labels.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  createProject(project: { name: string; teams: string[] }): ProjectRecord {
    const record: ProjectRecord = {
      ...this.#common(),
      name: project.name,
      description: '',
      slugId: this.journal.newId().slice(0, 12),
      state: 'started',
      color: '#5e6ad2',
      teamIds: project.teams.map(key => this.team(key).id),
    };
    this.tables.projects.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  /** The user an OAuth client acts as; made when first asked for. */
  appUser(oauthClientId: string): UserRecord {
    const known = this.users().find(
      user => user.oauthClientId === oauthClientId,
    );
    if (known) return known;
    const record: UserRecord = {
      ...this.#common(),
      name: 'Backstage',
      displayName: 'backstage',
      email: `${oauthClientId}@oauthapp.linear.app`,
      active: true,
      app: true,
      admin: false,
      oauthClientId,
    };
    this.tables.users.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
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

  #common(): { id: string; createdAt: string; updatedAt: string } {
    const at = this.journal.timestamp();
    return { id: this.journal.newId(), createdAt: at, updatedAt: at };
  }
}

function found<T>(what: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`There is no ${what}`);
  return value;
}
