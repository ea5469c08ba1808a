import type { LoggerService } from '@backstage/backend-plugin-api';
import { apiKeyCredentials } from './auth/credentials';
import { oauthCredentials } from './auth/OAuthCredentials';
import type { LinearCall } from './LinearCall';
import type { LinearStatus } from './LinearStatus';
import { changeOperations } from './operations/changes';
import { issueOperations } from './operations/issues';
import { readIssueTree } from './operations/issueTree';
import { relationOperations } from './operations/relations';
import { lookupOperations } from './operations/lookups';
import { manyIssuesOperations } from './operations/manyIssues';
import type { Run } from './operations/operation';
import { type ProbeExpectation, probeLinear } from './operations/probe';
import { createWorkflowStates, rememberTeams } from './operations/states';
import type {
  LinearClock,
  LinearMetrics,
  LinearRateLimitStore,
  LinearTeamStore,
  LinearTokenStore,
} from './ports';
import {
  type CircuitOptions,
  type RetryOptions,
  createLinearRequester,
} from './transport/LinearRequester';
import { createRateBudget } from './transport/RateBudget';

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
  circuit?: CircuitOptions;
  /** How long a team's workflow states are believed, in milliseconds. Default 10 minutes. */
  statesTtlMs?: number;
};

/**
 * Linear, as the rest of the plugin knows it. Every method throws the LinearError family, or the reason of the given
 * signal; every list it returns is complete, or says in the type that it is not. Nothing is sent before the first call.
 */
export type LinearGateway = ReturnType<typeof createLinearGateway>;

export function createLinearGateway(options: LinearGatewayOptions) {
  const { auth, clock, logger, metrics } = options;
  const wire = {
    clock,
    timeoutMs: options.timeoutMs ?? 15_000,
    version: options.version,
  };
  const credentials =
    auth.kind === 'apiKey'
      ? apiKeyCredentials(auth.apiKey)
      : oauthCredentials({
          client: { ...auth, tokenUrl: options.tokenUrl },
          wire,
          store: options.tokenStore,
          logger,
          metrics,
        });
  const budget = createRateBudget({
    clock,
    logger,
    store: options.rateLimitStore,
    reserve: options.budgetReserve,
  });
  const requester = createLinearRequester({
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
  const run: Run = async (operation, variables, call) =>
    (await requester.request(operation, variables, call)).data;
  const remember = rememberTeams(options.teamStore, logger);
  const states = createWorkflowStates({
    run,
    remember,
    now: () => clock.now(),
    ttlMs: options.statesTtlMs ?? 600_000,
  });
  const probeDeps = { run, remember, scopes: () => credentials.scopes() };

  return {
    ...issueOperations(run, states, options.newId),
    ...manyIssuesOperations(run),
    ...lookupOperations(run),
    ...changeOperations(requester),
    ...relationOperations(run, options.newId),
    readIssueTree: (idOrIdentifier: string, call: LinearCall) =>
      readIssueTree(run, idOrIdentifier, call),
    statesOf: states.statesOf,
    probe: (
      expected: readonly ProbeExpectation[],
      teamIds: readonly string[],
      call: LinearCall,
    ) => probeLinear(probeDeps, expected, teamIds, call),
    status: (): LinearStatus => ({ ...requester.status(), ...budget.status() }),
    onRecovered: requester.onRecovered,
  };
}
