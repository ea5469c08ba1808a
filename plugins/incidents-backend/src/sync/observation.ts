import { reason } from '@backstage-incidents/incidents-common';
import { LinearIssue } from '../linear';
import {
  ParentIssueRecord,
  ParentIssueUpdate,
} from '../parentIssue/ParentIssueRecord';
import { mergeObserved } from './mergeObserved';

/** What a read of the parent changes about its record; `undefined`: nothing. */
export function observation(
  record: Pick<ParentIssueRecord, 'status' | 'observed'>,
  read: LinearIssue | 'absent',
): ParentIssueUpdate | undefined {
  if (record.status === 'pending') {
    // Creation is still at it, and knows better.
    return undefined;
  }
  if (read === 'absent' || read.trashed) {
    return record.status === 'missing'
      ? undefined
      : {
          status: 'missing',
          reasons: [
            reason('parentIssueMissing', {
              identifier: record.observed?.identifier,
            }),
          ],
        };
  }
  const observed = mergeObserved(record.observed, read);
  if (record.status === 'missing') {
    return {
      status: 'linked',
      reasons: [],
      observed: observed ?? record.observed,
    };
  }
  return observed && { status: 'linked', observed };
}
