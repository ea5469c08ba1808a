import { RoutingDecision } from '@backstage-incidents/incidents-common';
import { RoutingSettings } from '../config';
import { committed } from '../database/commit';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { isLinearError, LinearCall, LinearGateway } from '../linear';
import { PermanentError } from '../work/PermanentError';
import { DesiredParentIssues } from './DesiredParentIssues';
import { parentIssueReason } from './parentIssueReason';
import {
  ParentIssueRecord,
  ParentIssueStore,
  ParentIssueUpdate,
} from './ParentIssueStore';
import { reconcile } from './reconcile';
import { intendCreation, recordAttachment } from './recordAnswer';
import { RouteResolver } from './RouteResolver';
import { RoutingDraft } from './checkConditions';
import { decideRoute } from './routing';
import { RoutingFacts } from './RoutingFacts';

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

  constructor(options: {
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    facts: RoutingFacts;
    routes: RouteResolver;
    desires: DesiredParentIssues;
    settings: RoutingSettings;
  }) {
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#facts = options.facts;
    this.#routes = options.routes;
    this.#desires = options.desires;
    this.#settings = options.settings;
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
    call: LinearCall,
  ): Promise<{ parent: ParentIssueRecord; linked: ParentIssueUpdate }> {
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
      const { issue } = await this.#linear.createIssue(
        {
          id: parent.issueId,
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
      const attachment = await this.#linear.upsertAttachment(
        { issueId: parent.issueId, ...desired.attachment },
        call,
      );
      const plan = reconcile({
        desired,
        fields: parent.fields,
        observed: issue,
      });
      return {
        parent,
        linked: {
          status: 'linked',
          observed: issue,
          attachmentId: attachment.id,
          fields: recordAttachment({
            fields: plan.fields,
            attachment: desired.attachment,
          }),
          reason: parentIssueReason({
            stateType: issue.state.type,
            reconciliation: { ...plan, redactionPending: false },
            assigneeNote,
          }),
        },
      };
    } catch (error) {
      await this.#recordFailure(parent, error);
      throw error;
    }
  }

  async #recordFailure(
    parent: ParentIssueRecord,
    error: unknown,
  ): Promise<void> {
    const words = error instanceof Error ? error.message : 'unknown error';
    const update: ParentIssueUpdate = isPermanent(error)
      ? { status: 'failed', reason: words }
      : { reason: `It will be created by itself: ${words}.` };
    await this.#parentIssues.update({
      record: parent,
      update,
      writer: 'parentIssue.create',
      onConflict: current => (current.status === 'linked' ? undefined : update),
    });
  }

  async #store(
    parent: ParentIssueRecord,
    update: ParentIssueUpdate,
  ): Promise<ParentIssueRecord> {
    return committed(
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
  if (!isLinearError(error)) {
    return error instanceof PermanentError;
  }
  switch (error.kind) {
    case 'rejected':
    case 'forbidden':
    case 'tooComplex':
      return true;
    case 'unavailable':
    case 'rateLimited':
    case 'unauthorized':
    case 'malformed':
      return false;
    default:
      return error satisfies never;
  }
}
