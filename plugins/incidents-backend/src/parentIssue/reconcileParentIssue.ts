import { Reason, RoutingDecision } from '@backstage-incidents/incidents-common';
import { isDeepStrictEqual } from 'node:util';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { NewTimelineEntry, TimelineStore } from '../incidents/timeline';
import { LinearCall } from '../linear';
import { stateClass } from '../actionItems/autoComplete';
import { buildDesiredState, DesiredStateDeps } from './buildDesiredState';
import { DesiredParentIssue } from './desiredState';
import {
  intendMoveComment,
  MoveCommentDeps,
  moveKind,
  writeMoveComment,
} from './moveComment';
import {
  leadRejected,
  linkedReasons,
  moveReason,
  wantedIdentifier,
} from './parentIssueReasons';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';
import { reconcile, Reconciliation } from './reconcile';
import { recordAttachment } from './recordResponse';
import { routingNote } from './routing';
import { writeParentIssue } from './writeParentIssue';

export interface ReconcileDeps extends DesiredStateDeps, MoveCommentDeps {
  database: IncidentsDatabase;
  timeline: TimelineStore;
  parentIssues: ParentIssueStore;
  /** Where an incident would go now. */
  decide: (incident: IncidentRecord) => Promise<RoutingDecision>;
}

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
  deps: ReconcileDeps,
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
    origin: linked.origin,
    route: linked.route ?? {},
    labelIds: linked.fields.labels?.route ?? linked.fields.labels?.added,
    call,
  });
  const current = await routeNow(deps, incident, linked);

  const reasonsOf = (
    record: ParentIssueRecord,
    reconciliation: Reconciliation,
  ): Reason[] => {
    const { origin, route, fields, observed: issue = observed } = record;
    return linkedReasons({
      issue,
      reconciliation,
      redactionPending:
        reconciliation.redactionPending ||
        (desired.redacted && record.comment?.written?.redacted === false),
      assigneeNote:
        assigneeNote ?? leadRejected({ desired, fields, observed: issue }),
      identifier: wantedIdentifier({
        syncIdentifiers: deps.linearSettings.syncIdentifiers,
        incidentNumber: incident.number,
        origin,
        route,
      }),
      routingNote:
        current && route && routingNote({ stored: route, current, issue }),
    });
  };

  const plan = reconcile({ desired, fields: linked.fields, observed });
  const store = (record: ParentIssueRecord, update: ParentIssueUpdate) =>
    storeChanges(
      deps,
      record,
      update,
      moveEntry(record, update, { plan, desired }),
    );
  const move = plan.write?.state && moveKind(plan.stateDecision.action);
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
      fields: recordAttachment({
        fields: parent.fields,
        attachment: plan.attachment,
      }),
    });
  }
  const comment = await writeMoveComment(deps, {
    incident,
    url: desired.attachment.url,
    parent,
    call,
  });
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
  deps: ReconcileDeps,
  incident: IncidentRecord,
  { origin, route }: ParentIssueRecord,
): Promise<RoutingDecision | undefined> {
  if (origin !== 'created' || !route) {
    return undefined;
  }
  try {
    return await deps.decide(incident);
  } catch {
    return undefined;
  }
}

/** What the timeline records when the issue is seen in a state of another meaning than before. */
function moveEntry(
  { fields: before }: ParentIssueRecord,
  { fields: after }: ParentIssueUpdate,
  options: { plan: Reconciliation; desired: DesiredParentIssue },
): NewTimelineEntry | undefined {
  const was = before.state?.seen;
  const seen = after?.state?.seen;
  if (!was || !seen || stateClass(was.type) === stateClass(seen.type)) {
    return undefined;
  }
  const { stateDecision } = options.plan;
  const { stateRule } = options.desired;
  const params = { reason: moveReason({ seen, stateDecision, stateRule }) };
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
  deps: Pick<ReconcileDeps, 'database' | 'timeline' | 'parentIssues'>,
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
