import { createTokenSeal } from './TokenSeal';

const base = {
  clientId: 'client',
  clientSecret: 'secret',
  tokenUrl: 'https://api.linear.app/oauth/token',
  scopes: ['read', 'write'],
};
const content = {
  accessToken: 'lin_oauth_123',
  scopes: ['read', 'write'],
  issuedAt: 1_000,
  expiresAt: 2_000,
};

describe('the seal of a token', () => {
  it('opens what it sealed, and shows nothing of it', () => {
    const sealed = createTokenSeal(base).seal(content);
    expect(sealed).not.toContain('lin_oauth_123');
    expect(Buffer.from(sealed, 'base64').toString()).not.toContain('lin_oauth');
    expect(createTokenSeal(base).open(sealed)).toEqual(content);
  });

  it('seals the same token differently every time', () => {
    const seal = createTokenSeal(base);
    expect(seal.seal(content)).not.toBe(seal.seal(content));
  });

  it.each([
    ['client secret', { clientSecret: 'rotated' }],
    ['client', { clientId: 'another' }],
    ['token endpoint', { tokenUrl: 'https://example.com/token' }],
    ['scopes', { scopes: ['read'] }],
  ])('retires the token with another %s', (_, change) => {
    const sealed = createTokenSeal(base).seal(content);
    expect(
      createTokenSeal({ ...base, ...change }).open(sealed),
    ).toBeUndefined();
  });

  it('opens a token whatever the order of the scopes', () => {
    const sealed = createTokenSeal(base).seal(content);
    expect(
      createTokenSeal({ ...base, scopes: ['write', 'read'] }).open(sealed),
    ).toEqual(content);
  });

  it.each(['', 'v1', 'v1.a.b.c', 'v2.a.b.c', 'v1.a.b.c.d'])(
    'does not open "%s"',
    text => {
      expect(createTokenSeal(base).open(text)).toBeUndefined();
    },
  );

  it('does not open what was tampered with', () => {
    const sealed = createTokenSeal(base).seal(content);
    const [version, iv, text = '', tag] = sealed.split('.');
    const flipped = Buffer.from(text, 'base64url');
    flipped[0] = flipped[0] === 0 ? 1 : 0;
    expect(
      createTokenSeal(base).open(
        [version, iv, flipped.toString('base64url'), tag].join('.'),
      ),
    ).toBeUndefined();
  });
});
