import { Lease } from '../database/Leases';
import { ClaimLostError } from '../jobs';
import { SweepCounts, SweepCursor, SweepRecord } from './Sweep';
import { SweepStore, SweepUpdate } from './SweepStore';

/** How far a sweep has come, saved so that operators see it move and another replica can go on from there. */
export class SweepProgress {
  readonly #store: SweepStore;
  readonly #lease: Lease;
  readonly #counts: SweepCounts;
  #sweep: SweepRecord;

  constructor(options: {
    store: SweepStore;
    sweep: SweepRecord;
    lease: Lease;
  }) {
    this.#store = options.store;
    this.#sweep = options.sweep;
    this.#lease = options.lease;
    // An interrupted phase is done again, so it is counted again.
    this.#counts = { ...options.sweep.cursor.counts };
  }

  /** The sweep as it was last saved. */
  get sweep(): SweepRecord {
    return this.#sweep;
  }

  /** Adds to the counts; they are saved with whatever is saved next. */
  count(more: Partial<SweepCounts>): void {
    const counts = this.#counts;
    counts.incidents += more.incidents ?? 0;
    counts.items += more.items ?? 0;
    counts.added += more.added ?? 0;
    counts.changed += more.changed ?? 0;
    counts.removed += more.removed ?? 0;
    counts.unchanged += more.unchanged ?? 0;
    counts.requests += more.requests ?? 0;
  }

  /**
   * After each request: operators see it move, and the lease stays ours.
   *
   * @throws ClaimLostError when another replica has taken over
   */
  async requested(requests: number): Promise<void> {
    this.count({ requests });
    if (!(await this.#lease.renew())) {
      throw new ClaimLostError('sweep');
    }
    await this.save({});
  }

  /** Goes on to what `cursor` says; everything before is done for good. */
  async enter(cursor: Partial<SweepCursor>): Promise<void> {
    await this.save({ cursor: this.cursorAt(cursor) });
  }

  /** The present cursor with these changes and what is counted by now. */
  cursorAt(cursor: Partial<SweepCursor>): SweepCursor {
    return { ...this.#sweep.cursor, ...cursor, counts: { ...this.#counts } };
  }

  /** @throws ClaimLostError when another replica has taken over */
  async save(update: SweepUpdate): Promise<void> {
    this.#sweep = await this.#store.save(
      this.#sweep,
      { ...update, counts: { ...this.#counts } },
      this.#lease,
    );
  }
}
