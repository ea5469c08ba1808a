import { AuthSettings } from './authenticate';
import { OAuthClient, tokenLifetimeSeconds, Tokens } from './Tokens';

const knownScopes = [
  'read',
  'write',
  'issues:create',
  'comments:create',
  'timeSchedule:write',
  'app:assignable',
  'app:mentionable',
  'customer:read',
  'customer:write',
  'initiative:read',
  'initiative:write',
];

/** `POST /oauth/token` with grant type client_credentials; form-encoded only. */
export function tokenEndpoint(options: {
  contentType: string | undefined;
  authorization: string | undefined;
  body: string;
  settings: AuthSettings;
  tokens: Tokens;
  at: number;
}): { status: number; body: Record<string, unknown> } {
  const { contentType, authorization, body, settings, tokens, at } = options;
  if (!contentType?.startsWith('application/x-www-form-urlencoded')) {
    return refused(400, 'invalid_request', 'The body must be form-encoded');
  }
  const form = new URLSearchParams(body);
  if (form.get('grant_type') !== 'client_credentials') {
    return refused(
      400,
      'unsupported_grant_type',
      'Only the client_credentials grant is supported',
    );
  }
  const client = authenticatedClient(authorization, form, settings);
  if (!client) {
    return refused(401, 'invalid_client', 'Client authentication failed');
  }
  const scopes = (form.get('scope') ?? '').split(/[\s,]+/).filter(Boolean);
  if (scopes.length === 0) {
    return refused(400, 'invalid_scope', 'The scope parameter is required');
  }
  const unknown = scopes.find(scope => !knownScopes.includes(scope));
  if (unknown !== undefined) {
    return refused(
      400,
      'invalid_scope',
      unknown === 'admin'
        ? 'The admin scope cannot be combined with actor=app'
        : 'An unknown scope was requested',
    );
  }
  const token = tokens.issue(client, [...new Set(['read', ...scopes])], at);
  return {
    status: 200,
    body: {
      access_token: token.token,
      token_type: 'Bearer',
      expires_in: tokenLifetimeSeconds,
      scope: token.scopes.join(' '),
    },
  };
}

function authenticatedClient(
  authorization: string | undefined,
  form: URLSearchParams,
  settings: AuthSettings,
): OAuthClient | undefined {
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
  const [id, secret] = basic
    ? splitBasic(Buffer.from(basic, 'base64').toString('utf8'))
    : [form.get('client_id'), form.get('client_secret')];
  return settings.oauthClients.find(
    client => client.clientId === id && client.clientSecret === secret,
  );
}

function splitBasic(text: string): [string, string] {
  const colon = text.indexOf(':');
  return [
    decodeURIComponent(text.slice(0, colon)),
    decodeURIComponent(text.slice(colon + 1)),
  ];
}

function refused(status: number, error: string, description: string) {
  return { status, body: { error, error_description: description } };
}
