import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  CreateActionItem,
  TransitionActionItem,
  TransitionResult,
  UpdateActionItem,
} from '@backstage-incidents/incidents-common';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  IdempotencyStore,
  IdempotentRequest,
} from '../incidents/IdempotencyStore';
import { isRefusal, LinearCall, LinearGateway, LinearIssue } from '../linear';
import { ActionItemRecorder } from './ActionItemRecorder';
import { ActionItemStore } from './ActionItemStore';
import { chooseItemState } from './chooseItemState';
import { LinkedParents } from './LinkedParents';
import { StoredActionItem } from './StoredActionItem';
import { priorityNumber } from './priority';
import { requireLinkedParent } from './requireLinkedParent';
import { SubIssueClaims } from './SubIssueClaims';
import { TransitionAbortedError } from './TransitionAbortedError';

/** Who in Linear a catalog user is, or why nobody. */
export interface LinearPeople {
  find(
    userRef: string,
    call: LinearCall,
  ): Promise<
    { outcome: 'found'; id: string } | { outcome: 'none'; because: string }
  >;
}

/** The incident an item belongs to. */
interface Incident {
  ref: string;
  number: number;
}

/** Writes action items in Linear at once, while the caller waits. */
export class ActionItemService {
  readonly #linear: LinearGateway;
  readonly #actionItems: ActionItemStore;
  readonly #recorder: ActionItemRecorder;
  readonly #parents: LinkedParents;
  readonly #people: LinearPeople;
  readonly #idempotency: IdempotencyStore;
  readonly #claims: SubIssueClaims;

  constructor(options: {
    database: IncidentsDatabase;
    linear: LinearGateway;
    actionItems: ActionItemStore;
    recorder: ActionItemRecorder;
    parents: LinkedParents;
    people: LinearPeople;
    idempotency: IdempotencyStore;
    newId: () => string;
    now: () => Date;
  }) {
    this.#linear = options.linear;
    this.#actionItems = options.actionItems;
    this.#recorder = options.recorder;
    this.#parents = options.parents;
    this.#people = options.people;
    this.#idempotency = options.idempotency;
    this.#claims = new SubIssueClaims(options);
  }

  /**
   * Creates a sub-issue of the parent, at most once per request and, with a
   * key, at most once per key: its UUID is stored before the call.
   *
   * @throws ConflictError while no parent is linked or for a reused key,
   * InputError for an assignee Linear does not know, the gateway's errors
   */
  async create(options: {
    incident: Incident;
    body: CreateActionItem;
    idempotency?: IdempotentRequest;
    call: LinearCall;
  }): Promise<{ outcome: 'created' | 'repeated'; item: StoredActionItem }> {
    const { incident, body, idempotency, call } = options;
    const earlier = idempotency && (await this.#idempotency.find(idempotency));
    const made =
      earlier?.issue_id &&
      (await this.#actionItems.findByIssue(incident.number, earlier.issue_id));
    if (made) {
      return { outcome: 'repeated', item: made };
    }
    const parent = await requireLinkedParent(this.#parents, incident);
    const { team } = parent.observed;
    const states = await this.#linear.statesOf(team.id, call);
    const standard = await this.#linear.teamByKey(team.key, call);
    const input = {
      teamId: team.id,
      parentId: parent.issueId,
      title: body.title,
      description: body.description,
      assigneeId:
        body.assignee === undefined
          ? undefined
          : await this.#requireAssignee(body.assignee, call),
      priority: body.priority && priorityNumber(body.priority),
      dueDate: body.dueDate,
      stateId: chooseItemState({
        states,
        defaultStateId:
          standard.outcome === 'found'
            ? standard.value.defaultStateId
            : undefined,
      })?.id,
    };
    const claim = await this.#claims.claim(incident.number, idempotency);
    try {
      const { issue } = await this.#linear.createIssue(
        { id: claim.issueId, ...input },
        call,
      );
      return {
        outcome: claim.by === 'us' ? 'created' : 'repeated',
        item: await this.#recorder.record(issue, {
          incidentNumber: incident.number,
          source: 'child',
          insert: issue.parentId === parent.issueId && !issue.trashed,
        }),
      };
    } catch (error) {
      if (idempotency && claim.by === 'us' && isRefusal(error)) {
        await this.#idempotency.remove(idempotency, claim.issueId);
      }
      throw error;
    }
  }

