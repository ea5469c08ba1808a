import type { LoggerService } from '@backstage/backend-plugin-api';
import { isLinearError, linearError } from '../LinearError';
import type { LinearMetrics, LinearTokenStore } from '../ports';
import { type Wire, abortable } from '../transport/send';
import type { LinearCredentials } from './credentials';
import { type IssuedToken, requestToken } from './requestToken';
import { type OAuthClient, TokenSeal } from './TokenSeal';

const DAY_MS = 24 * 3_600_000;
/** Longer than one token request may take. */
const LEASE_MS = 60_000;
const LEASE_POLL_MS = 250;
const PAUSE_AFTER_FAILED_RENEWAL_MS = 60_000;

type OAuthOptions = {
  client: OAuthClient;
  wire: Wire;
  store: LinearTokenStore;
  logger: LoggerService;
  metrics: LinearMetrics;
};

/**
 * OAuth client credentials. The replicas share one token through the store and only the holder of its lease requests
 * a new one: right where Linear allows one token only, where a new one would end the others', and where it allows many.
 */
export class OAuthCredentials implements LinearCredentials {
  readonly #options: OAuthOptions;
  readonly #seal: TokenSeal;
  #current?: IssuedToken;
  #rejected?: string;
  #renewing?: Promise<IssuedToken>;
  #renewalsPausedUntil = 0;
  #nextEarlyRenewalAt = 0;

  constructor(options: OAuthOptions) {
    this.#options = options;
    this.#seal = new TokenSeal(options.client);
  }

  async authorization(signal?: AbortSignal): Promise<string> {
    const now = this.#options.wire.clock.now();
    const current = this.#usable(this.#current) ? this.#current : undefined;
    if (
      current &&
      (!this.#isAging(current) || now < this.#nextEarlyRenewalAt)
    ) {
      return bearer(current);
    }
    try {
      return bearer(await this.#obtain(signal));
    } catch (error) {
      // A day early there is time: the old token still works, and the renewal is tried again soon.
      if (current && isLinearError(error)) {
        this.#nextEarlyRenewalAt = now + PAUSE_AFTER_FAILED_RENEWAL_MS;
        this.#options.logger.warn(
          `The Linear token could not be renewed early (${error.kind}); the present one is used until it ends`,
        );
        return bearer(current);
      }
      throw error;
    }
  }

  async renew(authorization: string, signal?: AbortSignal): Promise<boolean> {
    if (this.#options.wire.clock.now() < this.#renewalsPausedUntil) {
      return false;
    }
    this.#rejected = authorization;
    const token = await this.#obtain(signal);
    return bearer(token) !== authorization;
  }

  renewalDidNotHelp(): void {
    this.#renewalsPausedUntil =
      this.#options.wire.clock.now() + PAUSE_AFTER_FAILED_RENEWAL_MS;
  }

  token() {
    return (
      this.#current && {
        issuedAt: this.#current.issuedAt,
        expiresAt: this.#current.expiresAt,
      }
    );
  }

  scopes() {
    return this.#current?.scopes;
  }

  /** Single flight in this process; the callers' signals end their waiting, not the shared work. */
  async #obtain(signal?: AbortSignal): Promise<IssuedToken> {
    signal?.throwIfAborted();
    this.#renewing ??= this.#fromStoreOrLinear().finally(() => {
      this.#renewing = undefined;
    });
    this.#current = await abortable(this.#renewing, signal);
    return this.#current;
  }

  async #fromStoreOrLinear(): Promise<IssuedToken> {
    const { store, wire } = this.#options;
    const { clock } = wire;
    const deadline = clock.now() + LEASE_MS;
    for (;;) {
      const stored = await this.#stored();
      if (stored) {
        return stored;
      }
      const lease = await store.acquireLease(LEASE_MS);
      if (lease) {
        try {
          // Another replica may have been done just before the lease became ours.
          return (await this.#stored()) ?? (await this.#request());
        } finally {
          await lease.release();
        }
      }
      if (clock.now() >= deadline) {
        throw linearError(
          { kind: 'unavailable', operation: 'token' },
          'another replica has been renewing the token for too long',
        );
      }
      await clock.sleep(LEASE_POLL_MS);
    }
  }

  async #stored(): Promise<IssuedToken | undefined> {
    const sealed = await this.#options.store.read();
    const content = sealed && this.#seal.open(sealed.sealed);
    const token = sealed &&
      content && {
        ...content,
        issuedAt: sealed.issuedAt,
        expiresAt: sealed.expiresAt,
      };
    return this.#usable(token) && token && !this.#isAging(token)
      ? token
      : undefined;
  }

  async #request(): Promise<IssuedToken> {
    const { store, logger, metrics, wire, client } = this.#options;
    const token = await requestToken(wire, client);
    await store.write({
      sealed: this.#seal.seal({
        accessToken: token.accessToken,
        scopes: token.scopes,
      }),
      issuedAt: token.issuedAt,
      expiresAt: token.expiresAt,
    });
    metrics.tokenRenewed();
    logger.info(
      `Linear issued a token that ends ${new Date(
        token.expiresAt,
      ).toISOString()}`,
    );
    return token;
  }

  #usable(token: IssuedToken | undefined): boolean {
    return (
      token !== undefined &&
      token.expiresAt > this.#options.wire.clock.now() &&
      bearer(token) !== this.#rejected
    );
  }

  /** In its last day, or, for tokens of a few days or less, in its last tenth. */
  #isAging(token: IssuedToken): boolean {
    const margin = Math.min(DAY_MS, (token.expiresAt - token.issuedAt) / 10);
    return this.#options.wire.clock.now() > token.expiresAt - margin;
  }
}

function bearer(token: IssuedToken): string {
  return `Bearer ${token.accessToken}`;
}
