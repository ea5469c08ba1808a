import { SetIndex } from './SetIndex';
import { SortedIndex } from './SortedIndex';
import {
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  LabelRecord,
  OrganizationRecord,
  ProjectRecord,
  RelationRecord,
  TeamRecord,
  TemplateRecord,
  UserRecord,
  WorkflowStateRecord,
  WorkspaceData,
} from './records';

/** The rows of the workspace and their indexes, without any rules. */
export class Tables {
  organization: OrganizationRecord;
  lastSyncId: number;
  readonly users = new Map<string, UserRecord>();
  readonly teams = new Map<string, TeamRecord>();
  readonly states = new Map<string, WorkflowStateRecord>();
  readonly projects = new Map<string, ProjectRecord>();
  readonly labels = new Map<string, LabelRecord>();
  readonly templates = new Map<string, TemplateRecord>();
  readonly relations = new Map<string, RelationRecord>();
  readonly attachments = new Map<string, AttachmentRecord>();
  readonly comments = new Map<string, CommentRecord>();

  readonly childrenOf = new SetIndex();
  readonly issuesOfTeam = new SetIndex();
  readonly relationsOf = new SetIndex();
  readonly inverseRelationsOf = new SetIndex();
  readonly attachmentsOf = new SetIndex();
  readonly attachmentsForUrl = new SetIndex();
  readonly commentsOf = new SetIndex();
  readonly issuesByUpdate = new SortedIndex<IssueRecord>(row => row.updatedAt);
  readonly issuesByCreation = new SortedIndex<IssueRecord>(
    row => row.createdAt,
  );
  readonly relationsByUpdate = new SortedIndex<RelationRecord>(
    row => row.updatedAt,
  );

  readonly #issues = new Map<string, IssueRecord>();
  readonly #issueIdByIdentifier = new Map<string, string>();

  constructor(data: WorkspaceData) {
    this.organization = data.organization;
    this.lastSyncId = data.lastSyncId;
    fill(this.users, data.users);
    fill(this.teams, data.teams);
    fill(this.states, data.states);
    fill(this.projects, data.projects);
    fill(this.labels, data.labels);
    fill(this.templates, data.templates);
    for (const issue of data.issues) {
      this.#issues.set(issue.id, issue);
      this.#indexIssue(issue);
    }
    this.issuesByUpdate.load(data.issues);
    this.issuesByCreation.load(data.issues);
    for (const relation of data.relations) {
      this.relations.set(relation.id, relation);
      this.#indexRelation(relation);
    }
    this.relationsByUpdate.load(data.relations);
    for (const attachment of data.attachments) this.putAttachment(attachment);
    for (const comment of data.comments) this.putComment(comment);
  }

  get issues(): ReadonlyMap<string, IssueRecord> {
    return this.#issues;
  }

  /** By the current or any former identifier, letter case ignored. */
  issueByIdentifier(identifier: string): IssueRecord | undefined {
    const id = this.#issueIdByIdentifier.get(identifier.toUpperCase());
    return id === undefined ? undefined : this.#issues.get(id);
  }

  teamByKey(key: string): TeamRecord | undefined {
    const wanted = key.toUpperCase();
    for (const team of this.teams.values()) {
      if (team.key === wanted) return team;
    }
    return undefined;
  }

  statesOfTeam(teamId: string): WorkflowStateRecord[] {
    return Array.from(this.states.values())
      .filter(state => state.teamId === teamId)
      .sort((a, b) => a.position - b.position);
  }

  stateOf(issue: IssueRecord): WorkflowStateRecord {
    return required(this.states.get(issue.stateId), 'WorkflowState');
  }

  teamOf(row: { teamId: string }): TeamRecord {
    return required(this.teams.get(row.teamId), 'Team');
  }

  /** Inserts, or replaces the row of the same id. */
  putIssue(issue: IssueRecord): void {
    const previous = this.#issues.get(issue.id);
    if (previous) this.#forgetIssue(previous);
    this.#issues.set(issue.id, issue);
    this.#indexIssue(issue);
    this.issuesByUpdate.add(issue);
    this.issuesByCreation.add(issue);
  }

