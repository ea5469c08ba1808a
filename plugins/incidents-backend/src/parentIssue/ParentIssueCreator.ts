import { RoutingDecision } from '@backstage-incidents/incidents-common';
import { RoutingSettings } from '../config';
import { expectApplied } from '../database/updateVersioned';
import { IncidentRecord } from '../incidents/IncidentRecord';
import {
  CreateIssueInput,
  isRefusal,
  LinearCall,
  LinearGateway,
} from '../linear';
import { PermanentError } from '../jobs';
import { createAssignedIssue } from './createAssignedIssue';
import { DesiredParentIssues } from './DesiredParentIssues';
import { ClaimOutcome, IdentifierClaim } from './IdentifierClaim';
import { parentIssueReason } from './parentIssueReason';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';
import { reconcile } from './reconcile';
import {
  intendCreation,
  recordAttachment,
  recordCreation,
} from './recordAnswer';
import { refusedLead } from './refusedLead';
import { RouteResolver } from './RouteResolver';
import { RoutingDraft } from './checkConditions';
import { decideRoute } from './routing';
import { RoutingFacts } from './RoutingFacts';

/** What became of a creation; `notYet`: another incident of the team goes first. */
export type CreationOutcome =
  | {
      outcome: 'created';
      parent: ParentIssueRecord;
      linked: ParentIssueUpdate;
    }
  | { outcome: 'notYet' };

/**
 * Creates the parent issue under the UUID that is stored with the incident: a
 * repeat, a crash or an ambiguous answer finds the same issue again.
 */
export class ParentIssueCreator {
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #facts: RoutingFacts;
  readonly #routes: RouteResolver;
  readonly #desires: DesiredParentIssues;
  readonly #settings: RoutingSettings;
  readonly #claim: IdentifierClaim | undefined;

  constructor(options: {
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    facts: RoutingFacts;
    routes: RouteResolver;
    desires: DesiredParentIssues;
    settings: RoutingSettings;
    /** There with `syncIdentifiers` only. */
    claim?: IdentifierClaim;
  }) {
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#facts = options.facts;
    this.#routes = options.routes;
    this.#desires = options.desires;
    this.#settings = options.settings;
    this.#claim = options.claim;
  }

  /** Where the incident would go today. */
  async decide(draft: RoutingDraft): Promise<RoutingDecision> {
    const facts = await this.#facts.gather(draft);
    return decideRoute({ draft, settings: this.#settings, ...facts });
  }

  /**
   * Create → backlink → what is to be stored as linked.
   *
   * @throws the gateway's errors and PermanentError, after the reason was stored
   */
  async create(
    incident: IncidentRecord,
    pending: ParentIssueRecord,
    caller: LinearCall,
  ): Promise<CreationOutcome> {
    // With the look-ups that it needs, it may use the last share of the rate budget.
    const call: LinearCall = { ...caller, purpose: 'createParent' };
    let parent = pending;
    try {
      const resolved = await this.#routes.resolve(
        parent.route ?? (await this.decide(incident)),
        call,
      );
      const { route, labelIds } = resolved;
      const { desired, assigneeNote } = await this.#desires.of({
        incident,
        route,
        labelIds,
        call,
      });
      parent = await this.#store(parent, {
        route,
        fields: intendCreation(desired),
      });
      const claim = await this.#createIssue(
        parent,
        resolved.team.key,
        {
          teamId: resolved.team.id,
          title: desired.title,
          description: desired.description,
          stateId: resolved.stateId,
          projectId: resolved.projectId,
          labelIds,
          assigneeId:
            desired.assignee?.kind === 'user' ? desired.assignee.id : undefined,
          priority: desired.priority,
        },
        call,
      );
      if (claim.outcome === 'notYet') {
        return claim;
      }
      const { issue, isNew, note } = claim;
      parent = claim.parent;
      const attachment = await this.#linear.upsertAttachment(
        { issueId: parent.issueId, ...desired.attachment },
        call,
      );
      const plan = reconcile({
        desired,
        fields: isNew
          ? recordCreation({ desired, answered: issue })
          : parent.fields,
        observed: issue,
      });
      return {
        outcome: 'created',
        parent,
        linked: {
          status: 'linked',
          ...(note !== undefined && {
            route: { ...route, reason: `${route.reason}. ${note}` },
          }),
          observed: issue,
          attachmentId: attachment.id,
          fields: recordAttachment({
            fields: plan.fields,
            attachment: desired.attachment,
          }),
          reason: parentIssueReason({
            stateType: issue.state.type,
            reconciliation: { ...plan, redactionPending: false },
            assigneeNote:
              assigneeNote ??
              refusedLead({ desired, fields: plan.fields, observed: issue }),
          }),
        },
      };
    } catch (error) {
      await this.#recordFailure(parent, error);
      throw error;
    }
  }

  async #createIssue(
    parent: ParentIssueRecord,
    teamKey: string,
    input: Omit<CreateIssueInput, 'id'>,
    call: LinearCall,
  ): Promise<ClaimOutcome> {
    if (this.#claim) {
      return this.#claim.create({ parent, teamKey, input, call });
    }
    const { issue, outcome } = await createAssignedIssue(
      this.#linear,
      { id: parent.issueId, ...input },
      call,
    );
    return {
      outcome: 'claimed',
      parent,
      issue,
      isNew: outcome === 'created',
      note: undefined,
    };
  }

  async #recordFailure(
    parent: ParentIssueRecord,
    error: unknown,
  ): Promise<void> {
    const words = error instanceof Error ? error.message : 'unknown error';
    const update: ParentIssueUpdate = isPermanent(error)
      ? { status: 'failed', reason: words }
      : { reason: `It will be created by itself: ${words}.` };
    // Not what we began with: its identifier may have moved on to another UUID.
    const current = await this.#parentIssues.find(parent.incidentNumber);
    if (current?.status !== 'pending' && current?.status !== 'failed') {
      return;
    }
    await this.#parentIssues.update({
      record: current,
      update,
      writer: 'parentIssue.create',
      onConflict: row => (row.status === 'linked' ? undefined : update),
    });
  }

  async #store(
    parent: ParentIssueRecord,
    update: ParentIssueUpdate,
  ): Promise<ParentIssueRecord> {
    return expectApplied(
      await this.#parentIssues.update({
        record: parent,
        update,
        writer: 'parentIssue.create',
      }),
      'parentIssue.create',
    );
  }
}

/** The same again is refused again: a person has to mend it. */
function isPermanent(error: unknown): boolean {
  return error instanceof PermanentError || isRefusal(error);
}
