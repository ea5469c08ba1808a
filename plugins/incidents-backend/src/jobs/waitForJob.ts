import { Reason } from '@backstage-incidents/incidents-common';
import { JobQueue, SettledJob } from './JobQueue';
import { EnqueuedJob } from './jobTypes';

/** How often other replicas' progress is looked up. */
const POLL_MS = 250;

/** The result of waiting for a job. */
export type WaitOutcome =
  | {
      outcome: 'completed';
      /** What the handler returned; absent if another replica ran it. */
      result?: unknown;
      /** Whether it ran for this very request, not for one that came later too. */
      isOwn: boolean;
    }
  | { outcome: 'failed'; reason: Reason | undefined; escalated: boolean }
  | { outcome: 'timedOut' };

/**
 * Waits until an attempt that began after the request ends. What other replicas
 * do is seen by polling.
 */
export async function waitForJob(
  queue: JobQueue,
  enqueued: EnqueuedJob,
  options: {
    timeoutMs: number;
    /**
     * Wait for a success, also of an attempt that was under way when the request
     * came, and through retries until the job needs a person.
     */
    untilSuccess?: boolean;
  },
): Promise<WaitOutcome> {
  const { timeoutMs, untilSuccess = false } = options;
  const { id, generation } = enqueued;
  const isSuccess = (done: number) =>
    done >= generation || (untilSuccess && done > 0);
  const isFailure = (done: number, escalated: boolean) =>
    escalated || (done >= generation && !untilSuccess);
  const cleanUps: (() => void)[] = [];
  const waiting = new Promise<WaitOutcome>((resolve, reject) => {
    const onSettled = ({ generation: done, outcome }: SettledJob) => {
      if (outcome.outcome === 'completed') {
        if (isSuccess(done)) {
          resolve({ ...outcome, isOwn: done === generation });
        }
      } else if (isFailure(done, outcome.escalated)) {
        resolve(outcome);
      }
    };
    const look = async () => {
      const job = await queue.findById(id);
      const escalated = job?.state === 'escalated';
      if (!job || isSuccess(job.completedGeneration)) {
        resolve({ outcome: 'completed', isOwn: false });
      } else if (isFailure(job.failedGeneration, escalated)) {
        resolve({ outcome: 'failed', reason: job.reason, escalated });
      }
    };
    const poll = setInterval(() => look().catch(reject), POLL_MS);
    const timeout = setTimeout(resolve, timeoutMs, { outcome: 'timedOut' });
    cleanUps.push(
      queue.onSettled(settled => settled.id === id && onSettled(settled)),
      () => clearInterval(poll),
      () => clearTimeout(timeout),
    );
  });
  return waiting.finally(() => cleanUps.forEach(cleanUp => cleanUp()));
}
