import { changedFields } from './changedFields';
import { IssueDrafter } from './IssueDrafter';
import { IssueDraft, IssuePatch } from './issueInput';
import { IssuePatcher } from './IssuePatcher';
import { isClosed, stateOfType, withState } from './issueState';
import { Journal } from './Journal';
import { LinearError } from './LinearError';
import { IssueRecord, UserRecord } from './records';
import { Tables } from './Tables';
import { Viewer } from './Viewer';

/** Linear's rules for issues: defaults, times, moves between teams, automatic closing. */
export class IssueOperations {
  readonly #tables: Tables;
  readonly #journal: Journal;
  readonly #drafter: IssueDrafter;
  readonly #patcher: IssuePatcher;

  constructor(options: { tables: Tables; journal: Journal }) {
    this.#tables = options.tables;
    this.#journal = options.journal;
    this.#drafter = new IssueDrafter(options);
    this.#patcher = new IssuePatcher(options);
  }

  /** Throws a LinearError and writes nothing when the draft is invalid. */
  create(viewer: Viewer, draft: IssueDraft): IssueRecord {
    const issue = this.#drafter.drafted(viewer, draft);
    return this.insert(viewer, issue);
  }

  /** All or none. An entry may name an earlier one of the batch as its parent by UUID. */
  createBatch(viewer: Viewer, drafts: readonly IssueDraft[]): IssueRecord[] {
    const ids = drafts.flatMap(draft => draft.id ?? []);
    const taken = ids.find((id, index) => ids.indexOf(id) !== index);
    if (taken !== undefined) throw LinearError.conflict('Issue', taken);
    const created: IssueRecord[] = [];
    try {
      for (const draft of drafts) {
        const issue = this.#drafter.drafted(viewer, draft);
        this.#store(issue);
        created.push(issue);
      }
    } catch (error) {
      for (const issue of created) this.#tables.deleteIssue(issue);
      throw error;
    }
    for (const issue of created) this.#announceCreated(viewer, issue);
    return created;
  }

  update(viewer: Viewer, issue: IssueRecord, patch: IssuePatch): IssueRecord {
    const next = this.#patcher.patched(viewer, issue, patch);
    return this.#replace(viewer.user, issue, next);
  }

  /** All or none. */
  updateBatch(
    viewer: Viewer,
    issues: readonly IssueRecord[],
    patch: IssuePatch,
  ): IssueRecord[] {
    for (const issue of issues) this.#patcher.patched(viewer, issue, patch);
    return issues.map(issue => this.update(viewer, issue, patch));
  }

