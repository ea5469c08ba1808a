import { z } from 'zod';
import { withoutNulls } from '../../withoutNulls';
import { linearError } from '../LinearError';
import { fromStatus } from '../transport/readData';
import { readHeaders } from '../transport/responseHeaders';
import { type Wire, sendForm } from '../transport/send';
import type { IssuedToken, OAuthClient } from './TokenSeal';

const operation = 'token';

/** Assumed where no lifetime is given; a token that ends earlier is renewed when Linear rejects it. */
const DEFAULT_LIFETIME_SECONDS = 24 * 3_600;

/**
 * Apps from before December 2023 get their scopes as a list. OAuth leaves out scopes that equal the requested ones, and may
 * leave out the lifetime.
 */
const tokenSchema = z.object({
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
  const json = parse(body);
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
  const token = tokenSchema.safeParse(withoutNulls(json));
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON fails the checks that follow.
    return undefined;
  }
}
