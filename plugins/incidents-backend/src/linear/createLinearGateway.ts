import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LinearGateway } from './LinearGateway';
import type {
  LinearClock,
  LinearMetrics,
  LinearRateLimitStore,
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
  throw new Error(`not built yet: ${options.version}`);
}