  trash(viewer: Viewer, issue: IssueRecord): IssueRecord {
    return this.#replace(viewer.user, issue, {
      ...issue,
      trashed: true,
      archivedAt: issue.archivedAt ?? this.#journal.timestamp(),
    });
  }

  archive(viewer: Viewer, issue: IssueRecord): IssueRecord {
    return this.#replace(viewer.user, issue, {
      ...issue,
      archivedAt: issue.archivedAt ?? this.#journal.timestamp(),
    });
  }

  /** Restores from the archive and from the trash. */
  restore(viewer: Viewer, issue: IssueRecord): IssueRecord {
    return this.#replace(viewer.user, issue, {
      ...issue,
      trashed: undefined,
      archivedAt: undefined,
      autoArchivedAt: undefined,
    });
  }

  /** Deletes permanently, with its relations, attachments and comments; sub-issues stay, without a parent. */
  deletePermanently(viewer: Viewer, issue: IssueRecord): void {
    const tables = this.#tables;
    for (const relation of [
      ...tables.relationsOfIssue(issue.id),
      ...tables.inverseRelationsOfIssue(issue.id),
    ]) {
      tables.deleteRelation(relation.id);
    }
    for (const attachment of tables.attachmentsOfIssue(issue.id)) {
      tables.deleteAttachment(attachment.id);
    }
    for (const comment of tables.commentsOfIssue(issue.id)) {
      tables.deleteComment(comment.id);
    }
    for (const child of tables.childrenOfIssue(issue.id)) {
      tables.putIssue({ ...child, parentId: undefined });
    }
    tables.deleteIssue(issue);
    this.#journal.wrote(tables);
    this.#journal.publish({
      action: 'remove',
      type: 'Issue',
      row: issue,
      teamId: issue.teamId,
      actor: viewer.user,
      at: this.#journal.now(),
    });
  }

  /** The effect of marking as duplicate on the issue. */
  markDuplicate(user: UserRecord, issue: IssueRecord): void {
    const state = stateOfType(
      this.#tables.statesOfTeam(issue.teamId),
      'duplicate',
    );
    if (!state || isClosed(this.#tables.stateOf(issue))) return;
    const at = this.#journal.timestamp();
    this.#replace(user, issue, withState(issue, state, at));
  }

  /** Numbers the prepared issue, stores it and publishes the change. */
  insert(viewer: Viewer, issue: IssueRecord): IssueRecord {
    this.#store(issue);
    this.#announceCreated(viewer, issue);
    return issue;
  }

  #store(issue: IssueRecord): void {
    const { number, identifier } = this.#nextIdentifier(issue.teamId);
    issue.number = number;
    issue.identifier = identifier;
    if (issue.sortOrder === 0) issue.sortOrder = -number;
    this.#tables.putIssue(issue);
    this.#journal.wrote(this.#tables);
  }

  #announceCreated(viewer: Viewer, issue: IssueRecord): void {
    this.#journal.publish({
      action: 'create',
      type: 'Issue',
      row: issue,
      teamId: issue.teamId,
      actor: viewer.user,
      at: this.#journal.now(),
    });
  }

  #nextIdentifier(teamId: string): { number: number; identifier: string } {
    const team = this.#tables.teamOf({ teamId });
    const number = team.lastNumber + 1;
    this.#tables.teams.set(team.id, { ...team, lastNumber: number });
    return { number, identifier: `${team.key}-${number}` };
  }

  #replace(
    user: UserRecord,
    before: IssueRecord,
    after: IssueRecord,
  ): IssueRecord {
    const changed = changedFields(before, after);
    if (Object.keys(changed).length === 0) return before;
    let next: IssueRecord = {
      ...after,
      updatedAt: this.#journal.timestamp(),
    };
    if (next.teamId !== before.teamId) {
      const numbered = this.#nextIdentifier(next.teamId);
      next = {
        ...next,
        ...numbered,
        previousIdentifiers: [...before.previousIdentifiers, before.identifier],
      };
      changed.number = before.number;
      changed.identifier = before.identifier;
    }
    this.#tables.putIssue(next);
    this.#journal.wrote(this.#tables);
    this.#journal.publish({
      action: 'update',
      type: 'Issue',
      row: next,
      teamId: next.teamId,
      updatedFrom: { ...changed, updatedAt: before.updatedAt },
      actor: user,
      at: this.#journal.now(),
    });
    if (next.stateId !== before.stateId) this.#closeRelatives(user, next);
    return this.#tables.issues.get(next.id) ?? next;
  }

  #closeRelatives(user: UserRecord, issue: IssueRecord): void {
    const tables = this.#tables;
    const state = tables.stateOf(issue);
    if (!isClosed(state)) return;
    for (const child of tables.childrenOfIssue(issue.id)) {
      if (tables.teamOf(child).autoCloseChildIssues) {
        this.#autoClose(
          user,
          child,
          state.type === 'completed' ? 'completed' : 'canceled',
        );
      }
    }
    const parent =
      issue.parentId === undefined
        ? undefined
        : tables.issues.get(issue.parentId);
    if (!parent || !tables.teamOf(parent).autoCloseParentIssues) return;
    const siblings = tables
      .childrenOfIssue(parent.id)
      .filter(child => !child.trashed);
    if (siblings.every(child => isClosed(tables.stateOf(child)))) {
      this.#autoClose(user, parent, 'completed');
    }
  }

  #autoClose(
    user: UserRecord,
    issue: IssueRecord,
    type: 'completed' | 'canceled',
  ): void {
    if (issue.trashed || isClosed(this.#tables.stateOf(issue))) return;
    const state = stateOfType(this.#tables.statesOfTeam(issue.teamId), type);
    if (!state) return;
    const at = this.#journal.timestamp();
    this.#replace(user, issue, {
      ...withState(issue, state, at),
      autoClosedAt: at,
    });
  }
}
