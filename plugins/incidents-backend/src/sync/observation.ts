import { LinearIssue } from '../linear';
import {
  ParentIssueRecord,
  ParentIssueUpdate,
} from '../parentIssue/ParentIssueRecord';
import { mergeObserved } from './mergeObserved';

const MISSING_REASON =
  'The parent issue is in the trash, deleted or out of our sight in Linear. Its action items are kept; nothing is recreated by itself.';

/** What a read of the parent changes about its record; `undefined`: nothing. */
export function observation(
  record: Pick<ParentIssueRecord, 'status' | 'observed'>,
  read: LinearIssue | 'absent',
): ParentIssueUpdate | undefined {
  if (record.status === 'pending' || record.status === 'failed') {
    // Creation is still at it, and knows better.
    return undefined;
  }
  if (read === 'absent' || read.trashed) {
    return record.status === 'missing'
      ? undefined
      : { status: 'missing', reason: MISSING_REASON };
  }
  const observed = mergeObserved(record.observed, read);
  if (record.status === 'missing') {
    return {
      status: 'linked',
      reason: undefined,
      observed: observed ?? record.observed,
    };
  }
  return observed && { status: 'linked', observed };
}
