import { IncidentRecord } from '../incidents/IncidentRecord';
import {
  CreateIssueInput,
  isLinearError,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { ParentIssueDeps } from './deps';
import { buildDesiredState } from './desiredState';
import { decideRouteNow } from './gatherRoutingFacts';
import { linkedReasons } from './parentIssueReasons';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { assigneeIdOf, reconcile } from './reconcile';
import {
  intendCreation,
  recordAttachment,
  recordCreation,
} from './recordResponse';
import { resolveRoute } from './resolveRoute';

/** An issue that is there now. */
export interface CreatedIssue {
  /** Under the UUID of the issue, which may be a new one. */
  parent: ParentIssueRecord;
  issue: LinearIssue;
  /** By this very call, so that everything in the issue is ours. */
  isNew: boolean;
}

/** Creates the issue of a pending parent, in the given team. */
export type CreateIssueOf = (options: {
  parent: ParentIssueRecord;
  teamKey: string;
  input: Omit<CreateIssueInput, 'id'>;
  call: LinearCall;
}) => Promise<CreatedIssue>;

/**
 * Creates the parent issue and its attachment, under the UUID that is stored
 * with the incident: a repeat, a crash or an ambiguous response finds the same
 * issue again.
 *
 * @returns what to store as linked
 * @throws the gateway's errors and PermanentError
 */
export async function createParentIssue(
  deps: ParentIssueDeps,
  incident: IncidentRecord,
  pending: ParentIssueRecord,
  options: { createIssue: CreateIssueOf; call: LinearCall },
): Promise<{
  parent: ParentIssueRecord;
  linked: ParentIssueUpdate & { observed: LinearIssue };
}> {
  const { linear, parentIssues } = deps;
  // With the look-ups that it needs, it may use the last share of the rate budget.
  const call: LinearCall = { ...options.call, purpose: 'createParent' };
  const { route, team, labelIds, stateId, projectId } = await resolveRoute(
    deps,
    pending.route ?? (await decideRouteNow(deps, incident)),
    call,
  );
  const { desired, assigneeNote } = await buildDesiredState(deps, {
    incident,
    parent: { ...pending, route },
    labelIds,
    call,
  });
  const intended = await parentIssues.update({
    record: pending,
    update: { route, fields: intendCreation(desired) },
    writer: 'parentIssue.create',
  });
  const { parent, issue, isNew } = await options.createIssue({
    parent: intended,
    teamKey: team.key,
    input: {
      teamId: team.id,
      title: desired.title,
      description: desired.description,
      stateId,
      projectId,
      labelIds: [...(desired.shownLabelIds ?? [])],
      assigneeId:
        (desired.assignee && assigneeIdOf(desired.assignee)) ?? undefined,
      priority: desired.priority,
    },
    call,
  });
  const attachment = await linear.upsertAttachment(
    { issueId: parent.issueId, ...desired.attachment },
    call,
  );
  const plan = reconcile({
    desired,
    fields: isNew ? recordCreation(desired, issue) : parent.fields,
    observed: issue,
  });
  const { fields } = plan;
  return {
    parent,
    linked: {
      status: 'linked',
      observed: issue,
      attachmentId: attachment.id,
      fields: recordAttachment(fields, desired.attachment),
      reasons: linkedReasons({
        parent: { ...parent, fields },
        issue,
        desired,
        // The reconcile that is due next says so.
        reconciliation: { ...plan, redactionPending: false },
        assigneeNote,
        syncIdentifiers: deps.linearSettings.syncIdentifiers,
      }),
    },
  };
}

/** In any order, under the identifier that Linear gives. */
export function createInAnyOrder(linear: LinearGateway): CreateIssueOf {
  return async ({ parent, input, call }) => {
    const { issue, outcome } = await createAssigned(
      linear,
      { id: parent.issueId, ...input },
      call,
    );
    return { parent, issue, isNew: outcome === 'created' };
  };
}

/**
 * Creates the issue, without its assignee where Linear rejects it with one: an
 * incident gets its parent though its lead cannot be assigned.
 */
export async function createAssigned(
  linear: LinearGateway,
  input: CreateIssueInput,
  call: LinearCall,
): ReturnType<LinearGateway['createIssue']> {
  try {
    return await linear.createIssue(input, call);
  } catch (error) {
    if (input.assigneeId === undefined || !mayBeOfAssignee(error)) {
      throw error;
    }
    const { assigneeId: _, ...unassigned } = input;
    return linear.createIssue(unassigned, call);
  }
}

/** Linear need not say which field it rejects. */
function mayBeOfAssignee(error: unknown): boolean {
  return (
    isLinearError(error) &&
    error.kind === 'rejected' &&
    (error.reason === 'invalid' || error.reason === 'notFound') &&
    (error.field === undefined || error.field === 'assigneeId')
  );
}
