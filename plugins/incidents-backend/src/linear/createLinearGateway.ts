import type { LoggerService } from '@backstage/backend-plugin-api';
import { apiKeyCredentials } from './auth/credentials';
import { oauthCredentials } from './auth/OAuthCredentials';
import type {
  LinearCall,
  LinearStatus,
  LinearClock,
  LinearMetrics,
  LinearRateLimitStore,
  LinearTeamStore,
  LinearTokenStore,
} from './ports';
import { changeOperations } from './operations/changes';
import { issueOperations } from './operations/issues';
import { readIssueTree } from './operations/issueTree';
import { relationOperations } from './operations/relations';
import { lookupOperations } from './operations/lookups';
import { manyIssuesOperations } from './operations/manyIssues';
import type { Run } from './operations/operation';
import { type ProbeExpectation, probeLinear } from './operations/probe';
import { createWorkflowStates } from './operations/states';
import { createLinearRequester } from './transport/LinearRequester';
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

const DEFAULTS = {
  /** Per request. */
  timeoutMs: 15_000,
  /** Repeats of interactive calls, with jitter. */
  retry: { attempts: 3, initialDelayMs: 250, maxDelayMs: 5_000 },
  /** Opens after so many failures in a row, and lets a call through after a while. */
  circuit: { failures: 5, halfOpenAfterMs: 10_000 },
  /** How long a team's workflow states are believed. */
  statesTtlMs: 600_000,
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
  metrics: LinearMetrics;
  tokenStore: LinearTokenStore;
  rateLimitStore: LinearRateLimitStore;
  teamStore: LinearTeamStore;
} & Partial<typeof DEFAULTS>;

/**
 * Linear, as the rest of the plugin knows it. Every method throws the LinearError family, or the reason of the given
 * signal; every list it returns is complete, or says in the type that it is not. Nothing is sent before the first call.
 */
export type LinearGateway = ReturnType<typeof createLinearGateway>;

export function createLinearGateway(options: LinearGatewayOptions) {
  const settings = { ...DEFAULTS, ...options };
  const { auth, tokenUrl } = settings;
  const credentials =
    auth.kind === 'apiKey'
      ? apiKeyCredentials(auth.apiKey)
      : oauthCredentials({ ...settings, client: { ...auth, tokenUrl } });
  const budget = createRateBudget(settings);
  const requester = createLinearRequester({ ...settings, credentials, budget });
  const run: Run = async (operation, variables, call) =>
    (await requester.request(operation, variables, call)).data;
  const states = createWorkflowStates({ ...settings, run });

  return {
    ...issueOperations(run, states, settings.newId),
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
    ) => probeLinear({ run, states, credentials }, expected, teamIds, call),
    status: (): LinearStatus => ({ ...requester.status(), ...budget.status() }),
    onRecovered: requester.onRecovered,
  };
}
