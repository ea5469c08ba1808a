import { Reason, ReasonCode } from '@backstage-incidents/incidents-common';
import { stateClass } from '../actionItems/autoComplete';
import { Reconciliation } from './reconcile';

const PERSON_CHANGED: ReadonlySet<string> = new Set<ReasonCode>([
  'personCompleted',
  'personCanceled',
  'personReopened',
]);

/**
 * What the card says about the parent issue beside its state: the latest
 * automatic decision, and what is still on its way. `undefined`: nothing worth
 * saying.
 */
export function parentIssueReason(options: {
  /** Linear's state type, after the write. */
  stateType: string;
  /** The reconciliation that found nothing more to write to the state. */
  reconciliation: Pick<
    Reconciliation,
    'fields' | 'stateDecision' | 'redactionPending'
  >;
  assigneeNote: string | undefined;
}): string | undefined {
  const { stateType, reconciliation, assigneeNote } = options;
  const notes = [
    reconciliation.redactionPending
      ? 'Its title and description in Linear are about to be redacted.'
      : undefined,
    stateReason(stateType, reconciliation),
    assigneeNote,
  ];
  return notes.filter(Boolean).join(' ') || undefined;
}

function stateReason(
  stateType: string,
  { fields, stateDecision }: Pick<Reconciliation, 'fields' | 'stateDecision'>,
): string | undefined {
  const setBy = fields.state?.seen?.setBy;
  const { reason } = stateDecision;
  if (setBy === 'person') {
    return PERSON_CHANGED.has(reason.code) ? `${reason.message}.` : undefined;
  }
  switch (stateClass(stateType)) {
    case 'completed':
      return setBy === 'linearAutoClose'
        ? 'Completed by Linear together with its sub-issues.'
        : `Completed automatically: ${clause(reason)}.`;
    case 'canceled':
      return `Canceled automatically: ${clause(reason)}.`;
    default:
      return undefined;
  }
}

function clause({ message }: Reason): string {
  return `${message.charAt(0).toLocaleLowerCase('en-US')}${message.slice(1)}`;
}