  /** @throws NotFoundError, ConflictError when the item was changed since, the gateway's errors */
  async update(options: {
    incident: Incident;
    identifier: string;
    body: UpdateActionItem;
    call: LinearCall;
  }): Promise<StoredActionItem> {
    const { incident, identifier, body, call } = options;
    const item = await this.#requireItem(incident, identifier);
    const { assignee, priority, dueDate, expectedUpdatedAt } = body;
    if (expectedUpdatedAt !== undefined) {
      await this.#checkUnchanged(item, expectedUpdatedAt, call);
    }
    if (
      assignee === undefined &&
      priority === undefined &&
      dueDate === undefined
    ) {
      return item;
    }
    const assigneeId =
      typeof assignee === 'string'
        ? await this.#requireAssignee(assignee, call)
        : assignee;
    const issue = await this.#linear.updateIssue(
      item.issueId,
      {
        ...(assigneeId !== undefined && { assigneeId }),
        ...(priority !== undefined && { priority: priorityNumber(priority) }),
        ...(dueDate !== undefined && { dueDate }),
      },
      call,
    );
    return this.#record(incident, item, issue);
  }

  /**
   * Moves an item to a state of its own team, by name.
   *
   * @throws NotFoundError, TransitionAbortedError, InputError that names the
   * team's states, the gateway's errors
   */
  async transition(options: {
    incident: Incident;
    identifier: string;
    body: TransitionActionItem;
    call: LinearCall;
  }): Promise<TransitionResult> {
    const { incident, identifier, body, call } = options;
    const item = await this.#requireItem(incident, identifier);
    const result = await this.#linear.transition(
      {
        issueId: item.issueId,
        to: { name: body.to },
        expectedFrom: body.expectedFrom,
      },
      call,
    );
    switch (result.outcome) {
      case 'moved':
      case 'alreadyThere':
        await this.#record(incident, item, result.issue);
        return {
          outcome: result.outcome,
          from: result.from.name,
          to: result.to.name,
        };
      case 'aborted':
        throw new TransitionAbortedError(identifier, result.actual.name);
      case 'unknownState':
        throw new InputError(
          `to: the team of ${identifier} has no such state; it has ${result.states.join(
            ', ',
          )}`,
        );
      default:
        throw new Error(
          `Unknown outcome ${JSON.stringify(result satisfies never)}`,
        );
    }
  }

  async #record(
    incident: Incident,
    item: StoredActionItem,
    issue: LinearIssue,
  ): Promise<StoredActionItem> {
    return this.#recorder.record(issue, {
      incidentNumber: incident.number,
      source: item.source,
      insert: false,
    });
  }

  async #requireItem(
    incident: Incident,
    identifier: string,
  ): Promise<StoredActionItem> {
    await requireLinkedParent(this.#parents, incident);
    const item = await this.#actionItems.find(incident.number, identifier);
    if (!item) {
      throw new NotFoundError(
        `${incident.ref} has no action item ${identifier}; sync the incident if it was just added in Linear`,
      );
    }
    return item;
  }

  async #requireAssignee(userRef: string, call: LinearCall): Promise<string> {
    const found = await this.#people.find(userRef, call);
    if (found.outcome === 'none') {
      throw new InputError(`assignee: ${found.because}`);
    }
    return found.id;
  }

  async #checkUnchanged(
    item: StoredActionItem,
    expectedUpdatedAt: string,
    call: LinearCall,
  ): Promise<void> {
    const found = await this.#linear.findIssue(item.issueId, call);
    if (found.outcome === 'absent' || found.value.trashed) {
      throw new ConflictError(
        `${item.identifier} is not there any more in Linear, or not in our sight`,
      );
    }
    if (Date.parse(found.value.updatedAt) !== Date.parse(expectedUpdatedAt)) {
      throw new ConflictError(
        `${item.identifier} was changed in Linear meanwhile; read it again and repeat your change`,
      );
    }
  }
}
