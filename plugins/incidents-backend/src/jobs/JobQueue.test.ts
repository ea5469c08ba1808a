import { reason } from '@backstage-incidents/incidents-common';
import { randomUUID } from 'node:crypto';
import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { ClaimLostError } from './jobErrors';
import { createJobQueue } from './JobQueue';
import { ClaimedJob } from './jobTypes';

jest.setTimeout(60_000);

const refresh = { kind: 'refresh', key: '1' } as const;
const claiming = { kinds: ['refresh' as const], limit: 10, forMs: 60_000 };
const later = {
  outcome: 'retry' as const,
  delayMs: 60_000,
  consumesBudget: true,
  reason: reason('linearUnavailable'),
};
const never = {
  outcome: 'escalate' as const,
  reason: reason('linearForbidden', { operation: 'UpdateIssue' }),
};

describe.each(testDatabases.eachSupportedId())('the queue on %p', id => {
  async function open() {
    const database = await openTestDatabase(id, new TestClock());
    const queue = createJobQueue({ database, newId: randomUUID });
    const { knex } = database;
    const claim = (options: Partial<typeof claiming> = {}) =>
      queue.claim({ ...claiming, ...options });
    const claimOne = async (): Promise<ClaimedJob> => {
      const [job] = await claim();
      expect(job).toBeDefined();
      return job;
    };
    /** What a process that stalls past its claim sees. */
    const expireClaims = () =>
      knex('jobs').update({ claim_expires_at: database.nowPlus(-1) });
    return { queue, knex, claim, claimOne, expireClaims };
  }

  it('keeps one row however often the same is enqueued, and raises its generation', async () => {
    const { queue, knex } = await open();
    const first = await queue.enqueue(knex, refresh);
    const second = await queue.enqueue(knex, refresh);
    expect(second).toEqual({ id: first.id, generation: 2 });
    await expect(queue.count()).resolves.toEqual({ due: 1, escalated: 0 });
  });

  it.each(['background', 'interactive'] as const)(
    'loses no %s request that comes while its job runs',
    async priority => {
      const { queue, knex, claim, claimOne } = await open();
      await queue.enqueue(knex, refresh);
      const job = await claimOne();
      await queue.enqueue(knex, { ...refresh, priority });
      await queue.complete([job]);
      const [again] = await claim();
      expect(again).toMatchObject({ key: '1', generation: 2, priority });
      await queue.complete([again]);
      expect(await knex('jobs')).toEqual([]);
    },
  );

  it('runs at once what was enqueued again while it failed', async () => {
    const { queue, knex, claim, claimOne } = await open();
    await queue.enqueue(knex, refresh);
    const job = await claimOne();
    await queue.enqueue(knex, refresh);
    await expect(queue.fail(job, never)).resolves.toBe('outdated');
    expect(await claim()).toHaveLength(1);
  });

  it('is rolled back with the transaction that enqueued', async () => {
    const { queue, knex } = await open();
    const woken = jest.fn();
    queue.onWake(woken);
    await expect(
      knex.transaction(async tx => {
        await queue.enqueue(tx, refresh);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await knex('jobs')).toEqual([]);
    expect(woken).not.toHaveBeenCalled();
  });

  it('wakes the worker after the commit, not before', async () => {
    const { queue, knex } = await open();
    const order: string[] = [];
    const woken = new Promise<void>(resolve => {
      queue.onWake(() => {
        order.push('woken');
        resolve();
      });
    });
    await knex.transaction(async tx => {
      await queue.enqueue(tx, refresh);
      order.push('enqueued');
    });
    await woken;
    expect(order).toEqual(['enqueued', 'woken']);
  });

  it('gives each job to one of many claimants, and to none more than its limit', async () => {
    const { queue, knex, claim } = await open();
    await queue.enqueueAll(
      knex,
      Array.from({ length: 20 }, (_, index) => ({
        ...refresh,
        key: String(index),
      })),
    );
    // Statistics that make PostgreSQL prefer a nested loop, which may run a subquery once a row.
    if (id !== 'SQLITE_3') {
      await knex.raw('set enable_hashjoin = off; set enable_mergejoin = off');
      await knex.raw('set enable_hashagg = off; set enable_material = off');
    }
    const claims = await Promise.all(
      [5, 5, 3, 1].map(limit => claim({ limit })),
    );
    expect(claims.map(jobs => jobs.length)).toEqual([5, 5, 3, 1]);
    const keys = claims.flat().map(job => job.key);
    expect(new Set(keys).size).toBe(14);
    expect(await knex('jobs').whereNotNull('claim_id')).toHaveLength(14);
  });

  it('claims interactive jobs first, and only those if requested', async () => {
    const { queue, knex } = await open();
    await queue.enqueue(knex, refresh);
    await queue.enqueue(knex, {
      ...refresh,
      key: '2',
      priority: 'interactive',
    });
    await queue.enqueue(knex, {
      ...refresh,
      key: '3',
      priority: 'interactive',
    });
    const [first] = await queue.claim({ ...claiming, limit: 1 });
    expect(first.priority).toBe('interactive');
    const rest = await queue.claim({ ...claiming, onlyInteractive: true });
    expect(rest.map(job => job.priority)).toEqual(['interactive']);
  });

  it('leaves kinds that it does not know to a newer version, unescalated', async () => {
    const { queue, knex, claim } = await open();
    await queue.enqueue(knex, refresh);
    await knex('jobs').update({ kind: 'ofALaterVersion' });
    expect(await claim()).toEqual([]);
    expect(await knex('jobs')).toMatchObject([{ state: 'due', attempts: 0 }]);
  });

  it('hands the job of a stalled process to the next, and lets the stalled one settle nothing', async () => {
    const { queue, knex, claim, claimOne, expireClaims } = await open();
    await queue.enqueue(knex, refresh);
    const stalled = await claimOne();
    expect(await claim()).toEqual([]);
    await expireClaims();
    await expect(queue.renew([stalled], 60_000)).resolves.toEqual([stalled]);
    await expect(queue.ensureHeld(knex, [stalled], 'refresh')).rejects.toThrow(
      ClaimLostError,
    );
    // The same process may get it again: the claim counts, not who holds it.
    const again = await claimOne();
    await queue.complete([stalled]);
    await expect(queue.fail(stalled, never)).resolves.toBe('lost');
    await queue.release([stalled]);
    await queue.ensureHeld(knex, [again], 'refresh');
    await queue.complete([again]);
    expect(await knex('jobs')).toEqual([]);
  });

  it('backs off after a failure; a background request keeps the back-off, an interactive one ends it', async () => {
    const { queue, knex, claim, claimOne } = await open();
    await queue.enqueue(knex, refresh);
    await expect(queue.fail(await claimOne(), later)).resolves.toBe('recorded');
    expect(await queue.listWaiting()).toMatchObject([
      { kind: 'refresh', attempts: 1, reason: later.reason },
    ]);
    await queue.enqueue(knex, refresh);
    expect(await claim()).toEqual([]);
    await queue.enqueue(knex, { ...refresh, priority: 'interactive' });
    const [now] = await claim();
    expect(now).toMatchObject({ attempts: 0, failingSince: undefined });
    // The reason stays visible until an attempt succeeds.
    expect(await queue.find('refresh', '1')).toMatchObject({
      reason: later.reason,
    });
  });

  it('counts the failures in a row and their beginning, and forgets them after a success', async () => {
    const { queue, knex, claimOne } = await open();
    await queue.enqueue(knex, refresh);
    await queue.fail(await claimOne(), later);
    const since = (await queue.find('refresh', '1'))?.failingSince;
    await knex('jobs').update({ run_at: new Date(0) });
    await queue.fail(await claimOne(), later);
    expect(await queue.find('refresh', '1')).toMatchObject({
      attempts: 2,
      failingSince: since,
    });
    await knex('jobs').update({ run_at: new Date(0) });
    const job = await claimOne();
    await queue.enqueue(knex, refresh);
    await queue.complete([job]);
    expect(await queue.find('refresh', '1')).toMatchObject({
      attempts: 0,
      failingSince: undefined,
      reason: undefined,
    });
  });

  it.each([
    ['a background request', 'background' as const],
    ['an interactive request', 'interactive' as const],
  ])('resumes an escalated job by %s', async (_, priority) => {
    const { queue, knex, claim, claimOne } = await open();
    await queue.enqueue(knex, refresh);
    await queue.fail(await claimOne(), never);
    expect(await claim()).toEqual([]);
    await expect(queue.listEscalated()).resolves.toMatchObject([
      { reason: never.reason },
    ]);
    await queue.enqueue(knex, { ...refresh, priority });
    expect(await claim()).toMatchObject([{ attempts: 0 }]);
  });

  it('resumes an escalated job by the click of an operator, once', async () => {
    const { queue, knex, claim, claimOne } = await open();
    const { id: jobId } = await queue.enqueue(knex, refresh);
    await queue.fail(await claimOne(), never);
    await expect(queue.retry(jobId)).resolves.toBe(true);
    await expect(queue.retry(jobId)).resolves.toBe(false);
    expect(await claim()).toHaveLength(1);
  });

  it('completes a batch row by row: what was enqueued again stays due', async () => {
    const { queue, knex, claim } = await open();
    await queue.enqueueAll(
      knex,
      ['1', '2', '3'].map(key => ({ ...refresh, key })),
    );
    const batch = await claim();
    await queue.enqueue(knex, { ...refresh, key: '2' });
    await queue.complete(batch);
    expect(await claim()).toMatchObject([{ key: '2' }]);
  });

  it('postpones what waits for something else, without counting a failure', async () => {
    const { queue, knex, claim, claimOne } = await open();
    await queue.enqueue(knex, refresh);
    await queue.postpone(await claimOne(), 60_000);
    expect(await claim()).toEqual([]);
    await expect(queue.listWaiting()).resolves.toEqual([]);
    await queue.enqueue(knex, refresh);
    expect(await claim()).toHaveLength(1);
  });

  it('has a job wait for a person when others found out that it fails, until it is enqueued again', async () => {
    const { queue, knex, claim, claimOne } = await open();
    await queue.enqueue(knex, refresh);
    const running = await claimOne();
    await queue.escalate(knex, refresh, never.reason);
    await queue.postpone(running, 0);
    expect(await claim()).toEqual([]);
    await expect(queue.listEscalated()).resolves.toMatchObject([
      { key: '1', reason: never.reason },
    ]);
    await queue.enqueue(knex, refresh);
    expect(await claim()).toHaveLength(1);
  });
});

describe('a job that is enqueued with a delay', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is due when its process is woken for it, though timers end a little early', async () => {
    const clock = new TestClock();
    const database = await openTestDatabase('SQLITE_3', clock);
    const queue = createJobQueue({ database, newId: randomUUID });
    const woken = new Promise<void>(resolve => queue.onWake(resolve));
    const { setTimeout } = global;
    jest.spyOn(global, 'setTimeout').mockImplementation((run, delayMs = 0) => {
      // Those of the database's pool are shorter or longer
      if (delayMs < 150 || delayMs > 200) return setTimeout(run, delayMs);
      clock.advance(delayMs - 1);
      return setTimeout(run, 0);
    });
    await queue.enqueue(database.knex, { ...refresh, delayMs: 150 });
    await woken;
    expect(await queue.claim(claiming)).toHaveLength(1);
  });
});
