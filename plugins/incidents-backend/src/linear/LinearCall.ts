/** How a call is made. */
export type LinearCall = {
  signal?: AbortSignal;
  /**
   * Somebody waits for an `interactive` call: it is retried here, for seconds. A `background` call fails at once, since
   * its job backs off; it leaves the configured reserve of the rate budget to the others, and waits longer than they
   * after a rate limit.
   */
  priority: 'interactive' | 'background';
  /** The creation of a parent issue, whatever its priority, may use the last share of the rate budget. */
  purpose?: 'createParent';
};

/** Absent means that Linear said so, not that the request failed. No access looks the same as absent. */
export type Lookup<T> = { outcome: 'found'; value: T } | { outcome: 'absent' };
