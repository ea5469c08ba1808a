import { randomBytes } from 'node:crypto';
import { z } from 'zod';

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
  /**
   * `single`: a new token ends the one before. `parallel`: many live side by side as long as all have the same scopes;
   * asking for other scopes ends them all.
   */
  tokenMode: 'single' | 'parallel';
}

export const tokenRecord = z.object({
  token: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.number(),
});

export type TokenRecord = z.infer<typeof tokenRecord>;

/** 30 days less a second, as Linear says it. */
export const tokenLifetimeSeconds = 2_591_999;
const maxParallelTokens = 1_000;

/** The access tokens given out to OAuth clients. */
export class Tokens {
  #tokens: TokenRecord[];

  constructor(tokens: readonly TokenRecord[]) {
    this.#tokens = [...tokens];
  }

  issue(client: OAuthClient, scopes: string[], at: number): TokenRecord {
    const own = this.#tokens.filter(row => row.clientId === client.clientId);
    const others = this.#tokens.filter(row => row.clientId !== client.clientId);
    const sameScopes = own.every(
      row => [...row.scopes].sort().join() === [...scopes].sort().join(),
    );
    const keep =
      client.tokenMode === 'parallel' && sameScopes
        ? own.slice(1 - maxParallelTokens)
        : [];
    const token: TokenRecord = {
      token: `lin_oauth_${randomBytes(32).toString('hex')}`,
      clientId: client.clientId,
      scopes,
      expiresAt: at + tokenLifetimeSeconds * 1_000,
    };
    this.#tokens = [...others, ...keep, token];
    return token;
  }

  find(token: string, at: number): TokenRecord | undefined {
    return this.#tokens.find(row => row.token === token && row.expiresAt > at);
  }

  /** As when the client secret is rotated. */
  revokeAll(): void {
    this.#tokens = [];
  }

  toData(): TokenRecord[] {
    return this.#tokens;
  }
}
