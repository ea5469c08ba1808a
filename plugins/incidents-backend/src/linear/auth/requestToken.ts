import { z } from 'zod';
import {
  LinearMalformedError,
  LinearUnauthorizedError,
  LinearUnavailableError,
} from '../LinearError';
import { classifyResponse } from '../transport/classifyResponse';
import type { HttpTransport } from '../transport/HttpTransport';
import type { TokenContent } from './TokenSeal';

const OPERATION = 'token';

/** Believed where no lifetime is told; a token that ends earlier is renewed when it is refused. */
const DEFAULT_LIFETIME_SECONDS = 24 * 3_600;

/**
 * Apps from before December 2023 get their scopes as a list. OAuth leaves out scopes that are as asked for, and may
 * leave out the lifetime.
 */
const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce
    .number()
    .positive()
    .nullish()
    .transform(seconds => seconds ?? DEFAULT_LIFETIME_SECONDS),
  scope: z
    .union([
      z.string().transform(text => text.split(/[\s,]+/)),
      z.array(z.string()),
    ])
    .nullish()
    .transform(scopes => scopes?.filter(Boolean)),
});

export type IssuedToken = TokenContent & {
  issuedAt: number;
  expiresAt: number;
};

/** One client-credentials request; form-encoded, with the one fixed scope string. */
export async function requestToken(options: {
  transport: HttpTransport;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  signal?: AbortSignal;
}): Promise<IssuedToken> {
  const response = await options.transport.post({
    operation: OPERATION,
    url: options.tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: options.clientId,
      client_secret: options.clientSecret,
      scope: options.scopes.join(','),
    }).toString(),
    signal: options.signal,
  });
  const details = { operation: OPERATION, status: response.status };
  const json = parse(response.body);
  if (response.status < 200 || response.status > 299) {
    const isOAuthError = z
      .object({ error: z.string() })
      .safeParse(json).success;
    if (isOAuthError && [400, 401, 403].includes(response.status)) {
      throw new LinearUnauthorizedError(
        'Linear issues no token to the configured OAuth client: check clientId, clientSecret, scopes, and that client credentials are enabled for the app',
        details,
      );
    }
    const classified = classifyResponse(response);
    throw classified.outcome === 'error'
      ? classified.error
      : new LinearUnavailableError('Linear issues no token now', details);
  }
  const answer = answerSchema.safeParse(json);
  if (!answer.success) {
    throw new LinearMalformedError(
      'Linear answered the token request with something else than a token',
      details,
    );
  }
  return {
    accessToken: answer.data.access_token,
    scopes: answer.data.scope ?? options.scopes,
    issuedAt: response.receivedAt,
    expiresAt: response.receivedAt + answer.data.expires_in * 1000,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON fails the checks that follow.
    return undefined;
  }
}
