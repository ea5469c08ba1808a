import { randomBytes } from 'node:crypto';
import { z } from 'zod';

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
  /**
   * `single`: a new token revokes the previous one. `parallel`: many are valid at once if all have the same scopes;
   * a request for other scopes revokes them all.
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

/** 30 days less a second, as Linear reports it. */
export const tokenLifetimeSeconds = 2_591_999;
const maxParallelTokens = 1_000;

/** The access tokens issued to OAuth clients. */
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

  /** Like rotating the client secret. */
  revokeAll(): void {
    this.#tokens = [];
  }

  toData(): TokenRecord[] {
    return this.#tokens;
  }
}
