import { isDeepStrictEqual } from 'node:util';
import { StateDecision } from '../actionItems/autoComplete';
import type { LinearIssue, LinearPriority } from '../linear';
import { DesiredParentIssue } from './desiredState';
import { Assignee, Attachment, FieldRecords, intend } from './fieldRecords';
import {
  DescriptionResult,
  reconcileDescription,
} from './reconcileDescription';
import { EditPolicy, FieldDecision, reconcileField } from './reconcileField';
import { reconcileState, StateTarget } from './reconcileState';

/** The fields to write to the parent issue, all in one update. */
export interface ParentIssueWrite {
  title?: string;
  description?: string;
  /** `null` unassigns, as in Linear's own input. */
  assigneeId?: string | null;
  priority?: LinearPriority;
  addedLabelIds?: string[];
  removedLabelIds?: string[];
  /** To be resolved by `chooseState` in the issue's own team. */
  state?: StateTarget;
}

/** The fields whose owner is decided. */
export type OwnedField = keyof FieldRecords;

export interface Reconciliation {
  /** `undefined`: nothing to write to the issue. */
  write: ParentIssueWrite | undefined;
  /** `undefined`: the attachment is as it should be. */
  attachment: Attachment | undefined;
  /** To be stored before anything is written. */
  fields: FieldRecords;
  decisions: Record<OwnedField, FieldDecision>;
  /** What the state rule says, for the card and the comment. */
  stateDecision: StateDecision;
  /** Something of a private incident can still be read in Linear. */
  redactionPending: boolean;
}

/**
 * Compares what Backstage wants of a parent issue with what Linear shows and
 * says what to write, by the table in `docs/ownership.md`. Applied a second
 * time to its own result, it writes nothing.
 *
 * Store `fields`, then write, then store what `recordResponse` and
 * `recordAttachment` make of the responses.
 */
export function reconcile(options: {
  desired: DesiredParentIssue;
  fields: FieldRecords;
  observed: LinearIssue;
}): Reconciliation {
  const { desired, fields, observed } = options;
  const write: ParentIssueWrite = {};

  const title = desired.isOurs
    ? reconcileField({
        record: fields.title,
        desired: desired.title,
        observed: observed.title,
        policy: desired.redacted ? 'overwrite' : 'untilBackstageChanges',
      })
    : peoples(fields.title);
  if (title.decision === 'write') write.title = desired.title;

  const description: DescriptionResult = desired.isOurs
    ? reconcileDescription(
        fields.description,
        desired.redacted ? undefined : desired.description ?? '',
        observed.description,
      )
    : peoples(fields.description);
  if (description.text !== undefined) write.description = description.text;

  const assignee = reconcileAssignee(desired, fields, observed);
  if (desired.assignee && assignee.decision === 'write') {
    write.assigneeId = assigneeIdOf(desired.assignee);
  }

  const priority = reconcileField({
    record: fields.priority,
    desired: desired.priority,
    observed: observed.priority,
    policy: editPolicy(desired, 'priority'),
  });
  if (priority.decision === 'write') write.priority = desired.priority;

  const state = reconcileState(fields.state, desired.stateRule, observed);
  if (state.target) write.state = state.target;

  const labels = reconcileLabels(desired, fields, observed);
  if (labels.added.length > 0) write.addedLabelIds = labels.added;
  if (labels.removed.length > 0) write.removedLabelIds = labels.removed;

  const attachment = reconcileAttachment(desired, fields);

  return {
    write: Object.keys(write).length > 0 ? write : undefined,
    attachment:
      attachment.decision === 'write' ? desired.attachment : undefined,
    fields: {
      title: title.record,
      description: description.record,
      assignee: assignee.record,
      priority: priority.record,
      state: state.record,
      labels: labels.record,
      attachment: attachment.record,
    },
    decisions: {
      title: title.decision,
      description: description.decision,
      assignee: assignee.decision,
      priority: priority.decision,
      state: state.decision,
      labels: labels.decision,
      attachment: attachment.decision,
    },
    stateDecision: state.stateDecision,
    redactionPending: Object.keys(redactionIn(desired, write)).length > 0,
  };
}

