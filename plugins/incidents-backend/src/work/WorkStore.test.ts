import { randomUUID } from 'node:crypto';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { WorkStore } from './WorkStore';

jest.setTimeout(60_000);

const request = {
  kind: 'refresh',
  key: 'INC-1',
  incidentNumber: undefined,
} as const;
const claimOptions = { holder: 'us', limit: 10, leaseMilliseconds: 60_000 };

describe('WorkStore', () => {
  describe.each(testDatabases.eachSupportedId())('on %p', databaseId => {
    async function open() {
      const database = await openTestDatabase(databaseId);
      const store = new WorkStore({ database, newId: randomUUID });
      return { database, knex: database.knex, store };
    }

    it('keeps one row however often the same is asked for', async () => {
      const { knex, store } = await open();
      await store.request(knex, request);
      await store.request(knex, request);
      await expect(store.countDue()).resolves.toBe(1);
    });

    it('loses no change that arrives while the work is being done', async () => {
      const { knex, store } = await open();
      await store.request(knex, request);
      const [claimed] = await store.claim(claimOptions);
      await store.request(knex, request);
      await expect(store.settle(claimed)).resolves.toBe('dueAgain');
      const [again] = await store.claim(claimOptions);
      expect(again.key).toBe('INC-1');
      await expect(store.settle(again)).resolves.toBe('settled');
      await expect(store.countDue()).resolves.toBe(0);
    });

    it('gives each row to one of many claimants', async () => {
      const { knex, store } = await open();
      for (let index = 0; index < 20; index++) {
        await store.request(knex, { ...request, key: `INC-${index}` });
      }
      const claims = await Promise.all(
        ['a', 'b', 'c', 'd'].map(holder =>
          store.claim({ ...claimOptions, holder, limit: 5 }),
        ),
      );
      const keys = claims.flat().map(work => work.key);
      expect(new Set(keys).size).toBe(keys.length);
      const rest = await store.claim({ ...claimOptions, limit: 20 });
      expect(keys.length + rest.length).toBe(20);
    });

    it('hands work of a dead holder to the next, whose claim the dead one cannot settle', async () => {
      const { database, knex, store } = await open();
      await store.request(knex, request);
      const [dead] = await store.claim(claimOptions);
      await expect(store.claim(claimOptions)).resolves.toEqual([]);
      await knex('work').update({ lease_expires_at: database.nowPlus(-1) });
      await expect(store.renew(dead, 1_000)).resolves.toBe(false);
      const [alive] = await store.claim({ ...claimOptions, holder: 'them' });
      await expect(store.settle(dead)).resolves.toBe('lost');
      await expect(store.settle(alive)).resolves.toBe('settled');
    });

    it('waits for the time of the next try', async () => {
      const { knex, store } = await open();
      await store.request(knex, request);
      const [claimed] = await store.claim(claimOptions);
      await store.fail(claimed, {
        outcome: 'retry',
        delayMilliseconds: 60_000,
        consumesBudget: true,
        reason: 'Linear is away',
      });
      await expect(store.claim(claimOptions)).resolves.toEqual([]);
      await knex('work').update({ due_at: new Date(0) });
      const [next] = await store.claim(claimOptions);
      expect(next.attempts).toBe(1);
      expect(next.failingSince).toBeInstanceOf(Date);
    });

    it('takes no time off the budget of failures for waiting out a limit', async () => {
      const { knex, store } = await open();
      await store.request(knex, request);
      const [claimed] = await store.claim(claimOptions);
      await store.fail(claimed, {
        outcome: 'retry',
        delayMilliseconds: 3_600_000,
        consumesBudget: false,
        reason: 'Linear is limiting us',
      });
      const waiting = await store.find(request);
      expect(waiting?.failing_since).toEqual(waiting?.due_at);
      expect(waiting?.attempts).toBe(0);
    });

    it('keeps escalated work with its reason until a person resumes it', async () => {
      const { knex, store } = await open();
      await store.request(knex, request);
      const [claimed] = await store.claim(claimOptions);
      await store.fail(claimed, { outcome: 'escalate', reason: 'Forbidden' });
      await expect(store.claim(claimOptions)).resolves.toEqual([]);
      const [escalated] = await store.listEscalated();
      expect(escalated.reason).toBe('Forbidden');
      await expect(store.retry(escalated.id)).resolves.toBe(true);
      await expect(store.retry(escalated.id)).resolves.toBe(false);
      await expect(store.claim(claimOptions)).resolves.toHaveLength(1);
    });

    it('does not keep a failure that a newer request has overtaken', async () => {
      const { knex, store } = await open();
      await store.request(knex, request);
      const [claimed] = await store.claim(claimOptions);
      await store.request(knex, request);
      await expect(
        store.fail(claimed, { outcome: 'escalate', reason: 'Forbidden' }),
      ).resolves.toBe('dueAgain');
      await expect(store.claim(claimOptions)).resolves.toHaveLength(1);
    });
  });
});
