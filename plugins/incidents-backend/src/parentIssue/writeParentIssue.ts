import { reason } from '@backstage-incidents/incidents-common';
import { PermanentError } from '../jobs';
import {
  AnyLinearError,
  isLinearError,
  IssueChanges,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { ParentIssueWrite } from './reconcile';
import { chooseState } from './reconcileState';
import { recordResponse } from './recordResponse';

/** A retry of the same write would be rejected too. */
type Rejection = Extract<AnyLinearError, { kind: 'rejected' }> | PermanentError;

/** The result of a write; `parent` is the record as stored afterwards. */
export type ParentIssueWriteOutcome =
  | { outcome: 'written'; parent: ParentIssueRecord }
  /** Linear rejects some of the fields; the others are written. */
  | { outcome: 'rejected'; parent: ParentIssueRecord; error: Rejection }
  /** The issue changed since the write was planned; its current state is stored. */
  | { outcome: 'changed'; parent: ParentIssueRecord }
  /** Linear does not show the issue any more, or has it in its trash. */
  | { outcome: 'gone' };

interface WriteOptions {
  linear: LinearGateway;
  parent: ParentIssueRecord;
  write: ParentIssueWrite;
  /** What the write was planned for. */
  observed: LinearIssue;
  store: (
    parent: ParentIssueRecord,
    update: ParentIssueUpdate,
  ) => Promise<ParentIssueRecord>;
  call: LinearCall;
}

/**
 * Sends planned fields to the parent issue. One that Linear rejects holds no
 * other back, least of all a redaction.
 *
 * @throws the gateway's errors but rejections
 */
export async function writeParentIssue(
  options: WriteOptions & {
    /** Whether an issue that changed meanwhile is given back, to be planned for again. */
    mayChange: boolean;
  },
): Promise<ParentIssueWriteOutcome> {
  const { linear, parent, observed, mayChange, store, call } = options;
  try {
    return { outcome: 'written', parent: await send(options) };
  } catch (error) {
    if (!isRejection(error)) {
      throw error;
    }
  }
  const found = await linear.findIssue(parent.issueId, call);
  if (found.outcome === 'absent' || found.value.trashed) {
    return { outcome: 'gone' };
  }
  const current = await store(parent, { observed: found.value });
  return mayChange && found.value.updatedAt !== observed.updatedAt
    ? { outcome: 'changed', parent: current }
    : oneByOne({ ...options, parent: current, observed: found.value });
}

async function oneByOne(
  options: WriteOptions,
): Promise<ParentIssueWriteOutcome> {
  let { parent } = options;
  let rejection: Rejection | undefined;
  for (const write of separately(options.write)) {
    try {
      parent = await send({ ...options, parent, write });
    } catch (error) {
      if (!isRejection(error)) {
        throw error;
      }
      rejection ??= error;
    }
  }
  return rejection
    ? { outcome: 'rejected', parent, error: rejection }
    : { outcome: 'written', parent };
}

async function send(options: WriteOptions): Promise<ParentIssueRecord> {
  const { linear, parent, write, store, call } = options;
  const response = await linear.updateIssue(
    parent.issueId,
    await changesOf(options),
    call,
  );
  return store(parent, {
    fields: recordResponse({ fields: parent.fields, write, response }),
    observed: response,
  });
}

async function changesOf(options: WriteOptions): Promise<IssueChanges> {
  const { team } = options.observed;
  const { state: target, ...changes } = options.write;
  if (!target) {
    return changes;
  }
  const states = await options.linear.statesOf(team.id, options.call);
  const state = chooseState(states, target);
  if (!state) {
    throw new PermanentError(
      reason('teamHasNoState', { team: team.key, type: target.type }),
    );
  }
  return { ...changes, stateId: state.id };
}

/** Title and description first: they may be what others must not read. */
function separately(write: ParentIssueWrite): ParentIssueWrite[] {
  const { title, description, addedLabelIds, removedLabelIds, ...others } =
    write;
  const text = { title, description };
  const labels = { addedLabelIds, removedLabelIds };
  const { assigneeId, priority, state } = others;
  return [text, { priority }, { state }, labels, { assigneeId }].flatMap(
    part => {
      const given = Object.entries(part).filter(
        ([, value]) => value !== undefined,
      );
      return given.length > 0 ? [Object.fromEntries(given)] : [];
    },
  );
}

function isRejection(error: unknown): error is Rejection {
  return (
    error instanceof PermanentError ||
    (isLinearError(error) && error.kind === 'rejected')
  );
}
