import type { LoggerService } from '@backstage/backend-plugin-api';
import { apiKeyCredentials } from './auth/credentials';
import { OAuthCredentials } from './auth/OAuthCredentials';
import type { LinearGateway } from './LinearGateway';
import type { Run } from './operations/basics';
import { changeOperations } from './operations/changes';
import { issueOperations } from './operations/issues';
import { readIssueTree } from './operations/issueTree';
import { lookupOperations } from './operations/lookups';
import { probeLinear } from './operations/probe';
import { WorkflowStates, rememberTeams } from './operations/states';
import { sweepOperations } from './operations/sweep';
import type {
  LinearClock,
  LinearMetrics,
  LinearRateLimitStore,
  LinearTeamStore,
  LinearTokenStore,
} from './ports';
import {
  LinearRequester,
  type RetryOptions,
} from './transport/LinearRequester';
import { RateBudget } from './transport/RateBudget';

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
  /** GraphQL endpoint; the configuration allows http on loopback only. */
  apiUrl: string;
  /** OAuth token endpoint, likewise. */
  tokenUrl: string;
  auth: LinearAuth;
  logger: LoggerService;
  clock: LinearClock;
  /** UUID v4. */
  newId: () => string;
  /** Version of this plugin, for the user agent. */
  version: string;
  /** Share (0 to 1) of each rate budget that background calls leave to others. */
  budgetReserve: number;
  /** Per request, in milliseconds. Default 15,000. */
  timeoutMs?: number;
  metrics: LinearMetrics;
  tokenStore: LinearTokenStore;
  rateLimitStore: LinearRateLimitStore;
  teamStore: LinearTeamStore;
  /** Repeats of interactive calls. Default 3 attempts, 250 ms doubling to 5 s, with jitter. */
  retry?: RetryOptions;
  /** Default: open after 5 consecutive failures, probe after 10 s. */
  circuit?: { failures: number; halfOpenAfterMs: number };
  /** How long a team's workflow states are believed, in milliseconds. Default 10 minutes. */
  statesTtlMs?: number;
};

/** The gateway; nothing is sent before the first call. */
export function createLinearGateway(
  options: LinearGatewayOptions,
): LinearGateway {
  const { auth, clock, logger, metrics } = options;
  const wire = {
    clock,
    timeoutMs: options.timeoutMs ?? 15_000,
    version: options.version,
  };
  const credentials =
    auth.kind === 'apiKey'
      ? apiKeyCredentials(auth.apiKey)
      : new OAuthCredentials({
          client: { ...auth, tokenUrl: options.tokenUrl },
          wire,
          store: options.tokenStore,
          logger,
          metrics,
        });
  const budget = new RateBudget({
    clock,
    logger,
    store: options.rateLimitStore,
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
  const run: Run = (operation, variables, call) =>
    requester.run(operation, variables, call);
  const remember = rememberTeams(options.teamStore, logger);
  const states = new WorkflowStates({
    run,
    remember,
    clock,
    ttlMs: options.statesTtlMs ?? 600_000,
  });

  return {
    ...issueOperations(run, states, options.newId),
    ...lookupOperations(run),
    ...changeOperations(requester),
    ...sweepOperations(run),
    readIssueTree: readIssueTree(run),
    statesOf: (teamId, call) => states.of(teamId, call),
    probe: probeLinear(run, remember, () => credentials.scopes()),
    status: () => ({
      ...requester.status(),
      ...budget.status(),
      token: credentials.token(),
    }),
    onRecovered: listener => requester.onRecovered(listener),
  };
}
