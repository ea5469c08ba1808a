import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';

const tokenSchema = z.object({
  accessToken: z.string().min(1),
  scopes: z.array(z.string()),
  issuedAt: z.number(),
  expiresAt: z.number(),
});

/** An access token as the token endpoint issued it. Instants are epoch milliseconds. */
export type IssuedToken = z.infer<typeof tokenSchema>;

/** What identifies an OAuth app to its token endpoint. */
export type OAuthClient = {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
};

/**
 * Seals access tokens for storage with AES-256-GCM. The key comes from the client secret, so that rotating the secret
 * retires the stored token; client, token endpoint and scopes are bound in, so that changing any of them does too.
 */
export function createTokenSeal(client: OAuthClient) {
  const { clientId, clientSecret, tokenUrl, scopes } = client;
  const context = Buffer.from(
    JSON.stringify([VERSION, tokenUrl, clientId, [...scopes].sort()]),
  );
  const [salt, info] = ['backstage-incidents', 'linear-access-token'];
  const key = Buffer.from(hkdfSync('sha256', clientSecret, salt, info, 32));

  return {
    seal(token: IssuedToken): string {
      const iv = randomBytes(12);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(context);
      const sealed = Buffer.concat([
        cipher.update(JSON.stringify(token), 'utf8'),
        cipher.final(),
      ]);
      const parts = [iv, sealed, cipher.getAuthTag()];
      return [VERSION, ...parts.map(part => part.toString('base64url'))].join(
        '.',
      );
    },

    /** Undefined where it was sealed under another secret or configuration, or tampered with. */
    open(text: string): IssuedToken | undefined {
      const [version, ...encoded] = text.split('.');
      if (version !== VERSION || encoded.length !== 3) {
        return undefined;
      }
      const [iv, sealed, tag] = encoded.map(part =>
        Buffer.from(part, 'base64url'),
      );
      try {
        const decipher = createDecipheriv(ALGORITHM, key, iv, {
          authTagLength: 16,
        });
        decipher.setAAD(context).setAuthTag(tag);
        const opened = Buffer.concat([
          decipher.update(sealed),
          decipher.final(),
        ]);
        return tokenSchema.parse(JSON.parse(opened.toString('utf8')));
      } catch {
        // Not ours to read: a fresh token is requested instead.
        return undefined;
      }
    },
  };
}
