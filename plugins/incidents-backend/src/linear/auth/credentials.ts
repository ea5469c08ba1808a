import { isLinearError } from '../LinearError';

/** Proves who we are. */
export interface LinearCredentials {
  /** Value of the Authorization header. Throws LinearError where it cannot be had. */
  authorization(signal?: AbortSignal): Promise<string>;
  /** Another one after Linear rejected this one; undefined where none can be had now. */
  renew(rejected: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Linear rejected the renewed one too: renewals pause, so that a wrong secret is not tried at every call. */
  renewalDidNotHelp(): void;
  /** Granted scopes; absent where unknown. */
  scopes(): string[] | undefined;
}

/** A personal API key, sent bare. */
export function apiKeyCredentials(apiKey: string): LinearCredentials {
  return {
    authorization: async () => apiKey,
    renew: async () => undefined,
    renewalDidNotHelp: () => undefined,
    scopes: () => undefined,
  };
}

/** Sends with the present credentials; where Linear rejects them, once more with renewed ones. */
export async function sendAuthorized<T>(
  credentials: LinearCredentials,
  signal: AbortSignal | undefined,
  send: (authorization: string) => Promise<T>,
): Promise<T> {
  const authorization = await credentials.authorization(signal);
  let renewed: string | undefined;
  try {
    return await send(authorization);
  } catch (error) {
    if (!isLinearError(error, 'unauthorized')) {
      throw error;
    }
    renewed = await credentials.renew(authorization, signal);
    // A 401 that is not Linear's own may be a proxy's and pass: it counts when it comes twice.
    if (renewed === undefined && !error.byStatusOnly) {
      throw error;
    }
  }
  try {
    return await send(renewed ?? authorization);
  } catch (error) {
    if (isLinearError(error, 'unauthorized')) {
      credentials.renewalDidNotHelp();
    }
    throw error;
  }
}
