import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { randomUUID } from 'node:crypto';
import { eventually } from '../__testUtils__/eventually';
import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { PermanentError } from './PermanentError';
import { Worker, WorkHandler } from './Worker';
import { WorkStore } from './WorkStore';

jest.setTimeout(60_000);

/** A promise that a test settles. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

describe.each(testDatabases.eachSupportedId())('the worker on %p', id => {
  async function bench(
    databaseId: TestDatabaseId,
    refresh: WorkHandler,
    concurrency = 2,
  ) {
    const clock = new TestClock();
    const database = await openTestDatabase(databaseId, clock);
    const store = new WorkStore({ database, newId: randomUUID });
    const escalations: string[] = [];
    const addWorker = () =>
      new Worker({
        store,
        handlers: {
          refresh,
          parentIssue: async () => {},
          dirtyIssues: async () => {},
          teams: async () => {},
          formerParent: async () => {},
        },
        logger: mockServices.logger.mock(),
        clock,
        random: () => 0,
        holder: randomUUID(),
        concurrency,
        onEscalation: (_work, reason) => escalations.push(reason),
      });
    const request = (key: string) =>
      store.request(database.knex, {
        kind: 'refresh',
        key,
        incidentNumber: undefined,
      });
    const rows = () => database.knex('work').orderBy('key');
    const { knex } = database;
    return { clock, store, escalations, addWorker, request, rows, knex };
  }

  it('is woken at once, and settles what it did', async () => {
    const done: string[] = [];
    const { addWorker, request, rows } = await bench(id, async work => {
      done.push(work.key);
    });
    const worker = addWorker();
    await request('1');
    worker.wake();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(done).toEqual(['1']);
  });

  it('takes up new work while a slow piece runs, and never more than its share', async () => {
    const slow = gate();
    const started: string[] = [];
    let running = 0;
    let most = 0;
    const { addWorker, request, rows } = await bench(id, async work => {
      running += 1;
      most = Math.max(most, running);
      started.push(work.key);
      if (work.key === 'slow') await slow.opened;
      running -= 1;
    });
    const worker = addWorker();
    await request('slow');
    worker.wake();
    await eventually(async () => expect(started).toEqual(['slow']));
    for (const key of ['a', 'b', 'c']) await request(key);
    worker.wake();
    await eventually(async () => expect(await rows()).toHaveLength(1));
    slow.open();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(started).toHaveLength(4);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('takes up new work that it is woken for while it looks for some', async () => {
    const slow = gate();
    const done: string[] = [];
    const { addWorker, request, rows, store } = await bench(id, async work => {
      if (work.key === 'slow') await slow.opened;
      done.push(work.key);
    });
    const worker = addWorker();
    const claim = store.claim.bind(store);
    jest.spyOn(store, 'claim').mockImplementationOnce(async options => {
      const claimed = await claim(options);
      await request('new');
      worker.wake();
      return claimed;
    });
    await request('slow');
    worker.wake();
    await eventually(async () => expect(done).toEqual(['new']));
    slow.open();
    await eventually(async () => expect(await rows()).toEqual([]));
  });

  it('does again what was asked for again and handed back while it looks for more', async () => {
    const first = gate();
    let times = 0;
    const { addWorker, request, rows, store } = await bench(id, async () => {
      times += 1;
      if (times === 1) await first.opened;
    });
    const worker = addWorker();
    const claim = store.claim.bind(store);
    jest
      .spyOn(store, 'claim')
      .mockImplementationOnce(claim)
      .mockImplementationOnce(async options => {
        const claimed = await claim(options);
        await request('1');
        first.open();
        await eventually(async () =>
          expect(await rows()).toMatchObject([{ lease_holder: null }]),
        );
        return claimed;
      });
    await request('1');
    worker.wake();
    await eventually(async () => expect(times).toBe(1));
    worker.wake();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(times).toBe(2);
  });

  it('gives back at the shutdown what it was just about to take', async () => {
    const second = gate();
    const { addWorker, request, rows, store } = await bench(
      id,
      async (work, signal) => {
        if (work.key === '2') await second.opened;
        signal.throwIfAborted();
      },
    );
    const worker = addWorker();
    const claim = store.claim.bind(store);
    const stopped = jest.fn();
    const stopping = new Promise<void>(resolve => {
      jest.spyOn(store, 'claim').mockImplementationOnce(async options => {
        const claimed = await claim(options);
        worker.stop().then(stopped).then(resolve);
        return claimed;
      });
    });
    await request('1');
    await request('2');
    worker.wake();
    await eventually(async () =>
      expect(await rows()).toMatchObject([{ lease_holder: null }, {}]),
    );
    for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
    expect(stopped).not.toHaveBeenCalled();
    second.open();
    await stopping;
    expect(await rows()).toMatchObject([
      { lease_holder: null },
      { lease_holder: null },
    ]);
  });

  it('loses no request that comes while the same work is being done', async () => {
    const first = gate();
    let runs = 0;
    const { addWorker, request, rows } = await bench(id, async () => {
      runs += 1;
      if (runs === 1) await first.opened;
    });
    const worker = addWorker();
    await request('1');
    worker.wake();
    await eventually(async () => expect(runs).toBe(1));
    await request('1');
    first.open();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(runs).toBe(2);
  });

  it('drains one queue with many workers, each piece once', async () => {
    const done: string[] = [];
    const { addWorker, request } = await bench(id, async work => {
      done.push(work.key);
    });
    for (let index = 0; index < 30; index++) await request(String(index));
    await Promise.all(
      [addWorker(), addWorker(), addWorker()].map(worker => worker.drain()),
    );
    expect(new Set(done).size).toBe(30);
    expect(done).toHaveLength(30);
  });

  it('backs off after a failure, and tells a person when it is permanent', async () => {
    const { addWorker, request, rows, escalations } = await bench(
      id,
      async work => {
        throw work.key === 'bad'
          ? new PermanentError('Team XYZ is unknown')
          : new Error('odd');
      },
    );
    await request('bad');
    await request('odd');
    await addWorker().drain();
    expect(await rows()).toMatchObject([
      { key: 'bad', state: 'escalated', reason: 'Team XYZ is unknown' },
      { key: 'odd', state: 'due', attempts: 1, lease_holder: null },
    ]);
    expect(escalations).toEqual(['Team XYZ is unknown']);
  });

  it('tells a person of work that it does not know', async () => {
    const { addWorker, request, rows, escalations, knex } = await bench(
      id,
      async () => {},
    );
    await request('1');
    await knex('work').update({ kind: 'ofALaterVersion' });
    await addWorker().drain();
    expect(await rows()).toMatchObject([{ state: 'escalated' }]);
    expect(escalations).toEqual([
      'This version does not know work of kind ofALaterVersion',
    ]);
  });

  it('tells what runs to stop at shutdown, and hands it back', async () => {
    let told = false;
    const begun = gate();
    const { addWorker, request, rows } = await bench(
      id,
      async (_work, signal) => {
        begun.open();
        await new Promise<void>((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            told = true;
            reject(new Error('stopped'));
          }),
        );
      },
    );
    const worker = addWorker();
    await request('1');
    worker.wake();
    await begun.opened;
    await worker.stop();
    expect(told).toBe(true);
    expect(await rows()).toMatchObject([
      { state: 'due', lease_holder: null, attempts: 0 },
    ]);
    await request('2');
    await worker.drain();
    expect(await rows()).toHaveLength(2);
  });

  it('takes over from a process that died', async () => {
    const done: string[] = [];
    const { addWorker, request, rows, store, clock } = await bench(
      id,
      async work => {
        done.push(work.key);
      },
    );
    await request('1');
    await store.claim({ holder: 'dead', limit: 1, leaseMilliseconds: 50 });
    await addWorker().drain();
    expect(done).toEqual([]);
    clock.advance(60_000);
    await eventually(async () => {
      await addWorker().drain();
      expect(await rows()).toEqual([]);
    });
    expect(done).toEqual(['1']);
  });
});
