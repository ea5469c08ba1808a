import { checkedUuid, IssueDraft, IssuePatch } from '../../store/issueInput';
import { LinearError } from '../../store/LinearError';
import {
  AttachmentDraft,
  CommentDraft,
  RelationDraft,
} from '../../store/LinkOperations';
import { relationTypes } from '../../store/records';
import { RequestContext } from '../RequestContext';

/** The most issues in one batch. */
const maxBatch = 50;

interface ById {
  id: string;
}

interface AttachmentPatch {
  title: string;
  subtitle?: string | null;
  metadata?: Record<string, unknown> | null;
}

export const mutationResolvers = {
  issueCreate: (
    _: unknown,
    { input }: { input: IssueDraft },
    { workspace, viewer }: RequestContext,
  ) => done(viewer, { issue: workspace.issueOperations.create(viewer, input) }),

  issueUpdate: (
    _: unknown,
    { id, input }: ById & { input: IssuePatch },
    { workspace, viewer }: RequestContext,
  ) => {
    const issue = viewer.issue(id);
    return done(viewer, {
      issue: workspace.issueOperations.update(viewer, issue, input),
    });
  },

  issueBatchCreate: (
    _: unknown,
    { input }: { input: { issues: IssueDraft[] } },
    { workspace, viewer }: RequestContext,
  ) => {
    checkBatch(input.issues);
    return done(viewer, {
      issues: workspace.issueOperations.createBatch(viewer, input.issues),
    });
  },

  issueBatchUpdate: (
    _: unknown,
    { ids, input }: { ids: string[]; input: IssuePatch },
    { workspace, viewer }: RequestContext,
  ) => {
    checkBatch(ids);
    const issues = ids.map(id => viewer.issue(checkedUuid('ids', id)));
    return done(viewer, {
      issues: workspace.issueOperations.updateBatch(viewer, issues, input),
    });
  },

  issueDelete: (
    _: unknown,
    { id, permanentlyDelete }: ById & { permanentlyDelete?: boolean | null },
    { workspace, viewer }: RequestContext,
  ) => {
    const issue = viewer.issue(id);
    if (permanentlyDelete && !viewer.user.admin) {
      throw LinearError.forbidden(
        'Only workspace admins can permanently delete issues.',
      );
    }
    if (permanentlyDelete) {
      workspace.issueOperations.deletePermanently(viewer, issue);
      return done(viewer, { entity: null });
    }
    return done(viewer, {
      entity: workspace.issueOperations.trash(viewer, issue),
    });
  },

  issueArchive: (
    _: unknown,
    { id, trash }: ById & { trash?: boolean | null },
    { workspace, viewer }: RequestContext,
  ) => {
    const issue = viewer.issue(id);
    const operations = workspace.issueOperations;
    return done(viewer, {
      entity: trash
        ? operations.trash(viewer, issue)
        : operations.archive(viewer, issue),
    });
  },

  issueUnarchive: (
    _: unknown,
    { id }: ById,
    { workspace, viewer }: RequestContext,
  ) =>
    done(viewer, {
      entity: workspace.issueOperations.restore(viewer, viewer.issue(id)),
    }),

  issueRelationCreate: (
    _: unknown,
    { input }: { input: RelationDraft },
    { workspace, viewer }: RequestContext,
  ) =>
    done(viewer, {
      issueRelation: workspace.linkOperations.relate(viewer, input),
    }),

  issueRelationUpdate: (
    _: unknown,
    {
      id,
      input,
    }: ById & {
      input: {
        issueId?: string | null;
        relatedIssueId?: string | null;
        type?: string | null;
      };
    },
    { workspace, viewer }: RequestContext,
  ) => {
    const type = relationTypes.find(known => known === input.type);
    if (input.type && !type) {
      throw LinearError.argument(
        `type must be one of ${relationTypes.join(', ')}`,
      );
    }
    return done(viewer, {
      issueRelation: workspace.linkOperations.changeRelation(
        viewer,
        viewer.relation(id),
        { ...input, type },
      ),
    });
  },

  issueRelationDelete: (
    _: unknown,
    { id }: ById,
    { workspace, viewer }: RequestContext,
  ) => {
    workspace.linkOperations.unrelate(viewer.relation(id));
    return done(viewer, { entityId: id });
  },

  attachmentCreate: (
    _: unknown,
    { input }: { input: AttachmentDraft },
    { workspace, viewer }: RequestContext,
  ) =>
    done(viewer, {
      attachment: workspace.linkOperations.attach(viewer, input),
    }),

  attachmentLinkURL: (
    _: unknown,
    input: Omit<AttachmentDraft, 'title'> & { title?: string | null },
    { workspace, viewer }: RequestContext,
  ) =>
    done(viewer, {
      attachment: workspace.linkOperations.attach(viewer, {
        ...input,
        title: input.title ?? input.url,
      }),
    }),

  attachmentUpdate: (
    _: unknown,
    { id, input }: ById & { input: AttachmentPatch },
    { workspace, viewer }: RequestContext,
  ) =>
    done(viewer, {
      attachment: workspace.linkOperations.changeAttachment(
        viewer,
        viewer.attachment(id),
        input,
      ),
    }),

  attachmentDelete: (
    _: unknown,
    { id }: ById,
    { workspace, viewer }: RequestContext,
  ) => {
    workspace.linkOperations.detach(viewer, viewer.attachment(id));
    return done(viewer, { entityId: id });
  },

  commentCreate: (
    _: unknown,
    { input }: { input: CommentDraft },
    { workspace, viewer }: RequestContext,
  ) =>
    done(viewer, { comment: workspace.linkOperations.comment(viewer, input) }),

  commentUpdate: (
    _: unknown,
    { id, input }: ById & { input: { body?: string | null } },
    { workspace, viewer }: RequestContext,
  ) =>
    done(viewer, {
      comment: workspace.linkOperations.changeComment(
        viewer,
        viewer.comment(id),
        input.body,
      ),
    }),

  commentDelete: (
    _: unknown,
    { id }: ById,
    { workspace, viewer }: RequestContext,
  ) => {
    workspace.linkOperations.deleteComment(viewer, viewer.comment(id));
    return done(viewer, { entityId: id });
  },
};

function done<T extends object>(viewer: RequestContext['viewer'], payload: T) {
  return {
    ...payload,
    success: true,
    lastSyncId: viewer.tables.lastSyncId,
  };
}

function checkBatch(entries: readonly unknown[]): void {
  if (entries.length < 1 || entries.length > maxBatch) {
    throw LinearError.argument(
      `A batch must have between 1 and ${maxBatch} issues`,
    );
  }
}
