import { LinearStatus, Reason } from '@backstage-incidents/incidents-common';
import { RetriedWork } from '../../api/useLinearStatus';

/** The result of retrying a failed job. */
export type RetryOutcome =
  | { kind: 'underWay' | 'done' }
  | { kind: 'failedAgain'; reason: Reason };

/**
 * Derives it from the pending jobs. While other jobs are due, it is unknown
 * whether this one is among them.
 */
export function retryOutcome(
  retried: RetriedWork,
  work: LinearStatus['work'],
): RetryOutcome {
  const again = work.escalated.find(({ id }) => id === retried.id);
  if (again && again.since !== retried.since) {
    return { kind: 'failedAgain', reason: again.reason };
  }
  return { kind: again || work.due > 0 ? 'underWay' : 'done' };
}
