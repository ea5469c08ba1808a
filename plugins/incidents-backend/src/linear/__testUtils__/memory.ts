import type {
  LinearMetrics,
  LinearRateLimitStore,
  LinearTokenStore,
  RateLimitNote,
  SealedToken,
} from '../ports';

/** For one process. */
export class MemoryTokenStore implements LinearTokenStore {
  #token?: SealedToken;
  #leased = false;

  async read() {
    return this.#token?.sealed;
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

/** For one process. */
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

/** Observes nothing. */
export const noMetrics: LinearMetrics = {
  requestEnded: () => undefined,
  circuitChanged: () => undefined,
  tokenRenewed: () => undefined,
};
