import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  ActionItemSource,
  CreateActionItem,
  TransitionActionItem,
  TransitionResult,
  UpdateActionItem,
} from '@backstage-incidents/incidents-common';
import {
  IdempotencyStore,
  IdempotentRequest,
} from '../incidents/IdempotencyStore';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { ReadScope } from '../incidents/privacy';
import { actorOf } from '../incidents/timeline';
import { isRefusal, LinearCall, LinearGateway, LinearIssue } from '../linear';
import { ActionItemStore } from './ActionItemStore';
import { chooseItemState, priorityNumber } from './linearValues';
import { StoredActionItem } from './StoredActionItem';

/** The Linear user of a catalog user, or why there is none. */
export interface LinearPeople {
  find(
    userRef: string,
    call: LinearCall,
  ): Promise<
    { outcome: 'found'; id: string } | { outcome: 'none'; because: string }
  >;
}

/** How action items look up the parent issue of their incident. */
export interface LinkedParents {
  find(incidentNumber: number): Promise<
    | {
        issueId: string;
        status: 'pending' | 'linked' | 'missing' | 'failed';
        observed: LinearIssue | undefined;
      }
    | undefined
  >;
  /** Which of the issues are current parents. */
  findIncidentsByIssue(
    issueIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}

/**
 * Stores an issue as Linear returned it, at every incident that has it; `as` is
 * the incident at which the person is. Returns the item as that incident shows it.
 */
export type RecordIssue = (
  issue: LinearIssue,
  as: {
    incidentNumber: number;
    source: ActionItemSource;
    insert: boolean;
    /** Entity ref of the user who changed it, where the timeline records that. */
    actor?: string;
  },
) => Promise<StoredActionItem>;

/** Finds the issue that a person names, if it may be attached to the incident. */
export interface AttachableIssues {
  find(
    given: string,
    options: {
      incident: IncidentRecord;
      scope: ReadScope;
      orItem: true;
      call: LinearCall;
    },
  ): Promise<{ issue: LinearIssue }>;
}

/** A write at an incident, while its requester waits. */
export interface ItemWrite {
  incident: IncidentRecord;
  /** Of the requester. */
  scope: ReadScope;
  call: LinearCall;
}

/** Writes action items in Linear at once, while the requester waits. */
export type ActionItemService = ReturnType<typeof createActionItemService>;

export function createActionItemService(deps: {
  linear: LinearGateway;
  actionItems: ActionItemStore;
  record: RecordIssue;
  /** Removes a detached item from what is stored. */
  forget: (incidentNumber: number, issueId: string) => Promise<void>;
  linkable: AttachableIssues;
  parents: LinkedParents;
  people: LinearPeople;
  idempotency: IdempotencyStore;
  newId: () => string;
}) {
  const { linear, actionItems, record, parents, idempotency } = deps;

  async function requireItem(
    { incident, scope }: ItemWrite,
    identifier: string,
  ): Promise<StoredActionItem> {
    await requireLinkedParent(parents, incident);
    const item = await actionItems.find(incident.number, identifier, scope);
    if (!item) {
      throw new NotFoundError(
        `${incident.ref} has no action item ${identifier}; sync the incident if it was just added in Linear`,
      );
    }
    return item;
  }

  async function requireAssignee(
    userRef: string,
    call: LinearCall,
  ): Promise<string> {
    const found = await deps.people.find(userRef, call);
    if (found.outcome === 'none') {
      throw new InputError(`assignee: ${found.because}`);
    }
    return found.id;
  }

  async function requireUnchanged(
    item: StoredActionItem,
    expectedUpdatedAt: string,
    call: LinearCall,
  ): Promise<void> {
    const found = await linear.findIssue(item.issueId, call);
    if (found.outcome === 'absent' || found.value.trashed) {
      throw new ConflictError(
        `${item.identifier} not found in Linear or not accessible; sync the incident`,
      );
    }
    if (Date.parse(found.value.updatedAt) !== Date.parse(expectedUpdatedAt)) {
      throw new ConflictError(
        `${item.identifier} was changed in Linear in the meantime; read it again and repeat your change`,
      );
    }
  }

  return {
    /**
     * Creates a sub-issue of the parent, at most once per request and, with a
     * key, at most once per key: its UUID is stored before the call.
     *
     * @returns no item where it has become one that does not exist for them
     * @throws ConflictError while no parent is linked or for a reused key,
     * InputError for an assignee Linear does not know, the gateway's errors
     */
    async create(
      { incident, scope, call }: ItemWrite,
      body: CreateActionItem,
      request: IdempotentRequest | undefined,
    ): Promise<{
      outcome: 'created' | 'repeated';
      item: StoredActionItem | undefined;
    }> {
      const earlier = await idempotency.find(request);
      const shown =
        earlier?.issueId &&
        (await actionItems.findByIssue(
          incident.number,
          earlier.issueId,
          scope,
        ));
      if (shown) {
        return { outcome: 'repeated', item: shown };
      }
      const parent = await requireLinkedParent(parents, incident);
      const { team } = parent.observed;
      const states = await linear.statesOf(team.id, call);
      const standard = await linear.teamByKey(team.key, call);
      const input = {
        teamId: team.id,
        parentId: parent.issueId,
        title: body.title,
        description: body.description,
        assigneeId:
          body.assignee === undefined
            ? undefined
            : await requireAssignee(body.assignee, call),
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
      // The UUID is stored with the key before the call, so that a repeat creates under the same one.
      const newId = deps.newId();
      const { outcome, issueId = newId } = earlier
        ? ({ outcome: 'repeated', ...earlier } as const)
        : await idempotency.once(request, async () => ({
            incidentNumber: incident.number,
            issueId: newId,
          }));
      try {
        const { issue } = await linear.createIssue(
          { id: issueId, ...input },
          call,
        );
        const item = await record(issue, {
          incidentNumber: incident.number,
          source: 'child',
          insert: issue.parentId === parent.issueId && !issue.trashed,
        });
        const isHidden = await actionItems.isHidden(issue, scope);
        return { outcome, item: isHidden ? undefined : item };
      } catch (error) {
        if (request && outcome === 'created' && isRefusal(error)) {
          await idempotency.remove(request, issueId);
        }
        throw error;
      }
    },

    /**
     * Makes an existing issue an item: a sub-issue of the parent, or a related
     * issue where it has a parent of its own. One that is an item stays as it is.
     *
     * @param given - identifier or URL
     * @throws InputError when it may not be attached, ConflictError for an
     * incident's parent and while no parent is linked, the gateway's errors
     */
    async attach(write: ItemWrite, given: string): Promise<StoredActionItem> {
      const { incident, call } = write;
      const parent = await requireLinkedParent(parents, incident);
      const { issue } = await deps.linkable.find(given, {
        ...write,
        orItem: true,
      });
      if ((await parents.findIncidentsByIssue([issue.id])).size > 0) {
        throw new ConflictError(
          `${issue.identifier} is the parent issue of an incident, which is never an action item`,
        );
      }
      const stored = (as: LinearIssue, source: ActionItemSource) =>
        record(as, { incidentNumber: incident.number, source, insert: true });
      if (issue.parentId === parent.issueId) {
        return stored(issue, 'child');
      }
      const related = await linear.relationsBetween(
        parent.issueId,
        issue.id,
        call,
      );
      for (const { source, archived } of related) {
        // Linear may archive the relations of archived issues.
        const counts = !archived || issue.archivedAt !== undefined;
        if (source !== 'duplicate' && counts) {
          return stored(issue, source);
        }
      }
      if (issue.parentId === undefined) {
        const { issueId: parentId } = parent;
        return stored(
          await linear.updateIssue(issue.id, { parentId }, call),
          'child',
        );
      }
      await linear.relate(parent.issueId, issue.id, call);
      return stored(issue, 'related');
    },

    /**
     * Removes in Linear what makes an issue an item; deletes no issue.
     *
     * @throws NotFoundError, ConflictError while no parent is linked, the
     * gateway's errors
     */
    async detach(write: ItemWrite, identifier: string): Promise<void> {
      const { incident, call } = write;
      const { issueId } = await requireItem(write, identifier);
      const parent = await requireLinkedParent(parents, incident);
      const found = await linear.findIssue(issueId, call);
      if (found.outcome === 'found') {
        for (const { id, source } of await linear.relationsBetween(
          parent.issueId,
          issueId,
          call,
        )) {
          if (source !== 'duplicate') {
            await linear.removeRelation(id, call);
          }
        }
        if (found.value.parentId === parent.issueId) {
          await linear.updateIssue(issueId, { parentId: null }, call);
        }
      }
      await deps.forget(incident.number, issueId);
    },

    /** @throws NotFoundError, ConflictError when the item was changed since, the gateway's errors */
    async update(
      write: ItemWrite,
      identifier: string,
      body: UpdateActionItem,
    ): Promise<StoredActionItem> {
      const { incident, call } = write;
      const item = await requireItem(write, identifier);
      const { expectedUpdatedAt, assignee, priority, ...rest } = body;
      if (expectedUpdatedAt !== undefined) {
        await requireUnchanged(item, expectedUpdatedAt, call);
      }
      if (
        [assignee, priority, ...Object.values(rest)].every(
          value => value === undefined,
        )
      ) {
        return item;
      }
      const assigneeId =
        typeof assignee === 'string'
          ? await requireAssignee(assignee, call)
          : assignee;
      const issue = await linear.updateIssue(
        item.issueId,
        {
          ...rest,
          ...(assigneeId !== undefined && { assigneeId }),
          ...(priority !== undefined && { priority: priorityNumber(priority) }),
        },
        call,
      );
      return record(issue, {
        incidentNumber: incident.number,
        source: item.source,
        insert: false,
      });
    },

    /**
     * Moves an item to a state of its own team, by name.
     *
     * @throws NotFoundError, ConflictError with the outcome `aborted`, InputError
     * that names the team's states, the gateway's errors
     */
    async transition(
      write: ItemWrite,
      identifier: string,
      body: TransitionActionItem,
    ): Promise<TransitionResult> {
      const { incident, scope, call } = write;
      const item = await requireItem(write, identifier);
      const { issue, result } = await transitionIssue(linear, {
        issueId: item.issueId,
        identifier,
        body,
        call,
      });
      await record(issue, {
        incidentNumber: incident.number,
        source: item.source,
        insert: false,
        actor: actorOf(scope.requester),
      });
      return result;
    },
  };
}

/**
 * Moves an issue to a state of its own team, by name.
 *
 * @throws ConflictError with the outcome `aborted`, InputError that names the
 * team's states, the gateway's errors
 */
export async function transitionIssue(
  linear: LinearGateway,
  options: {
    issueId: string;
    identifier: string;
    body: TransitionActionItem;
    call: LinearCall;
  },
): Promise<{ issue: LinearIssue; result: TransitionResult }> {
  const { issueId, identifier, body, call } = options;
  const { to, expectedFrom } = body;
  const moved = await linear.transition({ issueId, to, expectedFrom }, call);
  switch (moved.outcome) {
    case 'moved':
    case 'alreadyThere':
      return {
        issue: moved.issue,
        result: {
          outcome: moved.outcome,
          from: moved.from.name,
          to: moved.to.name,
        },
      };
    case 'aborted': {
      const { outcome, actual } = moved;
      throw Object.assign(
        new ConflictError(
          `${identifier} is in the state '${actual.name}', not in the expected one; nothing was changed`,
        ),
        { outcome, actual: actual.name },
      );
    }
    case 'unknownState':
      throw new InputError(
        `to: the team of ${identifier} has no such state; it has ${moved.states.join(
          ', ',
        )}`,
      );
    default:
      throw new Error(
        `Unknown outcome ${JSON.stringify(moved satisfies never)}`,
      );
  }
}

/**
 * The parent issue of an incident.
 *
 * @throws ConflictError that says why there is none
 */
async function requireLinkedParent(
  parents: LinkedParents,
  incident: IncidentRecord,
): Promise<{ issueId: string; observed: LinearIssue }> {
  const parent = await parents.find(incident.number);
  if (parent?.status === 'linked' && parent.observed) {
    return { issueId: parent.issueId, observed: parent.observed };
  }
  switch (parent?.status) {
    case 'missing':
      throw new ConflictError(
        `The parent issue of ${incident.ref} was deleted in Linear, or Backstage lost access to it; restore it, create a new one or link another one first`,
      );
    case 'failed':
      throw new ConflictError(
        `The parent issue of ${incident.ref} could not be created; retry it or link an existing issue first`,
      );
    default:
      throw new ConflictError(
        `${incident.ref} has no parent issue in Linear yet; it is created automatically, so try again in a moment`,
      );
  }
}
