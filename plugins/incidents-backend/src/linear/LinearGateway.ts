import type { Reason } from '@backstage-incidents/incidents-common';
import type {
  LinearIssue,
  LinearPriority,
  LinearRelation,
  LinearState,
  LinearTeam,
  LinearUser,
} from './LinearIssue';
import type { LinearErrorKind } from './LinearError';
import type { LinearCircuitState, RateLimitNote } from './ports';

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

/** How an item belongs to a parent, from the parent's side: `blockedBy` is an issue that blocks the parent. */
export type LinearItemSource =
  | 'child'
  | 'related'
  | 'blockedBy'
  | 'blocks'
  | 'duplicate';

/**
 * A parent and everything around it: direct children and relations in both directions, every list complete, archived
 * and trashed ones included, `similar` left out, each issue once (child before related, blockedBy, blocks, duplicate).
 */
export type IssueTree = {
  parent: LinearIssue;
  items: { source: LinearItemSource; issue: LinearIssue }[];
  /** How many requests the read took. */
  requests: number;
};

export type CreateIssueInput = {
  /** UUID v4 made and stored by the caller before the call: what makes a repeat safe. */
  id: string;
  teamId: string;
  title: string;
  /** Markdown. Linear normalises it: never compare it byte by byte. */
  description?: string;
  stateId?: string;
  assigneeId?: string;
  priority?: LinearPriority;
  projectId?: string;
  labelIds?: string[];
  parentId?: string;
  /** `YYYY-MM-DD`. */
  dueDate?: string;
};

/** Absent is unchanged; `null` clears, as in Linear's own input. */
export type IssueChanges = {
  title?: string;
  description?: string;
  assigneeId?: string | null;
  priority?: LinearPriority;
  stateId?: string;
  dueDate?: string | null;
  addedLabelIds?: string[];
  removedLabelIds?: string[];
};

export type TransitionOutcome =
  | { outcome: 'moved'; from: LinearState; to: LinearState; issue: LinearIssue }
  /** The issue is in that state. Nothing was written. */
  | {
      outcome: 'alreadyThere';
      from: LinearState;
      to: LinearState;
      issue: LinearIssue;
    }
  /** The issue was not in `expectedFrom`. Nothing was written. */
  | { outcome: 'aborted'; actual: LinearState }
  /** The issue's team has no such state, read afresh. `states` are the names it has. */
  | { outcome: 'unknownState'; states: string[] };

/** One page of what changed, oldest change first. */
export type IssueChangesPage = {
  issues: LinearIssue[];
  /** Present while there is more: pass it as `after` with the same `since`. */
  next?: string;
  /** The newest relations, newest first; only on the first page (no `after`). */
  relations?: RelationsPage;
  /**
   * When Linear sent the first page, ISO 8601 by its own clock, to the second; only on that page (no `after`), and absent
   * where Linear does not say so readably.
   */
  respondedAt?: string;
};

export type RelationsPage = {
  relations: (LinearRelation & { updatedAt: string })[];
  /** Present while there are older ones: pass it to `olderRelations`. */
  next?: string;
};

/** One step of a sweep. `next` is a string to store and pass back with the very same ids; absent: complete. */
export type SweepPage<T> = { items: T[]; next?: string; requests: number };

export type SweptRelations = {
  /** Edges of the given issues in both directions, complete, without removed ones and `similar`. */
  items: LinearRelation[];
  /** Those of the ids of this step that Linear returned. */
  seen: string[];
  next?: string;
  requests: number;
};

export type LinearProject = { id: string; name: string };
/** `teamId` absent: a label of the workspace. */
export type LinearLabel = { id: string; name: string; teamId?: string };

/** What the configuration names, each under its full configuration key. */
export type ProbeExpectations = {
  teams: { configKey: string; teamKey: string }[];
  projects: { configKey: string; name: string; teamKey?: string }[];
  labels: { configKey: string; name: string; teamKey?: string }[];
  /** Without `teamKey`: must exist in every team of `teams` that has no own expectation for the same last key part. */
  states: { configKey: string; name: string; teamKey?: string }[];
  /** Further teams to be read for the team store, by id: as many of the first as fit into the same request. */
  teamIds?: string[];
};

export type ProbeResult = {
  actor: { id: string; name: string; app: boolean };
  organization: { id: string; name: string; urlKey: string };
  /** Scopes of the OAuth token; absent for API keys, which have none. */
  scopes?: string[];
  teams: (LinearTeam & { states: LinearState[] })[];
  /** What the configuration names and Linear does not have, with what is allowed. */
  faults: ({ configKey: string } & Reason)[];
};

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
  circuit: LinearCircuitState;
  budget: {
    requests?: LinearBudgetBucket;
    points?: LinearBudgetBucket;
  };
  /** A hit limit that all replicas wait for; `since` is when this replica learned of it. */
  waiting?: RateLimitNote & { since: number };
  lastSuccessAt?: number;
  /** Of those that change the connection: transport, credentials, rate limit. */
  lastFailure?: {
    at: number;
    kind: LinearErrorKind;
    operation: string;
    reason: Reason;
  };
  /** OAuth only. */
  token?: { issuedAt: number; expiresAt: number };
};