  deleteIssue(issue: IssueRecord): void {
    this.#forgetIssue(issue);
    this.#issues.delete(issue.id);
    for (const name of [issue.identifier, ...issue.previousIdentifiers]) {
      this.#issueIdByIdentifier.delete(name);
    }
  }

  putRelation(relation: RelationRecord): void {
    this.deleteRelation(relation.id);
    this.relations.set(relation.id, relation);
    this.#indexRelation(relation);
    this.relationsByUpdate.add(relation);
  }

  deleteRelation(id: string): void {
    const relation = this.relations.get(id);
    if (!relation) return;
    this.relations.delete(id);
    this.relationsOf.remove(relation.issueId, id);
    this.inverseRelationsOf.remove(relation.relatedIssueId, id);
    this.relationsByUpdate.remove(relation);
  }

  putAttachment(attachment: AttachmentRecord): void {
    this.deleteAttachment(attachment.id);
    this.attachments.set(attachment.id, attachment);
    this.attachmentsOf.add(attachment.issueId, attachment.id);
    this.attachmentsForUrl.add(attachment.url, attachment.id);
  }

  deleteAttachment(id: string): void {
    const attachment = this.attachments.get(id);
    if (!attachment) return;
    this.attachments.delete(id);
    this.attachmentsOf.remove(attachment.issueId, id);
    this.attachmentsForUrl.remove(attachment.url, id);
  }

  putComment(comment: CommentRecord): void {
    this.comments.set(comment.id, comment);
    this.commentsOf.add(comment.issueId, comment.id);
  }

  deleteComment(id: string): void {
    const comment = this.comments.get(id);
    if (!comment) return;
    this.comments.delete(id);
    this.commentsOf.remove(comment.issueId, id);
  }

  childrenOfIssue(id: string): IssueRecord[] {
    return pick(this.childrenOf.get(id), this.#issues);
  }

  relationsOfIssue(id: string): RelationRecord[] {
    return pick(this.relationsOf.get(id), this.relations);
  }

  inverseRelationsOfIssue(id: string): RelationRecord[] {
    return pick(this.inverseRelationsOf.get(id), this.relations);
  }

  attachmentsOfIssue(id: string): AttachmentRecord[] {
    return pick(this.attachmentsOf.get(id), this.attachments);
  }

  commentsOfIssue(id: string): CommentRecord[] {
    return pick(this.commentsOf.get(id), this.comments);
  }

  toData(): WorkspaceData {
    return {
      organization: this.organization,
      users: [...this.users.values()],
      teams: [...this.teams.values()],
      states: [...this.states.values()],
      projects: [...this.projects.values()],
      labels: [...this.labels.values()],
      templates: [...this.templates.values()],
      issues: [...this.#issues.values()],
      relations: [...this.relations.values()],
      attachments: [...this.attachments.values()],
      comments: [...this.comments.values()],
      lastSyncId: this.lastSyncId,
    };
  }

  #indexIssue(issue: IssueRecord): void {
    this.childrenOf.add(issue.parentId, issue.id);
    this.issuesOfTeam.add(issue.teamId, issue.id);
    for (const name of [issue.identifier, ...issue.previousIdentifiers]) {
      this.#issueIdByIdentifier.set(name, issue.id);
    }
  }

  #forgetIssue(issue: IssueRecord): void {
    this.childrenOf.remove(issue.parentId, issue.id);
    this.issuesOfTeam.remove(issue.teamId, issue.id);
    this.issuesByUpdate.remove(issue);
    this.issuesByCreation.remove(issue);
  }

  #indexRelation(relation: RelationRecord): void {
    this.relationsOf.add(relation.issueId, relation.id);
    this.inverseRelationsOf.add(relation.relatedIssueId, relation.id);
  }
}

function fill<T extends { id: string }>(map: Map<string, T>, rows: T[]): void {
  for (const row of rows) map.set(row.id, row);
}

function pick<T>(ids: Iterable<string>, map: ReadonlyMap<string, T>): T[] {
  const rows: T[] = [];
  for (const id of ids) {
    const row = map.get(id);
    if (row) rows.push(row);
  }
  return rows;
}

function required<T>(value: T | undefined, entity: string): T {
  if (value === undefined) {
    throw new Error(`The workspace refers to a ${entity} that it lacks`);
  }
  return value;
}
