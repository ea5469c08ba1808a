import { randomUUID } from 'node:crypto';
import { Change } from './Change';
import { Tables } from './Tables';

/** What every operation needs besides the rows: time, ids, and listeners. */
export class Journal {
  readonly #now: () => Date;
  readonly #newId: () => string;
  readonly #listeners: ((change: Change) => void)[] = [];
  readonly #writeListeners: (() => void)[] = [];

  constructor(options: { now?: () => Date; newId?: () => string }) {
    this.#now = options.now ?? (() => new Date());
    this.#newId = options.newId ?? randomUUID;
  }

  now(): Date {
    return this.#now();
  }

  timestamp(): string {
    return this.#now().toISOString();
  }

  newId(): string {
    return this.#newId();
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  onWrite(listener: () => void): void {
    this.#writeListeners.push(listener);
  }

  /** Called after any write, published or not. */
  wrote(tables: Tables): void {
    tables.lastSyncId += 1;
    for (const listener of this.#writeListeners) listener();
  }

  publish(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
