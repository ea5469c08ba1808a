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
  const isEnough = (done: number) => untilSuccess || done >= generation;
  return new Promise<WaitOutcome>((resolve, reject) => {
    const cleanUps: (() => void)[] = [];
    const cleanUp = () => {
      for (const each of cleanUps) each();
    };
    const finish = (outcome: WaitOutcome) => {
      cleanUp();
      resolve(outcome);
    };
    const onSettled = ({ generation: done, outcome }: SettledJob) => {
      if (outcome.outcome === 'completed') {
        if (isEnough(done)) {
          finish({ ...outcome, isOwn: done === generation });
        }
      } else if (outcome.escalated || (done >= generation && !untilSuccess)) {
        finish(outcome);
      }
    };
    cleanUps.push(
      queue.onSettled(settled => {
        if (settled.id === id) onSettled(settled);
      }),
    );
    const look = async () => {
      const job = (await queue.progress([id])).get(id);
      if (!job) {
        finish({ outcome: 'completed', isOwn: false });
      } else if (
        job.completedGeneration > 0 &&
        isEnough(job.completedGeneration)
      ) {
        finish({ outcome: 'completed', isOwn: false });
      } else if (
        job.escalated ||
        (job.failedGeneration >= generation && !untilSuccess)
      ) {
        const { reason, escalated } = job;
        finish({ outcome: 'failed', reason, escalated });
      }
    };
    const poll = setInterval(() => {
      look().catch(error => {
        cleanUp();
        reject(error);
      });
    }, POLL_MS);
    const timeout = setTimeout(
      () => finish({ outcome: 'timedOut' }),
      timeoutMs,
    );
    cleanUps.push(
      () => clearInterval(poll),
      () => clearTimeout(timeout),
    );
  });
}
