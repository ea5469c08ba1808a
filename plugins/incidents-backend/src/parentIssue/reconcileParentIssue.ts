import { Reason, RoutingDecision } from '@backstage-incidents/incidents-common';
import { isDeepStrictEqual } from 'node:util';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { NewTimelineEntry } from '../incidents/timeline';
import { LinearCall } from '../linear';
import { stateClass } from '../actionItems/autoComplete';
import { ParentIssueDeps } from './deps';
import { buildDesiredState, DesiredParentIssue } from './desiredState';
import { decideRouteNow } from './gatherRoutingFacts';
import { intendMoveComment, MOVE_KINDS, writeMoveComment } from './moveComment';
import { linkedReasons, moveReason } from './parentIssueReasons';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { reconcile, Reconciliation } from './reconcile';
import { recordAttachment } from './recordResponse';
import { writeParentIssue } from './writeParentIssue';

/**
 * Brings a linked parent issue to the desired state: nothing to write, no
 * request.
 *
 * @returns `readAgain` when a read of the incident has to say where it stands:
 * Linear does not show the issue, or what was read of it is lost
 * @throws the gateway's errors; what was intended is stored by then, so that a
 * late write of ours is never taken for a person's
 */
export async function reconcileParentIssue(
  deps: ParentIssueDeps,
  incident: IncidentRecord,
  linked: ParentIssueRecord,
  options: { call: LinearCall; mayChange?: boolean },
): Promise<'reconciled' | 'readAgain'> {
  const { call, mayChange = true } = options;
  const { observed } = linked;
  if (!observed) {
    return 'readAgain';
  }
  const { desired, assigneeNote } = await buildDesiredState(deps, {
    incident,
    parent: linked,
    call,
  });
  const currentRoute = await routeNow(deps, incident, linked);

  const reasonsOf = (
    record: ParentIssueRecord,
    reconciliation: Reconciliation,
  ): Reason[] =>
    linkedReasons({
      parent: record,
      issue: record.observed ?? observed,
      desired,
      reconciliation,
      assigneeNote,
      syncIdentifiers: deps.linearSettings.syncIdentifiers,
      currentRoute,
    });

  const plan = reconcile({ desired, fields: linked.fields, observed });
  const store = (record: ParentIssueRecord, update: ParentIssueUpdate) =>
    storeChanges(
      deps,
      record,
      update,
      moveEntry(record, update, plan, desired),
    );
  const move = plan.write?.state && MOVE_KINDS[plan.stateDecision.action];
  let parent = await store(linked, {
    fields: plan.fields,
    ...(move && { comment: intendMoveComment(deps, linked.comment, move) }),
    reasons: reasonsOf(linked, plan),
  });
  const written = plan.write
    ? await writeParentIssue({
        linear: deps.linear,
        parent,
        write: plan.write,
        observed,
        mayChange,
        store,
        call,
      })
    : ({ outcome: 'written', parent } as const);
  if (written.outcome === 'gone') {
    return 'readAgain';
  }
  if (written.outcome === 'changed') {
    return reconcileParentIssue(deps, incident, written.parent, {
      call,
      mayChange: false,
    });
  }
  parent = written.parent;
  if (plan.attachment) {
    const { id } = await deps.linear.upsertAttachment(
      { issueId: parent.issueId, ...plan.attachment },
      call,
    );
    parent = await store(parent, {
      attachmentId: id,
      fields: recordAttachment(parent.fields, plan.attachment),
    });
  }
  const comment = await writeMoveComment(deps, incident, parent, call);
  if (comment) {
    parent = await store(parent, { comment });
  }
  const after = reconcile({
    desired,
    fields: parent.fields,
    observed: parent.observed ?? observed,
  });
  await store(parent, { reasons: reasonsOf(parent, after) });
  if (written.outcome === 'rejected') {
    throw written.error;
  }
  return 'reconciled';
}

/** Where the incident would go now; a catalog that does not respond costs only the note on the card. */
async function routeNow(
  deps: ParentIssueDeps,
  incident: IncidentRecord,
  { origin, route }: ParentIssueRecord,
): Promise<RoutingDecision | undefined> {
  if (origin !== 'created' || !route) {
    return undefined;
  }
  try {
    return await decideRouteNow(deps, incident);
  } catch {
    return undefined;
  }
}

/** What the timeline records when the issue is seen in a state of another meaning than before. */
function moveEntry(
  { fields: before }: ParentIssueRecord,
  { fields: after }: ParentIssueUpdate,
  plan: Reconciliation,
  desired: DesiredParentIssue,
): NewTimelineEntry | undefined {
  const was = before.state?.seen;
  const seen = after?.state?.seen;
  if (!was || !seen || stateClass(was.type) === stateClass(seen.type)) {
    return undefined;
  }
  const params = { reason: moveReason(seen, plan, desired) };
  switch (stateClass(seen.type)) {
    case 'completed':
      return { kind: 'parentCompleted', params };
    case 'open':
      return { kind: 'parentReopened', params };
    default:
      // Canceling follows from the incident, whose status is an entry of its own.
      return undefined;
  }
}

/** Without a merge: who loses this race starts again from the row that won. */
export async function storeChanges(
  deps: ParentIssueDeps,
  record: ParentIssueRecord,
  update: ParentIssueUpdate,
  entry?: NewTimelineEntry,
): Promise<ParentIssueRecord> {
  const stored: Record<string, unknown> = { ...record };
  const isNew = Object.entries(update).some(
    ([name, value]) =>
      !isDeepStrictEqual(asStored(stored[name]), asStored(value)),
  );
  if (!isNew) {
    return record;
  }
  return deps.database.knex.transaction(async tx => {
    const written = await deps.parentIssues.update({
      knex: tx,
      record,
      update,
      writer: 'parentIssue.reconcile',
    });
    if (entry) {
      await deps.timeline.append(tx, record.incidentNumber, [entry]);
    }
    return written;
  });
}

/** As it comes back from the database: JSON has no `undefined`. */
function asStored(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
