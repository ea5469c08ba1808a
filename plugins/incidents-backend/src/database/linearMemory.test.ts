import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { Leases } from './Leases';
import { LinearRateLimits } from './LinearRateLimits';
import { LinearTokens } from './LinearTokens';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'what replicas share about Linear on %p',
  databaseId => {
    it('is one token, replaced as a whole', async () => {
      const database = await openTestDatabase(databaseId);
      const tokens = new LinearTokens({
        database,
        leases: new Leases(database),
      });
      await expect(tokens.read()).resolves.toBeUndefined();
      const token = {
        sealed: 'sealed',
        issuedAt: 1_763_700_000_000,
        expiresAt: 1_766_300_000_000,
      };
      await tokens.write(token);
      await expect(tokens.read()).resolves.toEqual(token);
      const renewed = {
        ...token,
        sealed: 'again',
        issuedAt: 1_766_000_000_000,
      };
      await tokens.write(renewed);
      await expect(tokens.read()).resolves.toEqual(renewed);
    });

    it('is renewed by one of them', async () => {
      const database = await openTestDatabase(databaseId);
      const tokens = new LinearTokens({
        database,
        leases: new Leases(database),
      });
      const lease = await tokens.acquireLease(60_000);
      await expect(tokens.acquireLease(60_000)).resolves.toBeUndefined();
      await lease?.release();
      await expect(tokens.acquireLease(60_000)).resolves.toBeDefined();
    });

    it('is the latest of the limits that were hit', async () => {
      const limits = new LinearRateLimits(await openTestDatabase(databaseId));
      await expect(limits.read()).resolves.toBeUndefined();
      await limits.note({ until: 1_763_700_002_000.4, bucket: 'points' });
      await limits.note({ until: 1_763_700_001_000, bucket: 'requests' });
      await expect(limits.read()).resolves.toEqual({
        until: 1_763_700_002_001,
        bucket: 'points',
      });
    });
  },
);
