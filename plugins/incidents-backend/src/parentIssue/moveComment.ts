import { stateClass, StateDecision } from '../actionItems/autoComplete';

/** What an automatic move is told as. */
export type MoveKind = 'completed' | 'reopened';

/** Our one comment on a parent issue: about the latest automatic move. */
export interface MoveComment {
  /** UUID in Linear, made and stored before the comment is written. */
  id: string;
  /** The latest move that was set out to. */
  kind: MoveKind;
  /** What the comment says as far as Linear answered; absent: nothing yet. */
  written?: { kind: MoveKind; redacted: boolean };
}

/** What a move is told as; canceling follows from the incident and needs no words. */
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
 * A move is told only once Linear shows it, and a flapping parent has its one
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
  const told = happened ? kind : written.kind;
  return told === written.kind && written.redacted === redacted
    ? { action: 'none' }
    : { action: 'edit', kind: told };
}
