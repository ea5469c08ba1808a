import {
  reason,
  Reason,
  ReasonCode,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { isDeepStrictEqual } from 'node:util';
import {
  countedItems,
  stateClass,
  StateDecision,
} from '../actionItems/autoComplete';
import type { LinearIssue } from '../linear';
import { DesiredParentIssue } from './desiredState';
import { FieldRecords, SeenState } from './fieldRecords';
import { Reconciliation } from './reconcile';
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
  issue: LinearIssue;
  /** The reconciliation that found nothing more to write to the state. */
  reconciliation: Pick<Reconciliation, 'fields' | 'stateDecision'>;
  redactionPending: boolean;
  assigneeNote: Reason | undefined;
  /** The number that the issue was to get, and the team where; absent without `syncIdentifiers`. */
  identifier?: { number: number; team: string };
  routingNote?: Reason;
}): Reason[] {
  const { issue, reconciliation, redactionPending, identifier } = options;
  return [
    redactionPending ? reason('redactionPending') : undefined,
    stateReason(issue.state.type, reconciliation),
    options.assigneeNote,
    identifier && identifierNote(issue, identifier),
    options.routingNote,
  ].filter(given => given !== undefined);
}

function stateReason(
  stateType: string,
  { fields, stateDecision }: Pick<Reconciliation, 'fields' | 'stateDecision'>,
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
export function moveReason(options: {
  seen: SeenState;
  stateDecision: StateDecision;
  stateRule: DesiredParentIssue['stateRule'];
}): Reason {
  const { seen, stateDecision, stateRule } = options;
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

/** Linear gave the wanted number to another issue before. */
function identifierNote(
  { identifier }: LinearIssue,
  wanted: { number: number; team: string },
): Reason | undefined {
  const number = numberIn(wanted.team, { identifier });
  return number === undefined || number === wanted.number
    ? undefined
    : reason('identifierTaken', {
        wanted: `${wanted.team}-${wanted.number}`,
        identifier,
      });
}

/** Why there is no assignee although the lead was sent to Linear; `undefined` if there is one. */
export function leadRejected(options: {
  desired: Pick<DesiredParentIssue, 'assignee'>;
  fields: FieldRecords;
  observed: Pick<LinearIssue, 'assignee'>;
}): Reason | undefined {
  const { desired, fields, observed } = options;
  const { applied } = fields.assignee ?? {};
  return desired.assignee?.kind === 'user' &&
    !observed.assignee &&
    applied?.value.kind === 'none' &&
    isDeepStrictEqual(applied.intended, desired.assignee)
    ? reason('leadNotAssignable')
    : undefined;
}

/** The identifier that the issue of an incident is to get; `undefined` where it takes any. */
export function wantedIdentifier(options: {
  syncIdentifiers: boolean;
  incidentNumber: number;
  origin: 'created' | 'linked';
  route: Pick<RoutingDecision, 'team'> | undefined;
}): { number: number; team: string } | undefined {
  const { syncIdentifiers, incidentNumber, origin, route } = options;
  return syncIdentifiers && origin === 'created' && route
    ? { number: incidentNumber, team: route.team }
    : undefined;
}