/** What of a write hides something of a private incident. */
export function redactionIn(
  { isOurs, redacted, hides }: DesiredParentIssue,
  write: ParentIssueWrite,
): ParentIssueWrite {
  const { title, description, assigneeId, priority, removedLabelIds } = write;
  const isText = isOurs && redacted;
  return {
    ...(isText && title !== undefined && { title }),
    ...(isText && description !== undefined && { description }),
    ...(isOurs && hides.assignee && assigneeId !== undefined && { assigneeId }),
    ...(isOurs && hides.priority && priority !== undefined && { priority }),
    ...(isOurs && hides.labels && removedLabelIds && { removedLabelIds }),
  };
}

/** Never written. */
function peoples<R>(record: R): { decision: FieldDecision; record: R } {
  return { decision: 'keepExternal', record };
}

/** A person's edit stays, but for what is redacted. */
function editPolicy(
  { isOurs, hides }: DesiredParentIssue,
  field: 'assignee' | 'priority',
): EditPolicy {
  return isOurs && hides[field] ? 'overwrite' : 'stays';
}

function reconcileAssignee(
  desired: DesiredParentIssue,
  fields: FieldRecords,
  observed: LinearIssue,
): { decision: FieldDecision; record: FieldRecords['assignee'] } {
  if (!desired.assignee) {
    // The lead could not be looked up.
    return { decision: 'inSync', record: fields.assignee };
  }
  return reconcileField<Assignee>({
    record: fields.assignee,
    desired: desired.assignee,
    observed: assigneeOf(observed.assignee?.id),
    policy: editPolicy(desired, 'assignee'),
  });
}

/** The assignee as records hold it. */
export function assigneeOf(id: string | null | undefined): Assignee {
  return id ? { kind: 'user', id } : { kind: 'none' };
}

/** The assignee as Linear takes it. */
export function assigneeIdOf(assignee: Assignee): string | null {
  return assignee.kind === 'user' ? assignee.id : null;
}

function reconcileLabels(
  desired: DesiredParentIssue,
  fields: FieldRecords,
  observed: LinearIssue,
): {
  decision: FieldDecision;
  record: FieldRecords['labels'];
  added: string[];
  removed: string[];
} {
  const { added: ours, refused } = fields.labels ?? { added: [], refused: [] };
  if (!desired.labelIds) {
    const record = fields.labels;
    return { decision: 'inSync', record, added: [], removed: [] };
  }
  const route = [...new Set(desired.labelIds)];
  const wanted = [...new Set(desired.shownLabelIds)];
  const isThere = (id: string) => observed.labelIds.includes(id);
  const added = wanted.filter(id => !isThere(id) && !refused.includes(id));
  // A person may have added what is redacted.
  const removable =
    desired.isOurs && desired.hides.labels
      ? [...new Set([...ours, ...route])]
      : ours;
  const removed = removable.filter(id => !wanted.includes(id) && isThere(id));
  return {
    decision: added.length + removed.length > 0 ? 'write' : 'inSync',
    record: {
      route,
      added: [
        ...ours.filter(id => wanted.includes(id) || isThere(id)),
        ...added.filter(id => !ours.includes(id)),
      ],
      refused: refused.filter(id => wanted.includes(id)),
    },
    added,
    removed,
  };
}

/** Ours is known by what we wrote; a read that finds it gone forgets the record. */
function reconcileAttachment(
  desired: DesiredParentIssue,
  fields: FieldRecords,
): { decision: FieldDecision; record: FieldRecords['attachment'] } {
  const record = fields.attachment;
  return isDeepStrictEqual(record?.applied?.intended, desired.attachment) &&
    !record?.intended?.length
    ? { decision: 'inSync', record }
    : { decision: 'write', record: intend(record, desired.attachment) };
}
