import type { LoggerService } from '@backstage/backend-plugin-api';
import { type LinearCredentials, apiKeyCredentials } from './auth/credentials';
import { OAuthCredentials } from './auth/OAuthCredentials';
import type { LinearGateway } from './LinearGateway';
import {
  MemoryRateLimitStore,
  MemoryTokenStore,
  noMetrics,
  noTeamStore,
} from './memory';
import { AttachmentOperations } from './operations/AttachmentOperations';
import { ChangeOperations } from './operations/ChangeOperations';
import { CommentOperations } from './operations/CommentOperations';
import { IssueOperations } from './operations/IssueOperations';
import { LookupOperations } from './operations/LookupOperations';
import { probeLinear } from './operations/probeLinear';
import { readIssueTree } from './operations/readIssueTree';
import { SweepOperations } from './operations/SweepOperations';
import { TeamMemory } from './operations/TeamMemory';
import { transitionIssue } from './operations/transitionIssue';
import { WorkflowStates } from './operations/WorkflowStates';
import { LinearRequester } from './transport/LinearRequester';
import { RateBudget } from './transport/RateBudget';
import type { Wire } from './transport/send';
import type {
  LinearClock,
  LinearMetrics,
  LinearRateLimitStore,
  LinearTeamStore,
  LinearTokenStore,
} from './ports';

/** How we prove who we are: a personal API key, or an OAuth app's client credentials. */
export type LinearAuth =
  | { kind: 'apiKey'; apiKey: string }
  | {
      kind: 'oauth';
      clientId: string;
      clientSecret: string;
      scopes: string[];
    };

export type LinearGatewayOptions = {
  /** GraphQL endpoint; https, except on loopback. */
  apiUrl: string;
  /** OAuth token endpoint; https, except on loopback. */
  tokenUrl: string;
  auth: LinearAuth;
  logger: LoggerService;
  clock: LinearClock;
  /** UUID v4. */
  newId: () => string;
  /** Version of this plugin, for the user agent. */
  version: string;
  /** Share (0 to 1) of each rate budget that background calls leave to people. */
  budgetReserve: number;
  /** Per request, in milliseconds. Default 15,000. */
  timeoutMs?: number;
  /** Default: no observations. */
  metrics?: LinearMetrics;
  /** Default: memory of this process. */
  tokenStore?: LinearTokenStore;
  /** Default: memory of this process. */
  rateLimitStore?: LinearRateLimitStore;
  /** Default: teams are not remembered. */
  teamStore?: LinearTeamStore;
  /** Repeats of reads and of writes that are safe twice. Default 3 attempts, 250 ms doubling to 5 s, with jitter. */
  retry?: { attempts: number; initialDelayMs: number; maxDelayMs: number };
  /** Default: open after 5 consecutive failures, probe after 10 s. */
  circuit?: { failures: number; halfOpenAfterMs: number };
  /** How long a team's workflow states are believed, in milliseconds. Default 10 minutes. */
  statesTtlMs?: number;
};

/** The gateway; nothing is sent before the first call. */
export function createLinearGateway(
  options: LinearGatewayOptions,
): LinearGateway {
  const { clock, logger } = options;
  const metrics = options.metrics ?? noMetrics;
  const wire = {
    clock,
    timeoutMs: options.timeoutMs ?? 15_000,
    version: options.version,
  };
  const credentials = createCredentials(options, wire, metrics);
  const budget = new RateBudget({
    clock,
    logger,
    store: options.rateLimitStore ?? new MemoryRateLimitStore(),
    reserve: options.budgetReserve,
  });
  const requester = new LinearRequester({
    apiUrl: options.apiUrl,
    credentials,
    wire,
    budget,
    logger,
    metrics,
    retry: options.retry ?? {
      attempts: 3,
      initialDelayMs: 250,
      maxDelayMs: 5_000,
    },
    circuit: options.circuit ?? { failures: 5, halfOpenAfterMs: 10_000 },
  });
  const teams = new TeamMemory({
    store: options.teamStore ?? noTeamStore,
    logger,
  });
  const states = new WorkflowStates({
    requester,
    teams,
    clock,
    ttlMs: options.statesTtlMs ?? 600_000,
  });
  const issues = new IssueOperations({ requester, states });
  const attachments = new AttachmentOperations({
    requester,
    newId: options.newId,
  });
  const comments = new CommentOperations(requester);
  const lookups = new LookupOperations(requester);
  const changes = new ChangeOperations(requester);
  const sweeps = new SweepOperations(requester);

  return {
    createIssue: (input, call) => issues.createIssue(input, call),
    findIssue: (id, call) => issues.findIssue(id, call),
    findIssues: (ids, call) => issues.findIssues(ids, call),
    readIssueTree: (id, call) => readIssueTree(requester, id, call),
    updateIssue: (id, change, call) => issues.updateIssue(id, change, call),
    trashIssue: (id, call) => issues.trashIssue(id, call),
    upsertAttachment: (input, call) =>
      attachments.upsertAttachment(input, call),
    removeAttachment: (id, call) => attachments.removeAttachment(id, call),
    createComment: (input, call) => comments.createComment(input, call),
    updateComment: (id, body, call) => comments.updateComment(id, body, call),
    transition: (input, call) =>
      transitionIssue({ issues, states }, input, call),
    teamByKey: (key, call) => lookups.teamByKey(key, call),
    visibleTeams: (ids, call) => lookups.visibleTeams(ids, call),
    statesOf: (teamId, call) => states.of(teamId, call),
    usersByEmail: (emails, call) => lookups.usersByEmail(emails, call),
    usersById: (ids, call) => lookups.usersById(ids, call),
    projectByName: (name, within, call) =>
      lookups.projectByName(name, within, call),
    labelsByName: (names, within, call) =>
      lookups.labelsByName(names, within, call),
    changesSince: (input, call) => changes.changesSince(input, call),
    olderRelations: (input, call) => changes.olderRelations(input, call),
    sweepChildren: (input, call) => sweeps.sweepChildren(input, call),
    sweepIssues: (input, call) => sweeps.sweepIssues(input, call),
    sweepRelations: (input, call) => sweeps.sweepRelations(input, call),
    probe: (expectations, call) =>
      probeLinear(
        { requester, teams, scopes: () => credentials.scopes() },
        expectations,
        call,
      ),
    status: () => ({
      ...requester.status(),
      ...budget.status(),
      token: credentials.token(),
    }),
    onRecovered: listener => requester.onRecovered(listener),
  };
}

function createCredentials(
  options: LinearGatewayOptions,
  wire: Wire,
  metrics: LinearMetrics,
): LinearCredentials {
  const { auth } = options;
  switch (auth.kind) {
    case 'apiKey':
      return apiKeyCredentials(auth.apiKey);
    case 'oauth':
      return new OAuthCredentials({
        client: { ...auth, tokenUrl: options.tokenUrl },
        wire,
        store: options.tokenStore ?? new MemoryTokenStore(),
        logger: options.logger,
        metrics,
      });
    default:
      return unknownAuth(auth);
  }
}

function unknownAuth(auth: never): never {
  throw new Error(`unknown auth kind in ${Object.keys(auth).join(', ')}`);
}
