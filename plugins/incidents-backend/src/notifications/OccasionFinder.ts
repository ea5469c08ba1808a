import { decideAssignments } from './decideAssignments';
import {
  decideReminders,
  reminderAt,
  ReminderWindows,
} from './decideReminders';
import { NotificationFacts } from './NotificationFacts';
import { NotificationStore } from './NotificationStore';
import { occasionKey } from './occasions';

/**
 * Compares what is true with what was told, and stores what is to be told. It
 * asks the database, not events: what a crash or an outage missed is found the
 * next time.
 */
export class OccasionFinder {
  readonly #facts: NotificationFacts;
  readonly #store: NotificationStore;
  readonly #windows: ReminderWindows;
  readonly #remind: boolean;
  readonly #tellOperators: boolean;
  readonly #now: () => Date;

  constructor(options: {
    facts: NotificationFacts;
    store: NotificationStore;
    windows: ReminderWindows;
    /** Whether anyone is reminded of due instants. */
    remind: boolean;
    /** Whether there is an operator to be told. */
    tellOperators: boolean;
    now: () => Date;
  }) {
    this.#facts = options.facts;
    this.#store = options.store;
    this.#windows = options.windows;
    this.#remind = options.remind;
    this.#tellOperators = options.tellOperators;
    this.#now = options.now;
  }

  /** What time alone brings about. */
  async findReminders(): Promise<void> {
    if (!this.#remind) return;
    const now = this.#now();
    const windows = this.#windows;
    const items = await this.#facts.dueBefore(
      new Date(now.getTime() + windows.beforeMs),
      now,
    );
    const made = await this.#store.known(
      items.flatMap(item => {
        const reminder = reminderAt({ item, windows, now });
        return reminder ? [occasionKey(reminder)] : [];
      }),
    );
    await this.#store.add(decideReminders({ items, made, windows, now }), now);
  }

  /** What somebody did: assigned an item, closed an incident; and work that got stuck. */
  async findChanges(): Promise<void> {
    const now = this.#now();
    const items = await this.#facts.reassigned(now);
    const known = await this.#store.assignees(items.map(item => item.issueId));
    for (const change of decideAssignments({ items, known, now })) {
      await this.#store.look(change, now);
    }
    await this.#store.add(await this.#facts.closed(now), now);
    if (this.#tellOperators) {
      const escalated = await this.#facts.escalated();
      await this.#store.addTogether(
        escalated.map(({ occasion }) => occasion),
        now,
      );
    }
  }
}
