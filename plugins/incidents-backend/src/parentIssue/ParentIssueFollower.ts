import { isDeepStrictEqual } from 'node:util';
import { RoutingDecision } from '@backstage-incidents/incidents-common';
import { expectApplied } from '../database/updateVersioned';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { LinearCall, LinearGateway } from '../linear';
import { RoutingDraft } from './checkConditions';
import { DesiredParentIssues } from './DesiredParentIssues';
import { moveKind } from './moveComment';
import { MoveComments } from './MoveComments';
import { parentIssueReason } from './parentIssueReason';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';
import { ParentIssueWriter } from './ParentIssueWriter';
import { reconcile, Reconciliation } from './reconcile';
import { recordAttachment } from './recordAnswer';
import { refusedLead } from './refusedLead';
import { routeDrift } from './routing';

/** What following came to; `gone`: Linear does not show the issue any more, or has it in its trash. */
export type FollowOutcome = 'nothingDue' | 'written' | 'gone';

/** Makes a linked parent issue what Backstage wants: nothing to write, no request. */
export class ParentIssueFollower {
  readonly #linear: LinearGateway;
  readonly #writer: ParentIssueWriter;
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
    this.#writer = new ParentIssueWriter(options.linear);
    this.#parentIssues = options.parentIssues;
    this.#desires = options.desires;
    this.#comments = options.comments;
    this.#decide = options.decide;
    this.#ref = options.ref;
  }

  /**
   * @throws the gateway's errors; what was intended is stored by then, so that
   * a late write of ours is never taken for a person's
   */
  async follow(
    incident: IncidentRecord,
    linked: ParentIssueRecord,
    call: LinearCall,
  ): Promise<FollowOutcome> {
    return this.#follow(incident, linked, { call, mayChange: true });
  }

  async #follow(
    incident: IncidentRecord,
    linked: ParentIssueRecord,
    options: { call: LinearCall; mayChange: boolean },
  ): Promise<FollowOutcome> {
    const { call, mayChange } = options;
    if (!linked.observed) {
      return 'nothingDue';
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
      this.#reason({
        incident,
        record,
        reconciliation,
        assigneeNote:
          assigneeNote ??
          (record.observed &&
            refusedLead({
              desired,
              fields: record.fields,
              observed: record.observed,
            })),
        drift,
      });
    const move = plan.write?.state && moveKind(plan.stateDecision.action);
    let parent = await this.#store(linked, {
      fields: plan.fields,
      ...(move && { comment: this.#comments.intend(linked.comment, move) }),
      reason: reasonOf(linked, plan),
    });
    const written = plan.write
      ? await this.#writer.write({
          parent,
          write: plan.write,
          observed: linked.observed,
          mayChange,
          store: (record, update) => this.#store(record, update),
          call,
        })
      : ({ outcome: 'written', parent } as const);
    if (written.outcome === 'gone') {
      return 'gone';
    }
    if (written.outcome === 'changed') {
      return this.#follow(incident, written.parent, { call, mayChange: false });
    }
    parent = written.parent;
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
    if (written.outcome === 'refused') {
      throw written.refusal;
    }
    return parent.version === linked.version ? 'nothingDue' : 'written';
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

  async #store(
    parent: ParentIssueRecord,
    update: ParentIssueUpdate,
  ): Promise<ParentIssueRecord> {
    if (saysNothingNew(parent, update)) {
      return parent;
    }
    // Without a merge: who loses this race starts again from the row that won.
    return expectApplied(
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
