/** Proves who we are. */
export interface LinearCredentials {
  /** Value of the Authorization header. Throws LinearError where it cannot be had. */
  authorization(signal?: AbortSignal): Promise<string>;
  /** Linear rejected `authorization`: true where another one is at hand and a repeat makes sense. */
  renew(authorization: string, signal?: AbortSignal): Promise<boolean>;
  /** Linear rejected the renewed one too: renewals pause, so that a wrong secret is not tried at every call. */
  renewalDidNotHelp(): void;
  /** Epoch milliseconds; absent where there is no token or it does not end. */
  token(): { issuedAt: number; expiresAt: number } | undefined;
  /** Granted scopes; absent where unknown. */
  scopes(): string[] | undefined;
}

/** A personal API key, sent bare. */
export function apiKeyCredentials(apiKey: string): LinearCredentials {
  return {
    authorization: async () => apiKey,
    renew: async () => false,
    renewalDidNotHelp: () => undefined,
    token: () => undefined,
    scopes: () => undefined,
  };
}
