import type { LinearIssue } from '../linear';
import { DesiredParentIssue } from './desiredState';
import { Attachment, FieldRecords } from './fieldRecords';
import { assigneeOf, ParentIssueWrite } from './reconcile';
import { answer, intend } from './reconcileField';

/**
 * Records before the creation of a parent issue: everything it is created
 * with. Store them, then create. If this very call created it, go on with
 * `recordCreation`; if it existed already, reconcile with it as it is.
 */
export function intendCreation(desired: DesiredParentIssue): FieldRecords {
  const { title, priority, assignee, labelIds, redacted } = desired;
  return {
    title: intend(undefined, title),
    description: intend(undefined, redacted ? 'blank' : 'written'),
    ...(assignee ? { assignee: intend(undefined, assignee) } : {}),
    priority: intend(undefined, priority),
    ...(labelIds ? { labels: { added: [...labelIds], refused: [] } } : {}),
  };
}

/** Records after creation, from the creating mutation's own answer. */
export function recordCreation(options: {
  desired: DesiredParentIssue;
  /** The issue as the mutation returned it. */
  answered: LinearIssue;
}): FieldRecords {
  const { desired, answered } = options;
  const { title, assignee, priority, labelIds } = desired;
  const after = recordAnswer({
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
    answered,
  });
  return {
    ...after,
    state: { seen: { type: answered.state.type, setBy: 'backstage' } },
  };
}

/**
 * Records after a write, from the mutation's own answer; a later read would
 * pass a person's edit for Linear's normalization.
 */
export function recordAnswer(options: {
  fields: FieldRecords;
  /** What was written. */
  write: ParentIssueWrite;
  /** The issue as the mutation returned it. */
  answered: LinearIssue;
}): FieldRecords {
  const { fields, write, answered } = options;
  const after: FieldRecords = { ...fields };
  if (write.title !== undefined) {
    after.title = answer(fields.title, {
      asked: write.title,
      value: answered.title,
    });
  }
  if (write.description !== undefined) {
    const value = write.description === '' ? 'blank' : 'written';
    after.description = answer(fields.description, { asked: value, value });
  }
  if (write.assigneeId !== undefined) {
    after.assignee = answer(fields.assignee, {
      asked:
        write.assigneeId === null
          ? { kind: 'none' }
          : { kind: 'user', id: write.assigneeId },
      value: assigneeOf(answered),
    });
  }
  if (write.priority !== undefined) {
    after.priority = answer(fields.priority, {
      asked: write.priority,
      value: answered.priority,
    });
  }
  if (write.state) {
    after.state = {
      ...answer(fields.state, {
        asked: write.state.type,
        value: answered.state.type,
      }),
      seen: { type: answered.state.type, setBy: 'backstage' },
    };
  }
  if (write.addedLabelIds) {
    const { added, refused } = fields.labels ?? { added: [], refused: [] };
    const missing = write.addedLabelIds.filter(
      id => !answered.labelIds.includes(id),
    );
    after.labels = { added, refused: [...new Set([...refused, ...missing])] };
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
    attachment: answer(fields.attachment, {
      asked: attachment,
      value: attachment,
    }),
  };
}
