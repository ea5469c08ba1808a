/** A clock that moves only when a test advances it. */
export class TestClock {
  #now: Date;

  constructor(now: string = new Date().toISOString()) {
    this.#now = new Date(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}
