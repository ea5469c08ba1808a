import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { reason } from '@backstage-incidents/incidents-common';
import { randomUUID } from 'node:crypto';
import { eventually } from '../__testUtils__/eventually';
import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { RetryLaterError } from '../RetryLaterError';
import { createJobQueue } from './JobQueue';
import { ClaimedJob, JobPriority } from './jobTypes';
import { PermanentError } from './jobErrors';
import { waitForJob } from './waitForJob';
import { createWorker, JobHandlers } from './Worker';

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
    refresh: (job: ClaimedJob, signal: AbortSignal) => Promise<unknown>,
    concurrency = { background: 2, interactive: 1 },
    handlers: JobHandlers = {},
  ) {
    const clock = new TestClock();
    const database = await openTestDatabase(databaseId, clock);
    const queue = createJobQueue({ database, newId: randomUUID });
    const escalations: string[] = [];
    const logger = mockServices.logger.mock();
    const addWorker = () =>
      createWorker({
        jobs: queue,
        handlers: { refresh: { run: refresh }, ...handlers },
        classify: error =>
          error instanceof TypeError
            ? { class: 'transient', reason: reason('linearUnavailable') }
            : undefined,
        logger,
        now: () => clock.now(),
        random: () => 0,
        newId: () => 'error-1',
        concurrency,
        onEscalation: job => escalations.push(job.key),
      });
    const request = (key: string, priority?: JobPriority) =>
      queue.enqueue(database.knex, { kind: 'refresh', key, priority });
    const rows = () => database.knex('jobs').orderBy('key');
    const { knex } = database;
    return {
      addWorker,
      clock,
      escalations,
      knex,
      logger,
      queue,
      request,
      rows,
    };
  }

  it('is woken at once, and settles what it did', async () => {
    const done: string[] = [];
    const { addWorker, request, rows } = await bench(id, async job => {
      done.push(job.key);
    });
    addWorker();
    await request('1');
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(done).toEqual(['1']);
  });

  it.each([
    ['wait', new TypeError(), 'warn'],
    ['need attention', new PermanentError(reason('needsAttention')), 'error'],
  ] as const)(
    'writes one line for all jobs that %s for the same reason',
    async (_, error, level) => {
      const { addWorker, request, rows, logger, clock } = await bench(
        id,
        async () => {
          throw error;
        },
      );
      for (let key = 0; key < 30; key++) await request(`${key}`);
      addWorker().drain();
      await eventually(async () => {
        const left = await rows();
        expect(left.every(job => job.reason && !job.claim_id)).toBe(true);
      });
      expect(logger[level]).toHaveBeenCalledTimes(1);

      clock.advance(600_000);
      await request('another');
      await eventually(async () =>
        expect(logger[level]).toHaveBeenCalledTimes(2),
      );
      expect(logger[level].mock.calls[1][0]).toContain('29 more');
    },
  );

  it('takes up new work while a slow piece runs, and never more than its share', async () => {
    const slow = gate();
    const started: string[] = [];
    let running = 0;
    let most = 0;
    const { addWorker, request, rows } = await bench(id, async job => {
      running += 1;
      most = Math.max(most, running);
      started.push(job.key);
      if (job.key === 'slow') await slow.opened;
      running -= 1;
    });
    addWorker();
    await request('slow');
    await eventually(async () => expect(started).toEqual(['slow']));
    for (const key of ['a', 'b', 'c']) await request(key);
    await eventually(async () => expect(await rows()).toHaveLength(1));
    slow.open();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(started).toHaveLength(4);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('takes up new work that it is woken for while it looks for some', async () => {
    const slow = gate();
    const done: string[] = [];
    const { addWorker, request, rows, queue } = await bench(id, async job => {
      if (job.key === 'slow') await slow.opened;
      done.push(job.key);
    });
    addWorker();
    const claim = queue.claim.bind(queue);
    jest.spyOn(queue, 'claim').mockImplementationOnce(async options => {
      const claimed = await claim(options);
      await request('new');
      return claimed;
    });
    await request('slow');
    await eventually(async () => expect(done).toEqual(['new']));
    slow.open();
    await eventually(async () => expect(await rows()).toEqual([]));
  });

  it('runs a job again that was enqueued again and completed while it looks for more', async () => {
    const first = gate();
    let times = 0;
    const { addWorker, request, rows, queue } = await bench(id, async () => {
      times += 1;
      if (times === 1) await first.opened;
    });
    addWorker();
    const claim = queue.claim.bind(queue);
    await request('1');
    await eventually(async () => expect(times).toBe(1));
    jest.spyOn(queue, 'claim').mockImplementationOnce(async options => {
      const claimed = await claim(options);
      await request('1');
      first.open();
      await eventually(async () =>
        expect(await rows()).toMatchObject([{ claim_id: null }]),
      );
      return claimed;
    });
    queue.wake();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(times).toBe(2);
  });

  it('releases at shutdown a job that it has just claimed', async () => {
    const second = gate();
    const { addWorker, knex, rows, queue } = await bench(
      id,
      async (job, signal) => {
        if (job.key === '2') await second.opened;
        signal.throwIfAborted();
      },
    );
    const worker = addWorker();
    const claim = queue.claim.bind(queue);
    const stopped = jest.fn();
    const stopping = new Promise<void>(resolve => {
      jest.spyOn(queue, 'claim').mockImplementationOnce(async options => {
        const claimed = await claim(options);
        worker.stop().then(stopped).then(resolve);
        return claimed;
      });
    });
    await queue.enqueueAll(
      knex,
      ['1', '2'].map(key => ({ kind: 'refresh', key })),
    );
    await eventually(async () =>
      expect(await rows()).toMatchObject([{ claim_id: null }, {}]),
    );
    for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
    expect(stopped).not.toHaveBeenCalled();
    second.open();
    await stopping;
    expect(await rows()).toMatchObject([
      { claim_id: null },
      { claim_id: null },
    ]);
  });

  it('loses no request that comes while the same work is being done', async () => {
    const first = gate();
    let runs = 0;
    const { addWorker, request, rows } = await bench(id, async () => {
      runs += 1;
      if (runs === 1) await first.opened;
    });
    addWorker();
    await request('1');
    await eventually(async () => expect(runs).toBe(1));
    await request('1');
    first.open();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect(runs).toBe(2);
  });

  it('drains one queue with many workers, each piece once', async () => {
    const done: string[] = [];
    const { addWorker, request } = await bench(id, async job => {
      done.push(job.key);
    });
    for (let index = 0; index < 30; index++) await request(String(index));
    await Promise.all(
      [addWorker(), addWorker(), addWorker()].map(worker => worker.drain()),
    );
    expect(new Set(done).size).toBe(30);
    expect(done).toHaveLength(30);
  });

  it('backs off after a failure, and escalates what is permanent', async () => {
    const { addWorker, request, rows, escalations } = await bench(
      id,
      async job => {
        throw job.key === 'bad'
          ? new PermanentError(reason('linearTeamNotFound', { team: 'XYZ' }))
          : new TypeError('fetch failed');
      },
    );
    await request('bad');
    await request('odd');
    await addWorker().drain();
    expect(await rows()).toMatchObject([
      { key: 'bad', state: 'escalated' },
      { key: 'odd', state: 'due', attempts: 1, claim_id: null },
    ]);
    expect(escalations).toEqual(['bad']);
  });

  it('backs off with the reason of a service that is not available, and logs no error', async () => {
    const { addWorker, request, rows, logger } = await bench(id, async () => {
      throw new RetryLaterError(reason('catalogUnavailable'), 30);
    });
    await request('1');
    await addWorker().drain();
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'due', attempts: 1 });
    expect(JSON.parse(row.reason)).toEqual(reason('catalogUnavailable'));
    expect(logger.error).not.toHaveBeenCalled();
  });

  it('logs an unexpected error once, with its stack and an id, and keeps its message to the log alone', async () => {
    const { addWorker, request, rows, logger } = await bench(id, async () => {
      throw new Error('a secret title');
    });
    await request('1');
    await addWorker().drain();
    expect(logger.error).toHaveBeenCalledTimes(1);
    const [logged] = logger.error.mock.calls[0];
    expect(logged).toMatch(/error-1.*refresh[^]*\n {4}at /);
    const [row] = await rows();
    expect(JSON.parse(row.reason)).toMatchObject({
      code: 'unexpectedError',
      params: { errorId: 'error-1' },
    });
    expect(`${logged}${row.reason}`).not.toContain('secret');
  });

  it('aborts what runs at shutdown, and hands it back', async () => {
    const begun = gate();
    const { addWorker, request, rows } = await bench(
      id,
      async (_job, signal) => {
        begun.open();
        await new Promise<void>((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('stopped'))),
        );
      },
    );
    const worker = addWorker();
    await request('1');
    await begun.opened;
    await worker.stop();
    expect(await rows()).toMatchObject([
      { state: 'due', claim_id: null, attempts: 0, reason: null },
    ]);
    await request('2');
    await worker.drain();
    expect(await rows()).toHaveLength(2);
  });

  it('takes over from a process that died', async () => {
    const done: string[] = [];
    const { addWorker, request, knex, rows, queue } = await bench(
      id,
      async job => {
        done.push(job.key);
      },
    );
    await request('1');
    await queue.claim({ kinds: ['refresh'], limit: 1, forMs: 60_000 });
    await addWorker().drain();
    expect(done).toEqual([]);
    await knex('jobs').update({ claim_expires_at: new Date(0) });
    await addWorker().drain();
    expect(await rows()).toEqual([]);
    expect(done).toEqual(['1']);
  });

  it('leaves jobs without a handler to other replicas, and raises no alarm', async () => {
    const { addWorker, request, rows, escalations, knex, logger } = await bench(
      id,
      async () => {},
    );
    await request('1');
    await knex('jobs').update({ kind: 'ofALaterVersion' });
    await addWorker().drain();
    expect(await rows()).toMatchObject([
      { state: 'due', attempts: 0, claim_id: null },
    ]);
    expect(escalations).toEqual([]);
    expect(logger.error).not.toHaveBeenCalled();
  });

  it('keeps slots free for what people wait for', async () => {
    const slow = gate();
    const { addWorker, request, queue } = await bench(id, async job => {
      if (job.priority === 'background') await slow.opened;
      return job.key;
    });
    addWorker();
    for (const key of ['a', 'b', 'c']) await request(key);
    const enqueued = await request('now', 'interactive');
    await expect(
      waitForJob(queue, enqueued, { timeoutMs: 30_000 }),
    ).resolves.toMatchObject({ outcome: 'completed', result: 'now' });
    slow.open();
  });

  it('does what is batched together, and each alone when one of them is at fault', async () => {
    const batches: string[][] = [];
    const { addWorker, queue, knex, rows } = await bench(
      id,
      async () => {},
      undefined,
      {
        readIssues: {
          batch: 3,
          runAll: async jobs => {
            batches.push(jobs.map(job => job.key).sort());
            if (jobs.some(job => job.key === 'bad')) {
              throw new PermanentError(reason('needsAttention'));
            }
          },
        },
      },
    );
    await queue.enqueueAll(
      knex,
      ['bad', 'x', 'y'].map(key => ({ kind: 'readIssues', key })),
    );
    await addWorker().drain();
    expect(batches[0]).toEqual(['bad', 'x', 'y']);
    expect(batches.slice(1).sort()).toEqual([['bad'], ['x'], ['y']]);
    expect(await rows()).toMatchObject([{ key: 'bad', state: 'escalated' }]);
  });

  it('stops a job when its claim is lost, and leaves its result to the new holder', async () => {
    const second = gate();
    const { addWorker, request, rows, queue, knex } = await bench(
      id,
      async () => {
        await knex('jobs').update({ claim_id: 'somebody-else' });
        second.open();
      },
    );
    await request('1');
    await addWorker().drain();
    await second.opened;
    expect(await rows()).toMatchObject([{ claim_id: 'somebody-else' }]);
    await expect(queue.count()).resolves.toEqual({ due: 1, escalated: 0 });
  });
});

