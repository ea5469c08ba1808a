import { TestDatabases } from '@backstage/backend-test-utils';
import { ReplicaProcess } from '../replicas/ReplicaProcess';
import { connectionOf } from './connectionOf';
import { CrashBench } from './CrashBench';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEN_MINUTES = 600_000;
const SWEEP_EVERY_MINUTES = 12 * 60;
const MARGIN_OF_THE_WATERMARK = 120_000;

describe.each(databases.eachSupportedId())(
  'three replica processes on %p, one clock right, one ten minutes ahead, one ten minutes behind,',
  databaseId => {
    let bench: CrashBench;
    let replicas: Record<'right' | 'ahead' | 'behind', ReplicaProcess>;
    let incidents: { number: number; parent: string }[];

    beforeAll(async () => {
      bench = await CrashBench.start(
        connectionOf(await databases.init(databaseId)),
      );
      // The first one migrates.
      const right = await bench.addReplica();
      const [ahead, behind] = await Promise.all(
        [TEN_MINUTES, -TEN_MINUTES].map(clockOffset =>
          bench.addReplica({ clockOffset }),
        ),
      );
      replicas = { right, ahead, behind };
      incidents = [await bench.insertIncident(), await bench.insertIncident()];
    });

    beforeEach(async () => {
      bench.simulator.faults.clear();
      await bench.heal(replicas.right);
    });

    afterAll(async () => {
      await bench.close();
    });

    const inMinutes = (minutes: number) =>
      bench.knex.raw(`clock_timestamp() + ? * interval '1 minute'`, [minutes]);

    const watermark = async (): Promise<number> => {
      const [row] = await bench.knex('deltas');
      return Date.parse(row.watermark);
    };

    async function everythingAtOnce() {
      const all = Object.values(replicas);
      return Promise.all([
        Promise.all(
          all.flatMap(replica => [
            replica.run('incidents-sweep'),
            replica.run('incidents-delta'),
            replica.run('incidents-jobs'),
          ]),
        ),
        Promise.all(
          all.map(replica => bench.forceRefresh(replica, incidents[0].number)),
        ),
      ]);
    }

    async function healed(): Promise<void> {
      await bench.heal(replicas.right);
      expect(await bench.inDatabase()).toEqual(await bench.inLinear());
      expect(await bench.leftovers()).toEqual({
        jobs: 0,
        sweepCandidates: 0,
        unfinishedSweeps: 0,
        doubledAttachments: 0,
      });
    }

    it('sweep, read changes, refresh the same incident and drain the same queue at once, and agree with Linear', async () => {
      for (let round = 0; round < 4; round++) {
        for (const incident of incidents) {
          bench.edit(incident.parent);
          await bench.makeWorkDue(incident);
        }
        await bench.makeSweepDue();
        const [runs, refreshes] = await everythingAtOnce();
        expect(runs.map(run => run.outcome)).toEqual(Array(9).fill('ran'));
        // Read by one of them, or outrun by its writes on every one of its reads.
        for (const { status } of refreshes) {
          expect([200, 409]).toContain(status);
        }
      }
      await healed();
    });

    it.each([
      { task: 'incidents-delta', match: 'Changes' },
      { task: 'incidents-sweep', match: '/SweepChildren/' },
      { task: 'incidents-jobs', match: '/IssueTree|FindIssues|FindIssue/' },
    ])('leave each other’s claims alone: $task', async ({ task, match }) => {
      for (const holder of Object.values(replicas)) {
        await bench.makeSweepDue();
        if (task === 'incidents-jobs') {
          await bench.makeWorkDue(incidents[0]);
        }
        const { requests, faults } = bench.simulator;
        // Each of its first requests, since work is done side by side.
        const held = faults.add({
          kind: 'delay',
          delayMs: 1_000,
          match,
          times: 'untilCleared',
        });
        const running = holder.run(task);
        const first = task === 'incidents-jobs' ? 2 : 1;
        await bench.until(
          async () => held.hits >= first,
          `${task} asks for nothing`,
        );
        const before = requests.list().map(entry => entry.operationName);
        await Promise.all(
          Object.values(replicas)
            .filter(replica => replica !== holder)
            .map(replica => replica.run(task)),
        );
        faults.clear();
        const after = requests.list().map(entry => entry.operationName);
        expect(after).toEqual(before);
        expect(await running).toMatchObject({ outcome: 'ran' });
        await bench.finishWork(holder);
      }
      await healed();
    });

    it.each(['ahead', 'behind'] as const)(
      'do work when it is due by the database’s clock: %s',
      async which => {
        const wrong = replicas[which];
        // Never due at once: a replica that has just done something looks for more.
        await bench.makeWorkDue(incidents[0], { inMinutes: 5 });
        const enqueued = (await bench.knex('jobs')).length;
        expect(enqueued).toBeGreaterThan(2);
        await wrong.run('incidents-jobs');
        expect(await bench.knex('jobs')).toHaveLength(enqueued);
        await bench.knex('jobs').update({ run_at: inMinutes(0) });
        await wrong.run('incidents-jobs');
        expect(await bench.knex('jobs')).toHaveLength(0);

        const sweeps = async () => (await bench.knex('sweeps')).length;
        const known = await sweeps();
        await bench
          .knex('sweeps')
          .update({ started_at: inMinutes(5 - SWEEP_EVERY_MINUTES) });
        await wrong.run('incidents-sweep');
        expect(await sweeps()).toBe(known);
        await bench
          .knex('sweeps')
          .update({ started_at: inMinutes(-SWEEP_EVERY_MINUTES) });
        await wrong.run('incidents-sweep');
        expect(await sweeps()).toBe(known + 1);
        await bench.finishWork(wrong);
      },
    );

    it.each(['ahead', 'behind'] as const)(
      'try again after a failure as soon as the policy says, by the database’s clock: %s',
      async which => {
        await bench.makeWorkDue(incidents[0]);
        bench.simulator.faults.add({
          kind: 'status',
          status: 401,
          times: 'untilCleared',
        });
        await replicas[which].run('incidents-jobs');
        const work = await bench.knex('jobs').where({ attempts: 1 });
        expect(work.length).toBeGreaterThan(0);
        for (const { run_at: dueAt } of work) {
          // Half a minute at first, less jitter.
          const wait = await bench.fromNow(dueAt);
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThan(30_000);
        }
        bench.simulator.faults.clear();
        await healed();
      },
    );

    it.each(['ahead', 'behind'] as const)(
      'keep the watermark by Linear’s clock: %s',
      async which => {
        const before = await watermark();
        bench.edit(incidents[0].parent);
        const newest = Math.max(
          ...bench.simulator.store
            .issues()
            .map(({ updatedAt }) => Date.parse(updatedAt)),
        );
        await replicas[which].run('incidents-delta');
        const after = await watermark();
        expect(after).toBeGreaterThanOrEqual(
          Math.max(before, newest - MARGIN_OF_THE_WATERMARK),
        );
        expect(after).toBeLessThanOrEqual(Date.now() - MARGIN_OF_THE_WATERMARK);
        bench.edit(incidents[0].parent);
        await healed();
      },
    );
  },
);
