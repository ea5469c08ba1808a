import { ConflictError } from '@backstage/errors';
import { EnqueuedJob, JobQueue, waitForJob } from '../jobs';
import { RetryLaterError } from '../RetryLaterError';
import { ParentIssueStore } from './ParentIssueStore';

const WAIT_MS = 15_000;

/**
 * Waits for a creation that a person asked for, whichever replica does it.
 *
 * @throws ConflictError when Linear rejects it, RetryLaterError when it has to
 * wait for Linear
 */
export async function untilCreated(options: {
  jobs: JobQueue;
  parentIssues: ParentIssueStore;
  incidentNumber: number;
  enqueued: EnqueuedJob;
}): Promise<void> {
  const { jobs, parentIssues, incidentNumber, enqueued } = options;
  const waited = await waitForJob(jobs, enqueued, { timeoutMs: WAIT_MS });
  const parent = await parentIssues.find(incidentNumber);
  if (parent?.status === 'linked') {
    return;
  }
  if (parent?.status === 'failed') {
    throw new ConflictError(
      `The parent issue cannot be created: ${parent.reason}`,
    );
  }
  if (waited.outcome === 'failed' && waited.escalated) {
    throw new ConflictError(
      `The parent issue cannot be created: ${waited.reason?.message}`,
    );
  }
  throw new RetryLaterError(
    'The parent issue is not in Linear yet; it will be created automatically',
    5,
  );
}
