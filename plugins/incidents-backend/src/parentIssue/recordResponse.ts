import type { LinearIssue } from '../linear';
import { DesiredParentIssue, shownLabelIds } from './desiredState';
import {
  Attachment,
  FieldRecords,
  intend,
  recordApplied,
} from './fieldRecords';
import { assigneeOf, ParentIssueWrite } from './reconcile';

/**
 * The field records before the creation of a parent issue: all values it is
 * created with. Store them, then create. If this call created it, continue with
 * `recordCreation`; if it existed already, reconcile it as it is.
 */
export function intendCreation(desired: DesiredParentIssue): FieldRecords {
  const { title, priority, assignee, labelIds, redacted } = desired;
  return {
    title: intend(undefined, title),
    description: intend(undefined, redacted ? 'blank' : 'written'),
    ...(assignee ? { assignee: intend(undefined, assignee) } : {}),
    priority: intend(undefined, priority),
    ...(labelIds && {
      labels: {
        route: [...labelIds],
        added: [...(shownLabelIds(desired) ?? [])],
        refused: [],
      },
    }),
  };
}

/** Records after creation, from the creating mutation's own response. */
export function recordCreation(options: {
  desired: DesiredParentIssue;
  /** The issue as the mutation returned it. */
  response: LinearIssue;
}): FieldRecords {
  const { desired, response } = options;
  const { title, assignee, priority } = desired;
  const labelIds = shownLabelIds(desired);
  const after = recordResponse({
    fields: intendCreation(desired),
    write: {
      title,
      description: desired.description ?? '',
      ...(assignee
        ? { assigneeId: assignee.kind === 'user' ? assignee.id : null }
        : {}),
      priority,
      ...(labelIds ? { addedLabelIds: [...labelIds] } : {}),
    },
    response,
  });
  return {
    ...after,
    state: { seen: { type: response.state.type, setBy: 'backstage' } },
  };
}

/**
 * Records after a write, from the mutation's own response; a later read would
 * pass a person's edit for Linear's normalization.
 */
export function recordResponse(options: {
  fields: FieldRecords;
  /** What was written. */
  write: ParentIssueWrite;
  /** The issue as the mutation returned it. */
  response: LinearIssue;
}): FieldRecords {
  const { fields, write, response } = options;
  const after: FieldRecords = { ...fields };
  if (write.title !== undefined) {
    after.title = recordApplied(fields.title, {
      intended: write.title,
      value: response.title,
    });
  }
  if (write.description !== undefined) {
    const value = write.description === '' ? 'blank' : 'written';
    after.description = recordApplied(fields.description, {
      intended: value,
      value,
    });
  }
  if (write.assigneeId !== undefined) {
    after.assignee = recordApplied(fields.assignee, {
      intended:
        write.assigneeId === null
          ? { kind: 'none' }
          : { kind: 'user', id: write.assigneeId },
      value: assigneeOf(response),
    });
  }
  if (write.priority !== undefined) {
    after.priority = recordApplied(fields.priority, {
      intended: write.priority,
      value: response.priority,
    });
  }
  if (write.state) {
    after.state = {
      ...recordApplied(fields.state, {
        intended: write.state.type,
        value: response.state.type,
      }),
      seen: { type: response.state.type, setBy: 'backstage' },
    };
  }
  if (write.addedLabelIds) {
    const { refused, ...labels } = fields.labels ?? { added: [], refused: [] };
    const missing = write.addedLabelIds.filter(
      id => !response.labelIds.includes(id),
    );
    after.labels = {
      ...labels,
      refused: [...new Set([...refused, ...missing])],
    };
  }
  return after;
}

/** Records after our attachment was written. */
export function recordAttachment(options: {
  fields: FieldRecords;
  attachment: Attachment;
}): FieldRecords {
  const { fields, attachment } = options;
  return {
    ...fields,
    attachment: recordApplied(fields.attachment, {
      intended: attachment,
      value: attachment,
    }),
  };
}
