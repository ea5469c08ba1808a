import { LinearStatus, Reason } from '@backstage-incidents/incidents-common';
import { RetriedWork } from '../../api/useLinearStatus';

/** What became of escalated work that was tried again. */
export type RetryOutcome =
  | { kind: 'underWay' | 'done' }
  | { kind: 'failedAgain'; reason: Reason };

/**
 * Reads it off the work that waits now. While other work is due one cannot
 * know whether this is among it.
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
