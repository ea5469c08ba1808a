import { JobQueue, waitForJob } from '../jobs';
import { ParentIssueStore } from './ParentIssueStore';

/**
 * Waits for the parent issue of an incident, whichever replica creates it:
 * returns when it is linked, when nothing will come without a person, or when
 * the time is over.
 */
export async function untilLinked(options: {
  jobs: JobQueue;
  parentIssues: ParentIssueStore;
  incidentNumber: number;
  timeoutMs: number;
}): Promise<void> {
  const { jobs, parentIssues, incidentNumber, timeoutMs } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const job = await jobs.find('reconcileParent', String(incidentNumber));
    const parent = await parentIssues.find(incidentNumber);
    const remainingMs = deadline - performance.now();
    if (
      parent?.status !== 'pending' ||
      !job ||
      job.state === 'escalated' ||
      remainingMs <= 0
    ) {
      return;
    }
    await waitForJob(jobs, job, {
      timeoutMs: remainingMs,
      untilSuccess: true,
    });
  }
}
