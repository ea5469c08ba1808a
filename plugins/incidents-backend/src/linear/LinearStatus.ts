import type { Reason } from '@backstage-incidents/incidents-common';
import type { LinearErrorKind } from './LinearError';
import type { RateLimitNote } from './ports';

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
  /** A hit limit that all replicas wait for; `since` is when this replica learned of it. */
  waiting?: RateLimitNote & { since: number };
};
