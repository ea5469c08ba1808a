import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';

const VERSION = 'v1';

const contentSchema = z.object({
  accessToken: z.string().min(1),
  scopes: z.array(z.string()),
});

export type TokenContent = z.infer<typeof contentSchema>;

/**
 * Seals access tokens for storage with AES-256-GCM. The key comes from the client secret, so that rotating the secret
 * retires the stored token; client, token endpoint and scopes are bound in, so that changing any of them does too.
 */
export class TokenSeal {
  readonly #key: Buffer;
  readonly #context: Buffer;

  constructor(options: {
    clientId: string;
    clientSecret: string;
    tokenUrl: string;
    scopes: string[];
  }) {
    this.#context = Buffer.from(
      JSON.stringify([
        VERSION,
        options.tokenUrl,
        options.clientId,
        [...options.scopes].sort(),
      ]),
    );
    this.#key = Buffer.from(
      hkdfSync(
        'sha256',
        options.clientSecret,
        'backstage-incidents',
        'linear-access-token',
        32,
      ),
    );
  }

  seal(content: TokenContent): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    cipher.setAAD(this.#context);
    const sealed = Buffer.concat([
      cipher.update(JSON.stringify(content), 'utf8'),
      cipher.final(),
    ]);
    return [VERSION, iv, sealed, cipher.getAuthTag()]
      .map(part => (Buffer.isBuffer(part) ? part.toString('base64url') : part))
      .join('.');
  }

  /** Undefined where it was sealed under another secret or configuration, or tampered with. */
  open(sealed: string): TokenContent | undefined {
    const [version, iv, content, tag, ...rest] = sealed.split('.');
    if (version !== VERSION || !iv || !content || !tag || rest.length > 0) {
      return undefined;
    }
    try {
      const decipher = createDecipheriv(
        'aes-256-gcm',
        this.#key,
        Buffer.from(iv, 'base64url'),
        { authTagLength: 16 },
      );
      decipher.setAAD(this.#context);
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      const text = Buffer.concat([
        decipher.update(Buffer.from(content, 'base64url')),
        decipher.final(),
      ]).toString('utf8');
      return contentSchema.parse(JSON.parse(text));
    } catch {
      // Not ours to read: a fresh token is requested instead.
      return undefined;
    }
  }
}