describe.each(testDatabases.eachSupportedId())(
  'waiting for a job on %p',
  id => {
    async function open() {
      const database = await openTestDatabase(id);
      const queue = createJobQueue({ database, newId: randomUUID });
      const { knex } = database;
      const enqueue = () => queue.enqueue(knex, { kind: 'refresh', key: '1' });
      const claim = async () => {
        const [job] = await queue.claim({
          kinds: ['refresh'],
          limit: 1,
          forMs: 60_000,
        });
        return job;
      };
      /** Another process on the same database, which sends no notifications here. */
      const otherQueue = createJobQueue({ database, newId: randomUUID });
      const expireClaims = () =>
        knex('jobs').update({ claim_expires_at: database.nowPlus(-1) });
      return { queue, otherQueue, enqueue, claim, expireClaims };
    }
    const retry = {
      outcome: 'retry' as const,
      delayMs: 60_000,
      consumesBudget: true,
      reason: reason('linearUnavailable'),
    };
    const soon = { timeoutMs: 20_000 };

    it('ends with the success of an attempt that began after the request, or of any attempt if requested', async () => {
      const { queue, enqueue, claim } = await open();
      await enqueue();
      const running = await claim();
      const enqueued = await enqueue();
      const own = waitForJob(queue, enqueued, soon);
      const any = waitForJob(queue, enqueued, { ...soon, untilSuccess: true });
      await queue.complete([running], 'earlier');
      await expect(any).resolves.toEqual({
        outcome: 'completed',
        result: 'earlier',
        isOwn: false,
      });
      await queue.complete([await claim()], 'ours');
      await expect(own).resolves.toEqual({
        outcome: 'completed',
        result: 'ours',
        isOwn: true,
      });
    });

    it('does not end with what a process reports whose claim was lost', async () => {
      const { queue, enqueue, claim, expireClaims } = await open();
      const waiting = waitForJob(queue, await enqueue(), soon);
      const stalled = await claim();
      await expireClaims();
      const holder = await claim();
      await queue.complete([stalled], 'stalled');
      await queue.fail(stalled, retry);
      await queue.complete([holder], 'holder');
      await expect(waiting).resolves.toMatchObject({
        outcome: 'completed',
        result: 'holder',
      });
    });

    it('counts one run for one of the requests that it serves', async () => {
      const { queue, enqueue, claim } = await open();
      const waiting = [await enqueue(), await enqueue()].map(enqueued =>
        waitForJob(queue, enqueued, soon),
      );
      await queue.complete([await claim()]);
      expect(await Promise.all(waiting)).toMatchObject([
        { isOwn: false },
        { isOwn: true },
      ]);
    });

    it('does not end with the failure of an attempt that began before the request', async () => {
      const { queue, enqueue, claim } = await open();
      await enqueue();
      const running = await claim();
      const waiting = waitForJob(queue, await enqueue(), soon);
      await queue.fail(running, retry);
      await queue.complete([await claim()], 'ours');
      await expect(waiting).resolves.toMatchObject({
        outcome: 'completed',
        result: 'ours',
      });
    });

    it('ends with the failure of an attempt that began after the request, or keeps waiting if requested', async () => {
      const { queue, enqueue, claim } = await open();
      const enqueued = await enqueue();
      const waiting = waitForJob(queue, enqueued, soon);
      const untilSuccess = waitForJob(queue, enqueued, {
        timeoutMs: 700,
        untilSuccess: true,
      });
      await queue.fail(await claim(), retry);
      await expect(waiting).resolves.toEqual({
        outcome: 'failed',
        reason: retry.reason,
        escalated: false,
      });
      await expect(untilSuccess).resolves.toEqual({ outcome: 'timedOut' });
    });

    it.each(['completes', 'fails'] as const)(
      'sees that another replica %s it',
      async end => {
        const { queue, otherQueue, enqueue, claim } = await open();
        const waiting = waitForJob(queue, await enqueue(), soon);
        const job = await claim();
        await (end === 'completes'
          ? otherQueue.complete([job])
          : otherQueue.fail(job, retry));
        await expect(waiting).resolves.toMatchObject({
          outcome: end === 'completes' ? 'completed' : 'failed',
        });
      },
    );

    it('counts time, not looks: it ends when its time is over though the database does not respond', async () => {
      const { queue, enqueue } = await open();
      const enqueued = await enqueue();
      jest.spyOn(queue, 'findById').mockReturnValue(new Promise(() => {}));
      const waited = await Promise.all(
        Array.from({ length: 60 }, () =>
          waitForJob(queue, enqueued, { timeoutMs: 600 }),
        ),
      );
      expect(new Set(waited.map(({ outcome }) => outcome))).toEqual(
        new Set(['timedOut']),
      );
    });
  },
);
