import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { Leases } from './Leases';

jest.setTimeout(60_000);

describe('Leases', () => {
  it.each(testDatabases.eachSupportedId())(
    'give one of many contenders the key, %p',
    async databaseId => {
      const leases = new Leases(await openTestDatabase(databaseId));
      const taken = await Promise.all(
        Array.from({ length: 8 }, () =>
          leases.acquire({ key: 'refresh:1', milliseconds: 60_000 }),
        ),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      await expect(
        leases.acquire({ key: 'refresh:2', milliseconds: 60_000 }),
      ).resolves.toBeDefined();
    },
  );

  it.each(testDatabases.eachSupportedId())(
    'pass to the next holder when they expire, and the old holder notices, %p',
    async databaseId => {
      const clock = new TestClock();
      const database = await openTestDatabase(databaseId, clock);
      const leases = new Leases(database);
      const first = await leases.acquire({
        key: 'sweep',
        milliseconds: 60_000,
      });
      await expect(first?.isHeld()).resolves.toBe(true);
      await expect(first?.renew()).resolves.toBe(true);

      // The database's clock cannot be moved, but the deadline can.
      await database
        .knex('leases')
        .update({ expires_at: database.nowPlus(-1_000) });
      await expect(first?.isHeld()).resolves.toBe(false);
      await expect(first?.renew()).resolves.toBe(false);
      const second = await leases.acquire({
        key: 'sweep',
        milliseconds: 60_000,
      });
      expect(second).toBeDefined();

      await first?.release();
      await expect(second?.isHeld()).resolves.toBe(true);
      await second?.release();
      await expect(
        leases.acquire({ key: 'sweep', milliseconds: 60_000 }),
      ).resolves.toBeDefined();
    },
  );
});
