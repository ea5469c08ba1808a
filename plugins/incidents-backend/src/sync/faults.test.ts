import type { FaultInput } from 'linear-simulator';
import { eventually } from '../__testUtils__/eventually';
import { Replica, SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

// As many tries and as many failures as ever, only without the pauses between them.
jest.mock('cockatiel', () => {
  const real = jest.requireActual<typeof import('cockatiel')>('cockatiel');
  return {
    ...real,
    ExponentialBackoff: class extends real.ExponentialBackoff<Error> {
      constructor() {
        super({ initialDelay: 1, maxDelay: 5 });
      }
    },
    circuitBreaker: (
      policy: Parameters<typeof real.circuitBreaker>[0],
      options: Parameters<typeof real.circuitBreaker>[1],
    ) => real.circuitBreaker(policy, { ...options, halfOpenAfter: 250 }),
  };
});

jest.setTimeout(180_000);

/** What hits every request until it is over, and Linear's circuit with it. */
const outages: [string, FaultInput][] = [
  ['every response is a 503', { kind: 'status', status: 503 }],
  ['every connection is cut before execution', { kind: 'resetBefore' }],
  ['every connection is cut after execution', { kind: 'resetAfter' }],
  ['every response is half a JSON document', { kind: 'malformed' }],
  ['every response is an HTML page', { kind: 'html', status: 502 }],
  ['every response carries an error beside its data', { kind: 'partialData' }],
  [
    'every page says there is more and not where',
    { kind: 'truncatedPage', mode: 'dropCursor' },
  ],
  ['our credentials are refused', { kind: 'status', status: 401 }],
];

describe.each(testDatabases.eachSupportedId())(
  'after a fault, %p',
  database => {
    let bench: SyncBench;

    /** Issues from before the test. */
    let earlier = new Set<string>();
    const store = () => bench.simulator.store;

    beforeAll(async () => {
      bench = await SyncBench.start(database);
    });

    beforeEach(async () => {
      await bench.knex('jobs').delete();
      await bench.knex('incidents').delete();
      await bench.knex('sweeps').delete();
      earlier = new Set(
        store()
          .issues()
          .map(({ id }) => id),
      );
    });

    afterAll(async () => {
      await bench.close();
    });

    const issues = () =>
      store()
        .issues()
        .filter(({ id }) => !earlier.has(id));

    /** Three incidents in sync, two items each and one relation. */
    async function inSync() {
      for (const number of [1, 2, 3]) {
        const { parent } = await bench.insert(number);
        for (const title of ['One', 'Two']) {
          store().createIssue({ team: 'INC', title, parent });
        }
        const other = store().createIssue({ team: 'PAY', title: 'Related' });
        store().relate(parent, other.id, 'related');
      }
      await bench.sweep();
      await bench.drain();
      expect(await bench.stored()).toEqual(await bench.expected());
    }

    /** Everything that people can do meanwhile, also what the delta cannot see. */
    function meanwhile(): void {
      const items = issues().filter(issue => issue.title !== 'Parent');
      const [a, b, c, d] = items.filter(issue => issue.parentId);
      const related = items.filter(issue => !issue.parentId);
      store().updateIssue(a.id, { title: 'Changed meanwhile' });
      store().deletePermanently(b.id);
      store().trash(c.id);
      store().updateIssue(d.id, { parent: null });
      store().unrelate(
        store().relationsOf(related[0].id)[0].issueId,
        related[0].id,
      );
      store().createIssue({
        team: 'INC',
        title: 'New meanwhile',
        parent: store().relationsOf(related[1].id)[0].issueId,
      });
    }

    /** One delta and one complete sweep, without a person. */
    async function healed(): Promise<void> {
      await bench.drain();
      await bench.delta();
      let sweep = await bench.sweep();
      for (let tries = 0; sweep.state === 'running' && tries < 20; tries++) {
        sweep = await bench.sweep();
      }
      expect(sweep.state).toBe('completed');
      await bench.drain();
    }

    it.each(outages)(
      'nothing is lost and the state is Linear’s again: %s',
      async (_what, fault) => {
        await inSync();
        const before = await bench.stored();
        bench.simulator.faults.add({ ...fault, times: 'untilCleared' });
        await bench.delta();
        const during = await bench.sweep();
        expect(during.state).toBe('running');
        expect(await bench.stored()).toEqual(before);
        meanwhile();
        await bench.delta();
        await bench.sweep();
        const refresh = await bench.call('post', '/incidents/INC-1/sync', {});
        expect(refresh.status).toBe(503);
        expect(Number(refresh.headers['retry-after'])).toBeGreaterThan(0);
        const removed = (await bench.stored()).length < before.length;
        expect(removed).toBe(false);
        bench.simulator.faults.clear();
        await bench.circuitClosed();
        await healed();
        expect(await bench.stored()).toEqual(await bench.expected());
      },
    );

    it.each(outages)(
      'one request in the middle does no harm: %s',
      async (_what, fault) => {
        await inSync();
        meanwhile();
        for (const match of [
          'Changes',
          'FindIssues',
          '/SweepChildren/',
          '/SweepRelations/',
        ]) {
          bench.simulator.faults.add({ ...fault, match });
          await bench.delta();
          await bench.sweep();
        }
        bench.simulator.faults.clear();
        await bench.circuitClosed();
        await healed();
        expect(await bench.stored()).toEqual(await bench.expected());
      },
    );

    it('a failed refresh shows its error, and uses up no throttle', async () => {
      await inSync();
      bench.simulator.faults.add({
        kind: 'status',
        status: 503,
        times: 'untilCleared',
      });
      const before = (await bench.items('INC-1')).sync.lastSuccessAt;
      await bench.call('post', '/incidents/INC-1/sync', {});
      const { sync, items } = await bench.items('INC-1');
      expect(sync).toMatchObject({ error: { code: 'linearUnavailable' } });
      expect(sync.lastSuccessAt).toBe(before);
      expect(items).toHaveLength(3);

      // The view enqueued another attempt, which only waits for Linear.
      bench.simulator.faults.clear();
      await bench.circuitClosed();
      await eventually(async () => {
        await bench.drain();
        expect((await bench.items('INC-1')).sync.error).toBeUndefined();
      });
    });

    it('a refresh keeps items of a team that Backstage lost access to', async () => {
      await inSync();
      store().removeTeamAccess('PAY');
      const { body } = await bench.call('post', '/incidents/INC-1/sync', {});
      expect(body).toMatchObject({ outcome: 'synced', stats: { removed: 0 } });
      expect(await bench.titles('INC-1')).toEqual(['One', 'Related', 'Two']);
      store().grantTeamAccess('PAY');
      await healed();
      expect(await bench.stored()).toEqual(await bench.expected());
    });

    it('two replicas that refresh, sweep, read changes and drain at once agree with Linear', async () => {
      await inSync();
      const second = await bench.addReplica();
      const everything = (replica: Replica): Promise<unknown>[] => [
        bench.delta(replica),
        bench.sweep(replica),
        bench.call('post', '/incidents/INC-1/sync', {}, replica.server),
        bench.call('post', '/incidents/INC-2/sync', {}, replica.server),
        replica.scheduler.run('incidents-jobs'),
      ];
      for (let round = 0; round < 5; round++) {
        const [some] = issues().filter(
          issue => issue.title === 'One' && !issue.trashed,
        );
        if (some) store().trash(some.id);
        await bench.insert(10 + round);
        await Promise.all([bench.replica, second].flatMap(everything));
      }
      await healed();
      expect(await bench.stored()).toEqual(await bench.expected());
      const attachments = issues().map(
        issue => store().attachmentsOf(issue.id).length,
      );
      expect(Math.max(...attachments)).toBe(1);
    });

    if (database === 'POSTGRES_18') {
      it('a database that drops its connections in the middle costs nothing but time', async () => {
        // The pool may still hand out a connection that was just cut.
        const reconnected = (query: () => PromiseLike<unknown>) =>
          eventually(async () => {
            await query();
          });
        const makeSweepDue = () =>
          bench.knex('sweeps').update({ started_at: new Date(0) });
        const cutConnections = () =>
          bench.knex.raw(
            'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          );
        await inSync();
        meanwhile();
        for (const run of [() => bench.delta(), () => bench.sweep()]) {
          await reconnected(makeSweepDue);
          bench.simulator.faults.add({ kind: 'delay', delayMs: 100 });
          const running = run();
          await reconnected(cutConnections);
          await Promise.allSettled([running]);
        }
        // A claim that could not be released expires.
        await reconnected(() =>
          bench
            .knex('jobs')
            .whereNotNull('claim_id')
            .update({ claim_expires_at: new Date(0) }),
        );
        await bench.replica.scheduler.run('incidents-jobs');
        await healed();
        expect(await bench.stored()).toEqual(await bench.expected());
      });
    }

    it('a delta whose process died is done by another', async () => {
      await inSync();
      meanwhile();
      for (let step = 0; step < 3; step++) {
        await bench.dieDuring('delta', step);
      }
      await healed();
      expect(await bench.stored()).toEqual(await bench.expected());
    });
  },
);
