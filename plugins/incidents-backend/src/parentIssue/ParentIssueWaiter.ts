import { ParentIssueStore } from './ParentIssueStore';

const LOOK_AGAIN_MILLISECONDS = 200;

/**
 * Waits for the parent issue of an incident, whichever replica creates it.
 */
export class ParentIssueWaiter {
  readonly #parentIssues: ParentIssueStore;
  readonly #sleep: (milliseconds: number) => Promise<void>;

  constructor(options: {
    parentIssues: ParentIssueStore;
    sleep: (milliseconds: number) => Promise<void>;
  }) {
    this.#parentIssues = options.parentIssues;
    this.#sleep = options.sleep;
  }

  /** Returns when it is linked, when nothing will come by itself, or when the time is over. */
  async untilLinked(
    incidentNumber: number,
    milliseconds: number,
  ): Promise<void> {
    for (
      let waited = 0;
      waited < milliseconds;
      waited += LOOK_AGAIN_MILLISECONDS
    ) {
      const parent = await this.#parentIssues.find(incidentNumber);
      if (parent?.status !== 'pending') {
        return;
      }
      await this.#sleep(LOOK_AGAIN_MILLISECONDS);
    }
  }
}
