import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createLinearRateLimits, createLinearTokens } from './linearMemory';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

describe.each(testDatabases.eachSupportedId())(
  'what replicas share about Linear on %p',
  databaseId => {
    it('is one token, replaced as a whole', async () => {
      const database = await openTestDatabase(databaseId);
      const tokens = createLinearTokens(database);
      await expect(tokens.read()).resolves.toBeUndefined();
      const token = {
        sealed: 'sealed',
        issuedAt: 1_763_700_000_000,
        expiresAt: 1_766_300_000_000,
      };
      await tokens.write(token);
      await expect(tokens.read()).resolves.toBe('sealed');
      const renewed = {
        ...token,
        sealed: 'again',
        issuedAt: 1_766_000_000_000,
      };
      await tokens.write(renewed);
      await expect(tokens.read()).resolves.toBe('again');
    });

    it('is renewed by one of them', async () => {
      const database = await openTestDatabase(databaseId);
      const tokens = createLinearTokens(database);
      const lease = await tokens.acquireLease(60_000);
      await expect(tokens.acquireLease(60_000)).resolves.toBeUndefined();
      await lease?.release();
      await expect(tokens.acquireLease(60_000)).resolves.toBeDefined();
    });

    it('is the latest of the limits that were hit', async () => {
      const database = await openTestDatabase(databaseId);
      const limits = createLinearRateLimits(database, Date.now);
      await expect(limits.read()).resolves.toBeUndefined();
      const until = Date.now() + 60_000;
      await limits.note({ until, bucket: 'points' });
      await limits.note({ until: until - 10_000, bucket: 'requests' });
      const note = await limits.read();
      expect(note?.bucket).toBe('points');
      expect(Math.abs((note?.until ?? 0) - until)).toBeLessThan(2_000);
    });

    it.each([-HOUR, HOUR])(
      'is a limit of the same length for a replica whose clock is %d ms off',
      async off => {
        const database = await openTestDatabase(databaseId);
        const right = createLinearRateLimits(database, Date.now);
        const wrongNow = () => Date.now() + off;
        const wrong = createLinearRateLimits(database, wrongNow);
        await wrong.note({ until: wrongNow() + 60_000, bucket: 'points' });
        for (const [limits, now] of [
          [right, Date.now],
          [wrong, wrongNow],
        ] as const) {
          const left = ((await limits.read())?.until ?? 0) - now();
          expect(Math.abs(left - 60_000)).toBeLessThan(5_000);
        }
      },
    );
  },
);
