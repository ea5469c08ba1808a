import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';

const contentSchema = z.object({
  accessToken: z.string().min(1),
  scopes: z.array(z.string()),
});

/** What identifies an OAuth app to its token endpoint. */
export type OAuthClient = {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
};

export type TokenContent = z.infer<typeof contentSchema>;

/**
 * Seals access tokens for storage with AES-256-GCM. The key comes from the client secret, so that rotating the secret
 * retires the stored token; client, token endpoint and scopes are bound in, so that changing any of them does too.
 */
export class TokenSeal {
  readonly #key: Buffer;
  readonly #context: Buffer;

  constructor({ clientId, clientSecret, tokenUrl, scopes }: OAuthClient) {
    this.#context = Buffer.from(
      JSON.stringify([VERSION, tokenUrl, clientId, [...scopes].sort()]),
    );
    this.#key = Buffer.from(
      hkdfSync(
        'sha256',
        clientSecret,
        'backstage-incidents',
        'linear-access-token',
        32,
      ),
    );
  }

  seal(content: TokenContent): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv(ALGORITHM, this.#key, iv);
    cipher.setAAD(this.#context);
    const sealed = Buffer.concat([
      cipher.update(JSON.stringify(content), 'utf8'),
      cipher.final(),
    ]);
    const parts = [iv, sealed, cipher.getAuthTag()];
    return [VERSION, ...parts.map(part => part.toString('base64url'))].join(
      '.',
    );
  }

  /** Undefined where it was sealed under another secret or configuration, or tampered with. */
  open(text: string): TokenContent | undefined {
    const [version, ...encoded] = text.split('.');
    const [iv, sealed, tag] = encoded.map(part =>
      Buffer.from(part, 'base64url'),
    );
    if (version !== VERSION || encoded.length !== 3 || !iv || !sealed || !tag) {
      return undefined;
    }
    try {
      const decipher = createDecipheriv(ALGORITHM, this.#key, iv, {
        authTagLength: 16,
      });
      decipher.setAAD(this.#context);
      decipher.setAuthTag(tag);
      const opened = Buffer.concat([decipher.update(sealed), decipher.final()]);
      return contentSchema.parse(JSON.parse(opened.toString('utf8')));
    } catch {
      // Not ours to read: a fresh token is requested instead.
      return undefined;
    }
  }
}
