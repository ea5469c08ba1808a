import { PRIVATE_INCIDENT_TITLE } from '@backstage-incidents/incidents-common';
import { stateClass, StateDecision } from '../actionItems/autoComplete';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { isLinearError, LinearCall, LinearGateway } from '../linear';
import { ParentIssueDeps } from './deps';
import { entityPage } from './desiredState';
import { MoveComment, MoveKind, ParentIssueRecord } from './ParentIssueRecord';
import { parentIssueComment } from './templates';

/** Which comment explains a move; canceling follows from the incident and needs none. */
export const MOVE_KINDS: Record<StateDecision['action'], MoveKind | undefined> =
  {
    complete: 'completed',
    reopen: 'reopened',
    cancel: undefined,
    leave: undefined,
  };

/**
 * What to do about the comment: nothing, write it, or edit the one there is.
 * A move is explained only once Linear shows it, and a flapping parent has its one
 * comment edited.
 */
export function decideMoveComment(options: {
  comment: MoveComment | undefined;
  /** Linear's state type now. */
  stateType: string;
  /** The incident is private. */
  redacted: boolean;
}): { action: 'none' } | { action: 'create' | 'edit'; kind: MoveKind } {
  const { comment, stateType, redacted } = options;
  if (!comment) {
    return { action: 'none' };
  }
  const { kind, written } = comment;
  const happened =
    stateClass(stateType) === (kind === 'reopened' ? 'open' : 'completed');
  if (!written) {
    return happened ? { action: 'create', kind } : { action: 'none' };
  }
  // What was written before stays true until the next move has happened.
  const due = happened ? kind : written.kind;
  return due === written.kind && written.redacted === redacted
    ? { action: 'none' }
    : { action: 'edit', kind: due };
}

/** To be stored before the parent issue is moved, so that the comment is written even after a crash in between. */
export function intendMoveComment(
  { linearSettings, newId }: ParentIssueDeps,
  comment: MoveComment | undefined,
  kind: MoveKind,
): MoveComment | undefined {
  // A blank template is no comment.
  return linearSettings.comments[kind] === '' && !comment
    ? undefined
    : { id: newId(), ...comment, kind };
}

/** Writes the comment that is due. @returns what to store, `undefined` when nothing was due */
export async function writeMoveComment(
  { linear, linearSettings, appUrl }: ParentIssueDeps,
  incident: IncidentRecord,
  parent: ParentIssueRecord,
  call: LinearCall,
): Promise<MoveComment | undefined> {
  const { comment, observed } = parent;
  if (!comment || !observed) {
    return undefined;
  }
  const redacted = incident.visibility === 'private';
  const due = decideMoveComment({
    comment,
    stateType: observed.state.type,
    redacted,
  });
  if (due.action === 'none') {
    return undefined;
  }
  const body = parentIssueComment(
    incident,
    entityPage(appUrl, incident.ref),
    linearSettings.comments[due.kind],
  );
  const written = { ...comment, written: { kind: due.kind, redacted } };
  if (due.action === 'create') {
    if (body === undefined) {
      return undefined;
    }
    const { outcome } = await linear.createComment(
      { id: comment.id, issueId: parent.issueId, body },
      call,
    );
    if (outcome === 'existed') {
      // Written by an earlier try, perhaps before the incident turned private.
      await edit(linear, comment.id, body, call);
    }
  } else if (body !== undefined || redacted) {
    await edit(linear, comment.id, body ?? PRIVATE_INCIDENT_TITLE, call);
  }
  return written;
}

async function edit(
  linear: LinearGateway,
  id: string,
  body: string,
  call: LinearCall,
): Promise<void> {
  try {
    await linear.updateComment(id, body, call);
  } catch (error) {
    const isDeleted =
      isLinearError(error) &&
      error.kind === 'rejected' &&
      error.reason === 'notFound';
    // A person deleted it: it is not written again.
    if (!isDeleted) {
      throw error;
    }
  }
}
