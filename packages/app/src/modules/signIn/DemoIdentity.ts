import {
  BackstageUserIdentity,
  DiscoveryApi,
  IdentityApi,
  ProfileInfo,
} from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { DemoAccount } from './demoAccounts';

const sessionSchema = z.object({
  profile: z.object({
    email: z.string().optional(),
    displayName: z.string().optional(),
    picture: z.string().optional(),
  }),
  backstageIdentity: z.object({
    token: z.string(),
    expiresInSeconds: z.number().optional(),
    identity: z.object({
      type: z.literal('user'),
      userEntityRef: z.string(),
      ownershipEntityRefs: z.array(z.string()),
    }),
  }),
});

type Session = z.infer<typeof sessionSchema>;

/** A token is renewed this long before it expires, in milliseconds. */
const RENEWAL_MARGIN = 5 * 60 * 1000;

/** Assumed when the backend does not say how long a token lasts, in seconds. */
const FALLBACK_LIFETIME = 10 * 60;

/**
 * Identity of a demo account. Its token is renewed when needed; concurrent
 * renewals share one request.
 */
export class DemoIdentity implements IdentityApi {
  readonly #account: DemoAccount;
  readonly #discoveryApi: DiscoveryApi;
  readonly #onSignOut: () => void;
  #session: Promise<Session> | undefined;
  #renewAt = 0;

  private constructor(options: DemoIdentityOptions) {
    this.#account = options.account;
    this.#discoveryApi = options.discoveryApi;
    this.#onSignOut = options.onSignOut;
  }

  /**
   * Signs the account in.
   *
   * @throws ResponseError when the backend rejects the account
   */
  static async create(options: DemoIdentityOptions): Promise<DemoIdentity> {
    const identity = new DemoIdentity(options);
    await identity.#getSession();
    return identity;
  }

  async getProfileInfo(): Promise<ProfileInfo> {
    const { profile } = await this.#getSession();
    return { displayName: this.#account.displayName, ...profile };
  }

  async getBackstageIdentity(): Promise<BackstageUserIdentity> {
    return (await this.#getSession()).backstageIdentity.identity;
  }

  async getCredentials(): Promise<{ token?: string }> {
    return { token: (await this.#getSession()).backstageIdentity.token };
  }

  async signOut(): Promise<void> {
    this.#onSignOut();
  }

  #getSession(): Promise<Session> {
    if (this.#session && Date.now() < this.#renewAt) {
      return this.#session;
    }
    // Concurrent callers share it until the response says how long it lasts
    this.#renewAt = Number.POSITIVE_INFINITY;
    const session = this.#fetchSession();
    this.#session = session;
    session.then(
      ({ backstageIdentity }) => {
        const lifetime =
          backstageIdentity.expiresInSeconds ?? FALLBACK_LIFETIME;
        this.#renewAt = Date.now() + lifetime * 1000 - RENEWAL_MARGIN;
      },
      () => {
        this.#session = undefined;
      },
    );
    return session;
  }

  async #fetchSession(): Promise<Session> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('auth');
    const response = await fetch(`${baseUrl}/${this.#account.refreshPath}`, {
      method: 'POST',
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return sessionSchema.parse(await response.json());
  }
}

/** What {@link DemoIdentity.create} needs. */
export type DemoIdentityOptions = {
  account: DemoAccount;
  discoveryApi: DiscoveryApi;
  /** Called once the account signs out. */
  onSignOut: () => void;
};
