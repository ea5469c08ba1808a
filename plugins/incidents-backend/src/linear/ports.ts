import { setTimeout as wait } from 'node:timers/promises';
import type { Reason } from '@backstage-incidents/incidents-common';
import type { LinearErrorKind, LinearBucket } from './LinearError';
import type { LinearState, LinearTeam } from './LinearIssue';

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

/** Epoch milliseconds and waiting; injected so that tests need not sleep. */
export interface LinearClock {
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: LinearClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};

/** An access token as it may lie in a database: `sealed` is AES-256-GCM, useless without the client secret. */
export type SealedToken = {
  sealed: string;
  /** Epoch milliseconds. */
  issuedAt: number;
  expiresAt: number;
};

/** The replicas' shared memory of the OAuth token. */
export interface LinearTokenStore {
  /** The sealed token. */
  read(): Promise<string | undefined>;
  /** Replaces whatever is stored. */
  write(token: SealedToken): Promise<void>;
  /** Become the only replica that renews, for at most `ttlMs`; undefined while another holds it. */
  acquireLease(
    ttlMs: number,
  ): Promise<{ release(): Promise<void> } | undefined>;
}

/** A limit that was hit, for all replicas to wait for. `until` is epoch milliseconds. */
export type RateLimitNote = { until: number; bucket: LinearBucket };

/** What is left of a limit. `resetAt` is epoch milliseconds. */
export type LinearBudgetBucket = {
  limit: number;
  remaining: number;
  resetAt: number;
};

/** What the gateway knows about Linear without asking. Instants are epoch milliseconds. */
export type LinearStatus = {
  /** `unknown` until the first response. */
  connection: 'unknown' | 'ok' | 'failing';
  /**
   * The first success since it last failed, or the first failure since it last worked; rejected credentials and an
   * outage count as two failures. Absent until the first response.
   */
  since?: number;
  /** Of those that change the connection: transport, credentials, rate limit. */
  lastFailure?: { kind: LinearErrorKind; reason: Reason };
  budget: { requests?: LinearBudgetBucket; points?: LinearBudgetBucket };
  /** How far our clock was ahead of Linear's at the last response, in milliseconds; absent while unknown. */
  clockAheadMs?: number;
  /** A hit limit that all replicas wait for; `since` is when this replica learned of it. */
  waiting?: RateLimitNote & { since: number };
};

/** The replicas' shared memory of a hit limit. */
export interface LinearRateLimitStore {
  /** The latest note; one in the past means that the limit is over since then. */
  read(): Promise<RateLimitNote | undefined>;
  /** Keeps whichever note is later. */
  note(note: RateLimitNote): Promise<void>;
}

/** A team that was read whole, with every workflow state. */
export type LinearTeamReading = Pick<
  LinearTeam,
  'id' | 'key' | 'name' | 'visibility'
> & { states: LinearState[] };

/** The replicas' shared memory of teams. */
export interface LinearTeamStore {
  /** Replaces what is stored of these teams. */
  write(teams: readonly LinearTeamReading[]): Promise<void>;
}

/** How one request over the wire ended. */
export type LinearRequestOutcome =
  | 'ok'
  | 'notFound'
  | 'aborted'
  | LinearErrorKind;

/** Observations; names and numbers only. The budget that is left is read from `status()`. */
export interface LinearMetrics {
  /** One request over the wire. `points` is what Linear charged, where it said so. */
  requestEnded(request: {
    operation: string;
    outcome: LinearRequestOutcome;
    durationMs: number;
    points?: number;
  }): void;
  circuitChanged(state: 'closed' | 'open' | 'halfOpen'): void;
  tokenRenewed(): void;
}
