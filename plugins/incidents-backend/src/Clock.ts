/** The one source of time, so that tests can move it. */
export interface Clock {
  now(): Date;
}

/** The process's clock. */
export const systemClock: Clock = { now: () => new Date() };
