import { isDeepStrictEqual } from 'node:util';
import { committed } from '../database/commit';
import { IncidentRecord } from '../incidents/IncidentRecord';
import {
  IssueChanges,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { PermanentError } from '../work/PermanentError';
import { chooseState } from './chooseState';
import { DesiredParentIssues } from './DesiredParentIssues';
import { parentIssueReason } from './parentIssueReason';
import {
  ParentIssueRecord,
  ParentIssueStore,
  ParentIssueUpdate,
} from './ParentIssueStore';
import { ParentIssueWrite, reconcile } from './reconcile';
import { recordAnswer, recordAttachment } from './recordAnswer';

/** Makes a linked parent issue what Backstage wants: nothing to write, no request. */
export class ParentIssueFollower {
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #desires: DesiredParentIssues;

  constructor(options: {
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    desires: DesiredParentIssues;
  }) {
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#desires = options.desires;
  }

  /**
   * @returns whether anything was written here or in Linear
   * @throws the gateway's errors; what was intended is stored by then, so that
   * a late write of ours is never taken for a person's
   */
  async follow(
    incident: IncidentRecord,
    linked: ParentIssueRecord,
    call: LinearCall,
  ): Promise<boolean> {
    if (!linked.observed) {
      return false;
    }
    const { desired, assigneeNote } = await this.#desires.of({
      incident,
      route: linked.route ?? {},
      labelIds: linked.fields.labels?.added,
      call,
    });
    const plan = reconcile({
      desired,
      fields: linked.fields,
      observed: linked.observed,
    });
    let parent = await this.#store(linked, {
      fields: plan.fields,
      reason: parentIssueReason({
        stateType: linked.observed.state.type,
        reconciliation: plan,
        assigneeNote,
      }),
    });
    if (plan.write) {
      const answered = await this.#linear.updateIssue(
        parent.issueId,
        await this.#changes(plan.write, linked.observed, call),
        call,
      );
      const fields = recordAnswer({
        fields: parent.fields,
        write: plan.write,
        answered,
      });
      const after = reconcile({ desired, fields, observed: answered });
      parent = await this.#store(parent, {
        fields,
        observed: answered,
        reason: parentIssueReason({
          stateType: answered.state.type,
          reconciliation: after,
          assigneeNote,
        }),
      });
    }
    if (plan.attachment) {
      const { id } = await this.#linear.upsertAttachment(
        { issueId: parent.issueId, ...plan.attachment },
        call,
      );
      parent = await this.#store(parent, {
        attachmentId: id,
        fields: recordAttachment({
          fields: parent.fields,
          attachment: plan.attachment,
        }),
      });
    }
    return parent.version !== linked.version;
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
        `Team ${observed.team.key} has no workflow state of type ${target.type}, so the parent issue cannot be moved there`,
      );
    }
    return { ...changes, stateId: state.id };
  }

  async #store(
    parent: ParentIssueRecord,
    update: ParentIssueUpdate,
  ): Promise<ParentIssueRecord> {
    if (saysNothingNew(parent, update)) {
      return parent;
    }
    // Without a merge: who loses this race starts again from the row that won.
    return committed(
      await this.#parentIssues.update({
        record: parent,
        update,
        writer: 'parentIssue.follow',
      }),
      'parentIssue.follow',
    );
  }
}

function saysNothingNew(
  parent: ParentIssueRecord,
  update: ParentIssueUpdate,
): boolean {
  return Object.entries(update).every(([key, value]) =>
    isDeepStrictEqual(
      asStored(Object.entries(parent).find(([name]) => name === key)?.[1]),
      asStored(value),
    ),
  );
}

/** As it comes back from the database: JSON has no `undefined`. */
function asStored(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
