import type { LinearIssue } from '../linear';
import { DesiredParentIssue } from './desiredState';
import {
  Attachment,
  FieldRecord,
  FieldRecords,
  intend,
  recordApplied,
} from './fieldRecords';
import { assigneeIdOf, assigneeOf, ParentIssueWrite } from './reconcile';

/**
 * The field records before the creation of a parent issue: all values it is
 * created with. Store them, then create. If this call created it, continue with
 * `recordCreation`; if it existed already, reconcile it as it is.
 */
export function intendCreation(desired: DesiredParentIssue): FieldRecords {
  const { assignee, labelIds, shownLabelIds = [] } = desired;
  return {
    title: intend(undefined, desired.title),
    description: intend(undefined, desired.redacted ? 'blank' : 'written'),
    assignee: assignee && intend(undefined, assignee),
    priority: intend(undefined, desired.priority),
    labels: labelIds && {
      route: [...labelIds],
      added: [...shownLabelIds],
      refused: [],
    },
  };
}

/**
 * Records after creation, from the creating mutation's own response.
 *
 * @param response - the issue as the mutation returned it
 */
export function recordCreation(
  desired: DesiredParentIssue,
  response: LinearIssue,
): FieldRecords {
  const { title, description = '', priority, shownLabelIds } = desired;
  const after = recordResponse({
    fields: intendCreation(desired),
    write: {
      title,
      description,
      assigneeId: desired.assignee && assigneeIdOf(desired.assignee),
      priority,
      addedLabelIds: shownLabelIds && [...shownLabelIds],
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
  const { title, description, assigneeId, priority, state } = write;
  const text = description === '' ? 'blank' : 'written';
  const { labels = { added: [], refused: [] } } = fields;
  const notTaken = write.addedLabelIds?.filter(
    id => !response.labelIds.includes(id),
  );
  return {
    ...fields,
    title: applied(fields.title, title, response.title),
    description:
      description === undefined
        ? fields.description
        : applied(fields.description, text, text),
    assignee: applied(
      fields.assignee,
      assigneeId === undefined ? undefined : assigneeOf(assigneeId),
      assigneeOf(response.assignee?.id),
    ),
    priority: applied(fields.priority, priority, response.priority),
    state: state
      ? {
          ...applied(fields.state, state.type, response.state.type),
          seen: { type: response.state.type, setBy: 'backstage' },
        }
      : fields.state,
    labels: notTaken
      ? { ...labels, refused: [...new Set([...labels.refused, ...notTaken])] }
      : fields.labels,
  };
}

/** @param intended - `undefined`: not written */
function applied<T>(
  record: FieldRecord<T> | undefined,
  intended: T | undefined,
  value: T,
): FieldRecord<T> | undefined {
  return intended === undefined
    ? record
    : recordApplied(record, { intended, value });
}

/** Records after our attachment was written. */
export function recordAttachment(
  fields: FieldRecords,
  attachment: Attachment,
): FieldRecords {
  return {
    ...fields,
    attachment: applied(fields.attachment, attachment, attachment),
  };
}
