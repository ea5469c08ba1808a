import { PRIVATE_INCIDENT_TITLE } from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { stateClass, StateDecision } from '../actionItems/autoComplete';
import { ConfiguredLinearSettings } from '../config';
import { IncidentRecord } from '../incidents/IncidentRecord';
import {
  isLinearError,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { parentIssueComment } from './templates';

const moveKindSchema = z.enum(['completed', 'reopened']);

/** An automatic move that a comment explains. */
export type MoveKind = z.infer<typeof moveKindSchema>;

export const moveCommentSchema = z.object({
  /** UUID in Linear, made and stored before the comment is written. */
  id: z.string(),
  /** The latest move that was set out to. */
  kind: moveKindSchema,
  /** What the comment says as far as Linear responded; absent: nothing yet. */
  written: z.object({ kind: moveKindSchema, redacted: z.boolean() }).optional(),
});

/** Our one comment on a parent issue: about the latest automatic move. */
export type MoveComment = z.infer<typeof moveCommentSchema>;

/** Which comment explains a move; canceling follows from the incident and needs none. */
export function moveKind(
  action: StateDecision['action'],
): MoveKind | undefined {
  switch (action) {
    case 'complete':
      return 'completed';
    case 'reopen':
      return 'reopened';
    case 'cancel':
    case 'leave':
      return undefined;
    default:
      return action satisfies never;
  }
}

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
    kind === 'reopened'
      ? stateClass(stateType) === 'open'
      : stateClass(stateType) === 'completed';
  if (!written) {
    return happened ? { action: 'create', kind } : { action: 'none' };
  }
  // What was written before stays true until the next move has happened.
  const due = happened ? kind : written.kind;
  return due === written.kind && written.redacted === redacted
    ? { action: 'none' }
    : { action: 'edit', kind: due };
}

export interface MoveCommentDeps {
  linear: LinearGateway;
  /** `''` is no comment. */
  templates: ConfiguredLinearSettings['comments'];
  newId: () => string;
}

/** To be stored before the parent issue is moved, so that the comment is written even after a crash in between. */
export function intendMoveComment(
  deps: Pick<MoveCommentDeps, 'templates' | 'newId'>,
  comment: MoveComment | undefined,
  kind: MoveKind,
): MoveComment | undefined {
  return deps.templates[kind] === '' && !comment
    ? undefined
    : { id: deps.newId(), ...comment, kind };
}

/** Writes the comment that is due. @returns what to store, `undefined` when nothing was due */
export async function writeMoveComment(
  { linear, templates }: MoveCommentDeps,
  options: {
    incident: IncidentRecord;
    url: string;
    parent: {
      issueId: string;
      comment: MoveComment | undefined;
      observed: LinearIssue | undefined;
    };
    call: LinearCall;
  },
): Promise<MoveComment | undefined> {
  const { incident, url, parent, call } = options;
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
  const template = templates[due.kind];
  const body = parentIssueComment({ incident, template, url });
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
