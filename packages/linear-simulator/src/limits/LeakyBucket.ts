const hour = 3_600_000;

/** A budget per hour that refills continuously. */
export class LeakyBucket {
  readonly limit: number;
  #used = 0;
  #at: number;

  constructor(limit: number, at: number) {
    this.limit = limit;
    this.#at = at;
  }

  remaining(at: number): number {
    this.#leak(at);
    return Math.max(0, Math.floor(this.limit - this.#used));
  }

  /** When the bucket is full again, in epoch milliseconds. */
  reset(at: number): number {
    this.#leak(at);
    return Math.ceil(at + (this.#used / this.limit) * hour);
  }

  /** Returns false and takes nothing when less than the amount is left. */
  take(amount: number, at: number): boolean {
    this.#leak(at);
    if (this.#used + amount > this.limit) return false;
    this.#used += amount;
    return true;
  }

  #leak(at: number): void {
    const elapsed = Math.max(0, at - this.#at);
    this.#used = Math.max(0, this.#used - (elapsed / hour) * this.limit);
    this.#at = at;
  }
}
