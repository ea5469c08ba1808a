import type { LoggerService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import { parseJson, withoutNulls } from '../../json';
import { isLinearError, linearError } from '../LinearError';
import type { LinearMetrics, LinearTokenStore } from '../ports';
import { fromStatus } from '../transport/readData';
import { readHeaders } from '../transport/responseHeaders';
import { type Wire, abortable, sendForm } from '../transport/send';
import type { LinearCredentials } from './credentials';
import {
  type IssuedToken,
  type OAuthClient,
  createTokenSeal,
} from './TokenSeal';

const operation = 'token';
const DAY_MS = 24 * 3_600_000;
/** Longer than one token request may take. */
const LEASE_MS = 60_000;
const LEASE_POLL_MS = 250;
const PAUSE_AFTER_FAILED_RENEWAL_MS = 60_000;

/**
 * OAuth client credentials. The replicas share one token through the store and only the holder of its lease requests
 * a new one: right where Linear allows one token only, where a new one would end the others', and where it allows many.
 */
export function oauthCredentials(
  deps: Wire & {
    client: OAuthClient;
    tokenStore: LinearTokenStore;
    logger: LoggerService;
    metrics: LinearMetrics;
  },
): LinearCredentials {
  const { client, clock, tokenStore: store, logger, metrics } = deps;
  const seal = createTokenSeal(client);
  let current: IssuedToken | undefined;
  let rejected: string | undefined;
  let renewing: Promise<IssuedToken> | undefined;
  let renewalsPausedUntil = 0;
  let nextEarlyRenewalAt = 0;

  const isUsable = (token: IssuedToken) =>
    token.expiresAt > clock.now() && bearer(token) !== rejected;

  async function readStored(): Promise<IssuedToken | undefined> {
    const sealed = await store.read();
    const token = sealed === undefined ? undefined : seal.open(sealed);
    return token && isUsable(token) && !isAging(token, clock.now())
      ? token
      : undefined;
  }

  async function request(): Promise<IssuedToken> {
    const token = await requestToken(deps, client);
    const { issuedAt, expiresAt } = token;
    await store.write({ sealed: seal.seal(token), issuedAt, expiresAt });
    metrics.tokenRenewed();
    const end = new Date(expiresAt).toISOString();
    logger.info(`Linear issued a token that ends ${end}`);
    return token;
  }

  async function readOrRequest(): Promise<IssuedToken> {
    const deadline = clock.now() + LEASE_MS;
    for (;;) {
      const stored = await readStored();
      if (stored) {
        return stored;
      }
      const lease = await store.acquireLease(LEASE_MS);
      if (lease) {
        try {
          // Another replica may have been done just before the lease became ours.
          return (await readStored()) ?? (await request());
        } finally {
          await lease.release();
        }
      }
      if (clock.now() >= deadline) {
        throw linearError(
          { kind: 'unavailable', operation },
          'another replica has been renewing the token for too long',
        );
      }
      await clock.sleep(LEASE_POLL_MS);
    }
  }

  /** Single flight in this process; the callers' signals end their waiting, not the shared work. */
  async function obtain(signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted();
    renewing ??= readOrRequest().finally(() => {
      renewing = undefined;
    });
    current = await abortable(renewing, signal);
    return bearer(current);
  }

  return {
    async authorization(signal) {
      const now = clock.now();
      const usable = current && isUsable(current) ? current : undefined;
      if (usable && (!isAging(usable, now) || now < nextEarlyRenewalAt)) {
        return bearer(usable);
      }
      try {
        return await obtain(signal);
      } catch (error) {
        // A day early there is time: the old token still works, and the renewal is tried again soon.
        if (usable && isLinearError(error)) {
          nextEarlyRenewalAt = now + PAUSE_AFTER_FAILED_RENEWAL_MS;
          logger.warn(
            `The Linear token could not be renewed early (${error.kind}); the present one is used until it ends`,
          );
          return bearer(usable);
        }
        throw error;
      }
    },

    async renew(authorization, signal) {
      if (clock.now() < renewalsPausedUntil) {
        return undefined;
      }
      rejected = authorization;
      const renewed = await obtain(signal);
      return renewed === authorization ? undefined : renewed;
    },

    renewalDidNotHelp() {
      renewalsPausedUntil = clock.now() + PAUSE_AFTER_FAILED_RENEWAL_MS;
    },

    scopes: () => current?.scopes,
  };
}

/** In its last day, or, for tokens of a few days or less, in its last tenth. */
function isAging({ issuedAt, expiresAt }: IssuedToken, now: number): boolean {
  return now > expiresAt - Math.min(DAY_MS, (expiresAt - issuedAt) / 10);
}

function bearer(token: IssuedToken): string {
  return `Bearer ${token.accessToken}`;
}

/** Assumed where no lifetime is given; a token that ends earlier is renewed when Linear rejects it. */
const DEFAULT_LIFETIME_SECONDS = 24 * 3_600;

/**
 * Apps from before December 2023 get their scopes as a list. OAuth leaves out scopes that equal the requested ones, and may
 * leave out the lifetime.
 */
const responseSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(DEFAULT_LIFETIME_SECONDS),
  scope: z
    .union([
      z.string().transform(text => text.split(/[\s,]+/).filter(Boolean)),
      z.array(z.string()),
    ])
    .optional(),
});

const oauthErrorSchema = z.object({ error: z.string() });

/** One client-credentials request; form-encoded, with the one fixed scope string. */
export async function requestToken(
  wire: Wire,
  client: OAuthClient,
): Promise<IssuedToken> {
  const { status, headers, body } = await sendForm(wire, {
    operation,
    url: client.tokenUrl,
    form: {
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope: client.scopes.join(','),
    },
  });
  const receivedAt = wire.clock.now();
  const json = parseJson(body);
  if (status < 200 || status > 299) {
    const isOAuthError = oauthErrorSchema.safeParse(json).success;
    throw isOAuthError && [400, 401, 403].includes(status)
      ? linearError(
          { kind: 'unauthorized', operation, status },
          'check clientId, clientSecret, scopes, and that client credentials are enabled for the OAuth app',
        )
      : fromStatus({
          operation,
          status,
          headers: readHeaders(headers, receivedAt),
          receivedAt,
        });
  }
  const token = responseSchema.safeParse(withoutNulls(json));
  if (!token.success) {
    throw linearError({ kind: 'malformed', operation, status });
  }
  return {
    accessToken: token.data.access_token,
    scopes: token.data.scope ?? client.scopes,
    issuedAt: receivedAt,
    expiresAt: receivedAt + token.data.expires_in * 1000,
  };
}
