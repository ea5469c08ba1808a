import { stateClass } from '../actionItems/autoComplete';
import { Reconciliation } from './reconcile';

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
    return reason.startsWith('a person') ? sentence(reason) : undefined;
  }
  switch (stateClass(stateType)) {
    case 'completed':
      return setBy === 'linearAutoClose'
        ? 'Completed by Linear together with its sub-issues.'
        : sentence(`completed by itself: ${reason}`);
    case 'canceled':
      return sentence(`canceled by itself: ${reason}`);
    default:
      return undefined;
  }
}

function sentence(words: string): string {
  return `${words.charAt(0).toLocaleUpperCase('en-US')}${words.slice(1)}.`;
}
