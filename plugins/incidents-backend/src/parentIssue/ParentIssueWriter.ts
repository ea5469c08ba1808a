import { reason } from '@backstage-incidents/incidents-common';
import {
  AnyLinearError,
  isLinearError,
  IssueChanges,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { PermanentError } from '../jobs';
import { chooseState } from './chooseState';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { ParentIssueWrite } from './reconcile';
import { recordAnswer } from './recordAnswer';

/** The same again is refused again. */
type Refusal = Extract<AnyLinearError, { kind: 'rejected' }> | PermanentError;

/** What became of a write; `parent` is the record as it is stored then. */
export type ParentIssueWriteOutcome =
  | { outcome: 'written'; parent: ParentIssueRecord }
  /** Linear refuses some of the fields; the others are written. */
  | { outcome: 'refused'; parent: ParentIssueRecord; refusal: Refusal }
  /** The issue is another one than was planned for; what it is now is stored. */
  | { outcome: 'changed'; parent: ParentIssueRecord }
  /** Linear does not show the issue any more, or has it in its trash. */
  | { outcome: 'gone' };

/** Sends planned fields to the parent issue. One that Linear refuses holds no other back, least of all a redaction. */
export class ParentIssueWriter {
  readonly #linear: LinearGateway;

  constructor(linear: LinearGateway) {
    this.#linear = linear;
  }

  /** @throws the gateway's errors but refusals */
  async write(options: {
    parent: ParentIssueRecord;
    write: ParentIssueWrite;
    /** What the write was planned for. */
    observed: LinearIssue;
    /** Whether an issue that changed meanwhile is given back, to be planned for anew. */
    mayChange: boolean;
    store: (
      parent: ParentIssueRecord,
      update: ParentIssueUpdate,
    ) => Promise<ParentIssueRecord>;
    call: LinearCall;
  }): Promise<ParentIssueWriteOutcome> {
    const { parent, observed, mayChange, store, call } = options;
    try {
      return { outcome: 'written', parent: await this.#send(options) };
    } catch (error) {
      if (!isRejection(error)) {
        throw error;
      }
    }
    const found = await this.#linear.findIssue(parent.issueId, call);
    if (found.outcome === 'absent' || found.value.trashed) {
      return { outcome: 'gone' };
    }
    const current = await store(parent, { observed: found.value });
    return mayChange && found.value.updatedAt !== observed.updatedAt
      ? { outcome: 'changed', parent: current }
      : this.#oneByOne({ ...options, parent: current, observed: found.value });
  }

  async #oneByOne(
    options: Parameters<ParentIssueWriter['write']>[0],
  ): Promise<ParentIssueWriteOutcome> {
    let { parent } = options;
    let refusal: Refusal | undefined;
    for (const write of separately(options.write)) {
      try {
        parent = await this.#send({ ...options, parent, write });
      } catch (error) {
        if (!isRejection(error)) {
          throw error;
        }
        refusal ??= error;
      }
    }
    return refusal
      ? { outcome: 'refused', parent, refusal }
      : { outcome: 'written', parent };
  }

  async #send(
    options: Parameters<ParentIssueWriter['write']>[0],
  ): Promise<ParentIssueRecord> {
    const { parent, write, observed, store, call } = options;
    const answered = await this.#linear.updateIssue(
      parent.issueId,
      await this.#changes(write, observed, call),
      call,
    );
    return store(parent, {
      fields: recordAnswer({ fields: parent.fields, write, answered }),
      observed: answered,
    });
  }

  async #changes(
    write: ParentIssueWrite,
    observed: LinearIssue,
    call: LinearCall,
  ): Promise<IssueChanges> {
    const { state: target, ...changes } = write;
    if (!target) {
      return changes;
    }
    const state = chooseState({
      states: await this.#linear.statesOf(observed.team.id, call),
      target,
    });
    if (!state) {
      throw new PermanentError(
        reason('teamHasNoState', {
          team: observed.team.key,
          type: target.type,
        }),
      );
    }
    return { ...changes, stateId: state.id };
  }
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

function isRejection(error: unknown): error is Refusal {
  return (
    error instanceof PermanentError ||
    (isLinearError(error) && error.kind === 'rejected')
  );
}