/**
 * Linear, as the rest of the plugin knows it. Every method throws the LinearError family, or the reason of the given
 * signal; every list it returns is complete, or says in the type that it is not.
 */
export interface LinearGateway {
  /** Create, at most once: a conflict or an ambiguous response is settled by reading `input.id`. */
  createIssue(
    input: CreateIssueInput,
    call: LinearCall,
  ): Promise<{ outcome: 'created' | 'existed'; issue: LinearIssue }>;
  /** By UUID or identifier; archived and trashed ones are found. */
  findIssue(
    idOrIdentifier: string,
    call: LinearCall,
  ): Promise<Lookup<LinearIssue>>;
  /** By UUID, any number, one request per 250; what is not in the map is absent. */
  findIssues(
    ids: string[],
    call: LinearCall,
  ): Promise<Map<string, LinearIssue>>;
  /** One request while no list of the parent is longer than 50. */
  readIssueTree(parentId: string, call: LinearCall): Promise<Lookup<IssueTree>>;
  updateIssue(
    id: string,
    changes: IssueChanges,
    call: LinearCall,
  ): Promise<LinearIssue>;
  /** Into Linear's trash, from where people can restore it for 30 days; an absent issue is no error. */
  trashIssue(id: string, call: LinearCall): Promise<void>;
  /** One attachment per issue and URL: a second call with the same URL replaces title and subtitle. */
  upsertAttachment(
    input: {
      id?: string;
      issueId: string;
      url: string;
      title: string;
      subtitle?: string;
    },
    call: LinearCall,
  ): Promise<{ id: string }>;
  /** An absent attachment is no error. */
  removeAttachment(id: string, call: LinearCall): Promise<void>;
  /** At most once by `id`, as createIssue. */
  createComment(
    input: { id: string; issueId: string; body: string },
    call: LinearCall,
  ): Promise<{ outcome: 'created' | 'existed' }>;
  updateComment(id: string, body: string, call: LinearCall): Promise<void>;
  /**
   * Read, compare, move; always to a state of the issue's own team. Linear has no compare-and-set: a change between our
   * read and our write is overwritten.
   */
  transition(
    input: { issueId: string; to: { name: string }; expectedFrom?: string },
    call: LinearCall,
  ): Promise<TransitionOutcome>;
  teamByKey(key: string, call: LinearCall): Promise<Lookup<LinearTeam>>;
  /** Those of the teams, by UUID, that are accessible now; keys may change. One request per 250. */
  visibleTeams(ids: string[], call: LinearCall): Promise<Set<string>>;
  /** The team's workflow states, by type and position, from the cache. An unknown team is a rejection (notFound). */
  statesOf(teamId: string, call: LinearCall): Promise<LinearState[]>;
  /** Active people (no app users) by lower-cased email; what is not in the map is absent. */
  usersByEmail(
    emails: string[],
    call: LinearCall,
  ): Promise<Map<string, LinearUser>>;
  /** Letter case ignored; with `teamId` only projects the team takes part in. */
  projectByName(
    name: string,
    options: { teamId?: string },
    call: LinearCall,
  ): Promise<Lookup<LinearProject>>;
  /** By lower-cased name, from the team and the workspace; the team's label wins over the workspace's. */
  labelsByName(
    names: string[],
    options: { teamId?: string },
    call: LinearCall,
  ): Promise<Map<string, LinearLabel>>;
  /** Issues of the whole workspace changed at or after `since` (ISO 8601), and the newest relations. One request. */
  changesSince(
    input: { since: string; after?: string },
    call: LinearCall,
  ): Promise<IssueChangesPage>;
  /** The next page of relations after one of `changesSince`. */
  olderRelations(
    input: { after: string },
    call: LinearCall,
  ): Promise<RelationsPage>;
  /** Every child of the given parents, 1,000 rows a request. */
  sweepChildren(
    input: { parentIds: string[]; cursor?: string },
    call: LinearCall,
  ): Promise<SweepPage<LinearIssue>>;
  /** The given issues, 1,000 a request; what is in no page is absent. */
  sweepIssues(
    input: { ids: string[]; cursor?: string },
    call: LinearCall,
  ): Promise<SweepPage<LinearIssue>>;
  /** The edges of the given issues, 200 issues a step. */
  sweepRelations(
    input: { ids: string[]; cursor?: string },
    call: LinearCall,
  ): Promise<SweptRelations>;
  /** One request that checks credentials and every name of the configuration. */
  probe(
    expectations: ProbeExpectations,
    call: LinearCall,
  ): Promise<ProbeResult>;
  status(): LinearStatus;
  /**
   * Calls the listener, which must not throw, when a request succeeds for the first time or after failures; returns how
   * to stop that.
   */
  onRecovered(listener: () => void): () => void;
}
