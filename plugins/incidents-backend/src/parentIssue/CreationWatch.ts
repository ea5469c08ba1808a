import { ConflictError } from '@backstage/errors';
import { RetryLaterError } from '../RetryLaterError';
import { WorkStore } from '../work/WorkStore';
import { ParentIssueStore } from './ParentIssueStore';

const LOOK_AGAIN_MILLISECONDS = 100;
const WAIT_MILLISECONDS = 15_000;

/** Waits for what becomes of a creation that a person asked for, whichever replica does it. */
export class CreationWatch {
  readonly #parentIssues: ParentIssueStore;
  readonly #work: WorkStore;
  readonly #sleep: (milliseconds: number) => Promise<void>;

  constructor(options: {
    parentIssues: ParentIssueStore;
    work: WorkStore;
    sleep: (milliseconds: number) => Promise<void>;
  }) {
    this.#parentIssues = options.parentIssues;
    this.#work = options.work;
    this.#sleep = options.sleep;
  }

  /**
   * Returns when the parent is linked.
   *
   * @throws ConflictError when Linear refuses it, RetryLaterError when it has to
   * wait for Linear
   */
  async untilTried(incidentNumber: number): Promise<void> {
    for (
      let waited = 0;
      waited < WAIT_MILLISECONDS;
      waited += LOOK_AGAIN_MILLISECONDS
    ) {
      const parent = await this.#parentIssues.find(incidentNumber);
      if (parent?.status === 'linked') {
        return;
      }
      if (parent?.status === 'failed') {
        throw new ConflictError(
          `The parent issue cannot be created: ${parent.reason}`,
        );
      }
      const work = await this.#work.find({
        kind: 'parentIssue',
        key: String(incidentNumber),
      });
      if (work?.state === 'escalated') {
        throw new ConflictError(
          `The parent issue cannot be created: ${work.reason}`,
        );
      }
      if (work && work.failing_since !== null) {
        break;
      }
      await this.#sleep(LOOK_AGAIN_MILLISECONDS);
    }
    throw new RetryLaterError(
      'The parent issue is not in Linear yet; it is asked for and will be created by itself',
      5,
    );
  }
}
