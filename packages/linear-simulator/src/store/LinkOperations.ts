import { checkedNewId } from './issueInput';
import { IssueOperations } from './IssueOperations';
import { Journal } from './Journal';
import { LinearError } from './LinearError';
import {
  AttachmentRecord,
  CommentRecord,
  RelationRecord,
  RelationType,
} from './records';
import { Tables } from './Tables';
import { normalizeMarkdown } from './text';
import { Viewer } from './Viewer';

export interface RelationDraft {
  id?: string | null;
  /** UUID or identifier. */
  issueId: string;
  /** UUID or identifier. */
  relatedIssueId: string;
  type: RelationType;
}

export interface AttachmentDraft {
  id?: string | null;
  /** UUID or identifier. */
  issueId: string;
  title: string;
  subtitle?: string | null;
  url: string;
  metadata?: Record<string, unknown> | null;
  groupBySource?: boolean | null;
}

export interface CommentDraft {
  id?: string | null;
  /** UUID or identifier. */
  issueId?: string | null;
  body?: string | null;
  parentId?: string | null;
  createAsUser?: string | null;
}

/** Relations, attachments and comments of an issue. None of them bumps the issue's `updatedAt`. */
export class LinkOperations {
  readonly #tables: Tables;
  readonly #journal: Journal;
  readonly #issues: IssueOperations;

  constructor(options: {
    tables: Tables;
    journal: Journal;
    issues: IssueOperations;
  }) {
    this.#tables = options.tables;
    this.#journal = options.journal;
    this.#issues = options.issues;
  }

