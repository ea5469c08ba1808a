import { isDeepStrictEqual } from 'node:util';
import { RoutingDecision } from '@backstage-incidents/incidents-common';
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
import { RoutingDraft } from './checkConditions';
import { DesiredParentIssues } from './DesiredParentIssues';
import { moveKind } from './moveComment';
import { MoveComments } from './MoveComments';
import { parentIssueReason } from './parentIssueReason';
import {
  ParentIssueRecord,
  ParentIssueStore,
  ParentIssueUpdate,
} from './ParentIssueStore';
import { ParentIssueWrite, reconcile, Reconciliation } from './reconcile';
import { recordAnswer, recordAttachment } from './recordAnswer';
import { routeDrift } from './routing';

/** Makes a linked parent issue what Backstage wants: nothing to write, no request. */
export class ParentIssueFollower {
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #desires: DesiredParentIssues;
  readonly #comments: MoveComments;
  readonly #decide: (draft: RoutingDraft) => Promise<RoutingDecision>;
  readonly #ref: (incidentNumber: number) => string;

  constructor(options: {
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    desires: DesiredParentIssues;
    comments: MoveComments;
    /** Where an incident would go today. */
    decide: (draft: RoutingDraft) => Promise<RoutingDecision>;
    ref: (incidentNumber: number) => string;
  }) {
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#desires = options.desires;
    this.#comments = options.comments;
    this.#decide = options.decide;
    this.#ref = options.ref;
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
    const drift = await this.#drift(incident, linked);
    const reasonOf = (
      record: ParentIssueRecord,
      reconciliation: Reconciliation,
    ) =>
      this.#reason({ incident, record, reconciliation, assigneeNote, drift });
    const move = plan.write?.state && moveKind(plan.stateDecision.action);
    let parent = await this.#store(linked, {
      fields: plan.fields,
      ...(move && { comment: this.#comments.intend(linked.comment, move) }),
      reason: reasonOf(linked, plan),
    });
    if (plan.write) {
      const answered = await this.#linear.updateIssue(
        parent.issueId,
        await this.#changes(plan.write, linked.observed, call),
        call,
      );
      parent = await this.#store(parent, {
        fields: recordAnswer({
          fields: parent.fields,
          write: plan.write,
          answered,
        }),
        observed: answered,
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
    const ref = this.#ref(incident.number);
    const comment = await this.#comments.write({
      incident,
      ref,
      url: this.#desires.entityPage(ref),
      parent,
      call,
    });
    if (comment) {
      parent = await this.#store(parent, { comment });
    }
    const { fields, observed = linked.observed } = parent;
    const after = reconcile({ desired, fields, observed });
    parent = await this.#store(parent, { reason: reasonOf(parent, after) });
    return parent.version !== linked.version;
  }

  #reason(options: {
    incident: IncidentRecord;
    record: ParentIssueRecord;
    reconciliation: Reconciliation;
    assigneeNote: string | undefined;
    drift: string | undefined;
  }): string | undefined {
    const { incident, record, reconciliation, assigneeNote, drift } = options;
    const redactionPending =
      reconciliation.redactionPending ||
      this.#comments.redactionPending(record, incident);
    const reasons = [
      parentIssueReason({
        stateType: record.observed?.state.type ?? '',
        reconciliation: { ...reconciliation, redactionPending },
        assigneeNote,
      }),
      drift,
    ];
    return reasons.filter(Boolean).join(' ') || undefined;
  }

  /** What the card says when another rule would choose today; a catalog that does not answer costs only this. */
  async #drift(
    incident: IncidentRecord,
    { origin, route }: ParentIssueRecord,
  ): Promise<string | undefined> {
    if (origin !== 'created' || !route) {
      return undefined;
    }
    let current: RoutingDecision;
    try {
      current = await this.#decide(incident);
    } catch {
      return undefined;
    }
    // Chosen before, and refused by Linear: nothing has changed since.
    return route.reason.startsWith(`'${current.rule}' was chosen, but`)
      ? undefined
      : routeDrift({ stored: route, current });
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
