import type {
  LinearClock,
  LinearMetrics,
  LinearRateLimitStore,
  LinearTeamStore,
  LinearTokenStore,
  RateLimitNote,
  SealedToken,
} from './ports';
import { setTimeout as wait } from 'node:timers/promises';

/** The machine's clock. */
export const systemClock: LinearClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};

/** For one process: tests, and installations without replicas. */
export class MemoryTokenStore implements LinearTokenStore {
  #token?: SealedToken;
  #leased = false;

  async read() {
    return this.#token;
  }

  async write(token: SealedToken) {
    this.#token = token;
  }

  async acquireLease() {
    if (this.#leased) {
      return undefined;
    }
    this.#leased = true;
    return {
      release: async () => {
        this.#leased = false;
      },
    };
  }
}

/** For one process: tests, and installations without replicas. */
export class MemoryRateLimitStore implements LinearRateLimitStore {
  #note?: RateLimitNote;

  async read() {
    return this.#note;
  }

  async note(note: RateLimitNote) {
    if (!this.#note || this.#note.until < note.until) {
      this.#note = note;
    }
  }
}

/** For callers that ask nobody but Linear. */
export const noTeamStore: LinearTeamStore = {
  write: async () => undefined,
};

/** Observes nothing. */
export const noMetrics: LinearMetrics = {
  requestEnded: () => undefined,
  circuitChanged: () => undefined,
  tokenRenewed: () => undefined,
};