  relate(viewer: Viewer, draft: RelationDraft): RelationRecord {
    const id = this.#newId('IssueRelation', draft.id, this.#tables.relations);
    const issue = viewer.issue(draft.issueId);
    const relatedIssue = viewer.issue(draft.relatedIssueId);
    if (issue.id === relatedIssue.id) {
      throw LinearError.input('An issue cannot be related to itself.');
    }
    const symmetric = draft.type === 'related' || draft.type === 'similar';
    const twin = [
      ...this.#tables.relationsOfIssue(issue.id),
      ...(symmetric ? this.#tables.inverseRelationsOfIssue(issue.id) : []),
    ].find(
      relation =>
        relation.type === draft.type &&
        (relation.relatedIssueId === relatedIssue.id ||
          (symmetric && relation.issueId === relatedIssue.id)),
    );
    if (twin) throw LinearError.input('The issue relation already exists.');
    const at = this.#journal.timestamp();
    const relation: RelationRecord = {
      id,
      issueId: issue.id,
      relatedIssueId: relatedIssue.id,
      type: draft.type,
      createdAt: at,
      updatedAt: at,
    };
    this.#tables.putRelation(relation);
    this.#journal.wrote(this.#tables);
    if (draft.type === 'duplicate') {
      this.#issues.markDuplicate(viewer.user, issue);
    }
    return relation;
  }

  changeRelation(
    viewer: Viewer,
    relation: RelationRecord,
    patch: {
      issueId?: string | null;
      relatedIssueId?: string | null;
      type?: RelationType;
    },
  ): RelationRecord {
    const next: RelationRecord = {
      ...relation,
      issueId: patch.issueId
        ? viewer.issue(patch.issueId).id
        : relation.issueId,
      relatedIssueId: patch.relatedIssueId
        ? viewer.issue(patch.relatedIssueId).id
        : relation.relatedIssueId,
      type: patch.type ?? relation.type,
      updatedAt: this.#journal.timestamp(),
    };
    if (next.issueId === next.relatedIssueId) {
      throw LinearError.input('An issue cannot be related to itself.');
    }
    this.#tables.putRelation(next);
    this.#journal.wrote(this.#tables);
    return next;
  }

  unrelate(relation: RelationRecord): void {
    this.#tables.deleteRelation(relation.id);
    this.#journal.wrote(this.#tables);
  }

  /** Upsert on (issue, url): the second attachment of a URL replaces title, subtitle and metadata of the first. */
  attach(viewer: Viewer, draft: AttachmentDraft): AttachmentRecord {
    const issue = viewer.issue(draft.issueId);
    if (!URL.canParse(draft.url)) {
      throw LinearError.argument('url must be a URL address');
    }
    const title = draft.title.trim();
    if (title === '') throw LinearError.argument('title should not be empty');
    const twin = this.#tables
      .attachmentsOfIssue(issue.id)
      .find(attachment => attachment.url === draft.url);
    const at = this.#journal.timestamp();
    const content = {
      title,
      subtitle: draft.subtitle ?? undefined,
      metadata: draft.metadata ?? {},
      groupBySource: draft.groupBySource ?? false,
      updatedAt: at,
    };
    const attachment: AttachmentRecord = twin
      ? { ...twin, ...content }
      : {
          id: this.#newId('Attachment', draft.id, this.#tables.attachments),
          issueId: issue.id,
          url: draft.url,
          creatorId: viewer.user.id,
          createdAt: at,
          ...content,
        };
    this.#putAttachment(viewer, attachment, twin ? 'update' : 'create');
    return attachment;
  }

  changeAttachment(
    viewer: Viewer,
    attachment: AttachmentRecord,
    patch: {
      title: string;
      subtitle?: string | null;
      metadata?: Record<string, unknown> | null;
    },
  ): AttachmentRecord {
    const title = patch.title.trim();
    if (title === '') throw LinearError.argument('title should not be empty');
    const next: AttachmentRecord = {
      ...attachment,
      title,
      subtitle:
        patch.subtitle === undefined
          ? attachment.subtitle
          : patch.subtitle ?? undefined,
      metadata:
        patch.metadata === undefined
          ? attachment.metadata
          : patch.metadata ?? {},
      updatedAt: this.#journal.timestamp(),
    };
    this.#putAttachment(viewer, next, 'update');
    return next;
  }

  detach(viewer: Viewer, attachment: AttachmentRecord): void {
    this.#tables.deleteAttachment(attachment.id);
    this.#journal.wrote(this.#tables);
    this.#publish(viewer, 'remove', { type: 'Attachment', row: attachment });
  }

  comment(viewer: Viewer, draft: CommentDraft): CommentRecord {
    if (!draft.issueId) throw LinearError.argument('issueId must be given');
    const issue = viewer.issue(draft.issueId);
    const body = normalizeMarkdown(draft.body ?? '');
    if (body === '') throw LinearError.argument('body should not be empty');
    if (draft.createAsUser && !viewer.user.app) {
      throw LinearError.input(
        'createAsUser is only available to OAuth applications in actor=app mode.',
      );
    }
    const at = this.#journal.timestamp();
    const comment: CommentRecord = {
      id: this.#newId('Comment', draft.id, this.#tables.comments),
      issueId: issue.id,
      body,
      userId: viewer.user.id,
      parentId: draft.parentId ? viewer.comment(draft.parentId).id : undefined,
      createdAs: draft.createAsUser ?? undefined,
      createdAt: at,
      updatedAt: at,
    };
    this.#tables.putComment(comment);
    this.#journal.wrote(this.#tables);
    this.#publish(viewer, 'create', { type: 'Comment', row: comment });
    return comment;
  }

  changeComment(
    viewer: Viewer,
    comment: CommentRecord,
    bodyText: string | null | undefined,
  ): CommentRecord {
    const body = normalizeMarkdown(bodyText ?? comment.body);
    if (body === '') throw LinearError.argument('body should not be empty');
    const at = this.#journal.timestamp();
    const next = { ...comment, body, editedAt: at, updatedAt: at };
    this.#tables.putComment(next);
    this.#journal.wrote(this.#tables);
    this.#publish(viewer, 'update', { type: 'Comment', row: next });
    return next;
  }

  deleteComment(viewer: Viewer, comment: CommentRecord): void {
    this.#tables.deleteComment(comment.id);
    this.#journal.wrote(this.#tables);
    this.#publish(viewer, 'remove', { type: 'Comment', row: comment });
  }

  #putAttachment(
    viewer: Viewer,
    attachment: AttachmentRecord,
    action: 'create' | 'update',
  ): void {
    this.#tables.putAttachment(attachment);
    this.#journal.wrote(this.#tables);
    this.#publish(viewer, action, { type: 'Attachment', row: attachment });
  }

  #publish(
    viewer: Viewer,
    action: 'create' | 'update' | 'remove',
    changed:
      | { type: 'Attachment'; row: AttachmentRecord }
      | { type: 'Comment'; row: CommentRecord },
  ): void {
    const issue = this.#tables.issues.get(changed.row.issueId);
    if (!issue) return;
    this.#journal.publish({
      ...changed,
      action,
      teamId: issue.teamId,
      actor: viewer.user,
      at: this.#journal.now(),
    });
  }

  #newId(
    entity: string,
    id: string | null | undefined,
    existing: ReadonlyMap<string, unknown>,
  ): string {
    if (!id) return this.#journal.newId();
    const checked = checkedNewId(id);
    if (existing.has(checked)) throw LinearError.conflict(entity, checked);
    return checked;
  }
}
