import { CallerKind } from '../limits/RateLimits';
import { LinearError } from '../store/LinearError';
import { OAuthClient, Tokens } from './Tokens';

export interface AuthSettings {
  apiKeys: string[];
  oauthClients: OAuthClient[];
}

export interface Caller {
  kind: CallerKind;
  /** The OAuth client whose app user acts. */
  clientId: string;
  scopes: readonly string[];
}

/** API keys have no prefix, OAuth tokens are sent as Bearer. Throws a LinearError that carries the HTTP status. */
export function authenticate(options: {
  authorization: string | undefined;
  settings: AuthSettings;
  tokens: Tokens;
  at: number;
}): Caller {
  const { authorization, settings, tokens, at } = options;
  if (!authorization) {
    throw unauthenticated('Authentication required, not authenticated');
  }
  const bearer = /^Bearer\s+(.+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) {
    if (settings.apiKeys.includes(bearer)) {
      throw new LinearError({
        message:
          "It looks like you're trying to use an API key as a Bearer token. Remove the Bearer prefix from the Authorization header.",
        type: 'authentication error',
        code: 'INPUT_ERROR',
        status: 400,
      });
    }
    const token = tokens.find(bearer, at);
    if (!token) throw unauthenticated('Authentication failed');
    return {
      kind: 'oauthApp',
      clientId: token.clientId,
      scopes: token.scopes,
    };
  }
  if (!settings.apiKeys.includes(authorization)) {
    throw unauthenticated('Authentication failed');
  }
  return {
    kind: 'apiKey',
    clientId: settings.oauthClients[0]?.clientId ?? 'api-key',
    scopes: ['read', 'write'],
  };
}

function unauthenticated(message: string): LinearError {
  return new LinearError({
    message,
    type: 'authentication error',
    code: 'AUTHENTICATION_ERROR',
    presentable: 'You need to authenticate to access this operation.',
    status: 401,
  });
}
