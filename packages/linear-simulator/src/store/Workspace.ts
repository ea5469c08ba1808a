import { buildWorkspaceData } from '../seed/buildWorkspaceData';
import { SimulatorSeed } from '../seed/SimulatorSeed';
import { HumanIssue, HumanIssuePatch } from './HumanIssue';
import { IssuePatch } from './issueInput';
import { IssueOperations } from './IssueOperations';
import { Journal } from './Journal';
import { LinkOperations } from './LinkOperations';
import {
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  RelationRecord,
  RelationType,
  WorkspaceData,
} from './records';
import { WorkspaceAdministration } from './WorkspaceAdministration';

/**
 * The workspace in memory. Its methods are the actions of a person in Linear's own interface: they see every team, can do
 * what an app cannot, and use names instead of ids. An issue is named by identifier (also a former one) or UUID.
 */
export class Workspace extends WorkspaceAdministration {
  readonly issueOperations: IssueOperations;
  readonly linkOperations: LinkOperations;

  private constructor(options: {
    data: WorkspaceData;
    journal: Journal;
    baseUrl: string;
  }) {
    super(options);
    const { tables, journal } = this;
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
}
