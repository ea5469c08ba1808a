import { Reason } from '@backstage-incidents/incidents-common';

/** What a job does; `key` names what it does it to. */
export type JobKind =
  /** Key: number of the incident. Creates its parent issue, or brings it to the desired state. */
  | 'reconcileParent'
  /** Key: key of the Linear team. Creates its pending parent issues in number order, with `syncIdentifiers`. */
  | 'claimIdentifiers'
  /** Key: UUID of the issue. Redacts, cancels or detaches a parent issue that is none any more. */
  | 'cleanFormerParent'
  /** Key: number of the incident. Reads its parent issue and all its items. */
  | 'refresh'
  /** Key: UUID of an issue that changed, as a webhook said. */
  | 'readIssues'
  /** Key: `all`. Reads teams that an issue named for the first time, with their states. */
  | 'readTeams'
  /** Key: `workspace`. Reads what changed in Linear since the watermark. */
  | 'delta'
  /** Key: number of an incident that changed, `escalated` or `all`. Stores what people are to be notified of. */
  | 'findNotifications'
  /** Key: `all`. Sends the stored notifications. */
  | 'notify'
  /** Key: ref of an entity that incidents affect. Reads its owners from the catalog. */
  | 'refreshOwners'
  /** Key: `workspace`. Continues the unfinished sweep from its cursor to its end. */
  | 'sweepStep';

/** Interactive: a person waits for it. */
export type JobPriority = 'interactive' | 'background';

/** One row per kind and key: to enqueue twice is to enqueue once. */
export interface JobRequest {
  kind: JobKind;
  key: string;
  /** The incident it concerns, if it concerns one. */
  incidentNumber?: number;
  /** Default `background`. */
  priority?: JobPriority;
  /** Not before this many milliseconds from now, by the database's clock. */
  delayMs?: number;
}

/** What `enqueue` stored: to wait for it. */
export interface EnqueuedJob {
  id: string;
  generation: number;
}

/** Proves that a job is still ours; checked in the transaction of every write that the job guards. */
export interface JobClaim {
  jobId: string;
  claimId: string;
}

/** What an attempt came to. */
export type JobOutcome =
  | { outcome: 'completed'; result: unknown }
  | { outcome: 'failed'; reason: Reason; escalated: boolean };

/** A job as operators see it. */
export interface JobView {
  id: string;
  kind: string;
  key: string;
  incidentNumber: number | undefined;
  /** Raised by every request, so also by one that comes while the job runs. */
  generation: number;
  /** Generation of the last attempt that succeeded, and of the last that failed; 0: none. */
  completedGeneration: number;
  failedGeneration: number;
  state: 'due' | 'escalated';
  /** Failed attempts in a row. */
  attempts: number;
  /** Why the last attempt failed; absent before the first failure and after a success. */
  reason: Reason | undefined;
  runAt: Date;
  escalatedAt: Date | undefined;
  failingSince: Date | undefined;
  /** A replica is running it. */
  running: boolean;
  createdAt: Date;
}

/** A job that this process holds for a while. */
export interface ClaimedJob
  extends Pick<
    JobView,
    'id' | 'key' | 'incidentNumber' | 'generation' | 'attempts' | 'failingSince'
  > {
  kind: JobKind;
  priority: JobPriority;
  claim: JobClaim;
}
