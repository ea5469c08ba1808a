import {
  reason,
  Reason,
  ReasonCode,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { isDeepStrictEqual } from 'node:util';
import { countedItems, stateClass } from '../actionItems/autoComplete';
import type { LinearIssue } from '../linear';
import { DesiredParentIssue } from './desiredState';
import { FieldRecords, SeenState } from './fieldRecords';
import { ParentIssueRecord } from './ParentIssueRecord';
import { Reconciliation } from './reconcile';
import { routingNote } from './routing';
import { numberIn } from './seenIdentifiers';

const PERSON_CHANGED: ReadonlySet<string> = new Set<ReasonCode>([
  'personCompleted',
  'personCanceled',
  'personReopened',
]);

/**
 * What the card says about a linked parent issue, the most important first: what
 * is still on its way, the latest automatic decision, who is not assigned and
 * why, where routing would put it now.
 */
export function linkedReasons(options: {
  parent: ParentIssueRecord;
  issue: LinearIssue;
  desired: DesiredParentIssue;
  /** The reconciliation that found nothing more to write to the state. */
  reconciliation: Reconciliation;
  assigneeNote: Reason | undefined;
  syncIdentifiers: boolean;
  /** Where the incident would go now, as far as that is known. */
  currentRoute?: RoutingDecision;
}): Reason[] {
  const { parent, issue, desired, reconciliation, currentRoute } = options;
  const { route, comment } = parent;
  return [
    reconciliation.redactionPending ||
    (desired.redacted && comment?.written?.redacted === false)
      ? reason('redactionPending')
      : undefined,
    stateReason(issue.state.type, reconciliation),
    options.assigneeNote ?? leadRejected(desired, parent.fields, issue),
    options.syncIdentifiers ? identifierNote(parent, issue) : undefined,
    currentRoute &&
      route &&
      routingNote({ stored: route, current: currentRoute, issue }),
  ].filter(given => given !== undefined);
}

function stateReason(
  stateType: string,
  { fields, stateDecision }: Reconciliation,
): Reason | undefined {
  const setBy = fields.state?.seen?.setBy;
  const { reason: decided } = stateDecision;
  if (setBy === 'person') {
    return PERSON_CHANGED.has(decided.code) ? decided : undefined;
  }
  switch (stateClass(stateType)) {
    case 'completed':
      return setBy === 'linearAutoClose'
        ? reason('completedWithSubIssues')
        : decided;
    case 'canceled':
      return decided;
    default:
      return undefined;
  }
}

/** Why the issue was completed or reopened, once it is seen in that state. */
export function moveReason(
  seen: SeenState,
  { stateDecision }: Reconciliation,
  { stateRule }: DesiredParentIssue,
): Reason {
  const isCompleted = stateClass(seen.type) === 'completed';
  switch (seen.setBy) {
    case 'backstage':
      return stateDecision.reason;
    case 'linearAutoClose':
      return reason('completedWithSubIssues');
    case 'person': {
      const { openCounted: open, counted: total } = countedItems(stateRule);
      return reason(isCompleted ? 'personCompleted' : 'personReopened', {
        open,
        total,
      });
    }
    default:
      throw new Error(`Unknown author ${seen.setBy satisfies never}`);
  }
}

/** Linear gave the number of the incident to another issue before. */
function identifierNote(
  { origin, route, incidentNumber }: ParentIssueRecord,
  { identifier }: LinearIssue,
): Reason | undefined {
  if (origin !== 'created' || !route) {
    return undefined;
  }
  const number = numberIn(route.team, { identifier });
  return number === undefined || number === incidentNumber
    ? undefined
    : reason('identifierTaken', {
        wanted: `${route.team}-${incidentNumber}`,
        identifier,
      });
}

/** Why there is no assignee although the lead was sent to Linear; `undefined` if there is one. */
function leadRejected(
  desired: DesiredParentIssue,
  { assignee }: FieldRecords,
  observed: LinearIssue,
): Reason | undefined {
  const applied = assignee?.applied;
  return desired.assignee?.kind === 'user' &&
    !observed.assignee &&
    applied?.value.kind === 'none' &&
    isDeepStrictEqual(applied.intended, desired.assignee)
    ? reason('leadNotAssignable')
    : undefined;
}
