import { eventually } from '../__testUtils__/eventually';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'identifiers in sync on %p',
  databaseId => {
    let bench: LinearBench;

    beforeEach(async () => {
      bench = await startWithLinear(databaseId, {
        linear: { syncIdentifiers: true, identifierGapLimit: 3 },
      });
    });
    afterEach(() => bench.close());

    const identifierOf = async (ref: string) =>
      (await bench.read(ref)).parentIssue.identifier;
    const alive = () =>
      bench.simulator.store
        .issues()
        .filter(
          ({ identifier, trashed }) =>
            identifier.startsWith('INC-') && !trashed,
        )
        .map(({ identifier }) => identifier)
        .sort();
    const skipTo = (number: number) =>
      bench
        .knex('counters')
        .where({ name: 'incident' })
        .update({ value: number - 1 });
    const declareWithoutWaiting = async () => {
      const response = await bench.call('post', '/incidents', {
        title: 'Declared all the same',
        severity: 'sev3',
      });
      expect(response.status).toBe(201);
      return response.body.ref;
    };

    it('gives the issue the number of the incident, and its bare title', async () => {
      const { ref, parentIssue } = await bench.declare({ title: 'Down' });
      expect(parentIssue.identifier).toBe(ref);
      expect(bench.simulator.store.issue(ref).title).toBe('Down');
    });

    it('trashes what got a lower number, within the limit', async () => {
      await bench.declare();
      await skipTo(4);
      const { ref } = await bench.declare();
      expect(ref).toBe('INC-4');
      expect(await identifierOf(ref)).toBe('INC-4');
      await eventually(async () => {
        expect(alive()).toEqual(['INC-1', 'INC-4']);
      });
    });

    it('reaches the last number within the limit, and looks at it', async () => {
      await bench.declare();
      await skipTo(5);
      const { ref } = await bench.declare();
      expect(await identifierOf(ref)).toBe('INC-5');
    });

    it('refuses a wider gap before anything is created', async () => {
      await bench.declare();
      await skipTo(6);
      const ref = await declareWithoutWaiting();
      await eventually(async () => {
        expect((await bench.read(ref)).parentIssue).toMatchObject({
          status: 'failed',
          reason: {
            code: 'identifierGapTooWide',
            params: { team: 'INC', wanted: 6, gapLimit: 3 },
          },
        });
      });
      expect(alive()).toEqual(['INC-1']);
    });

    it('takes over no issue that people created, keeps the higher number with a note, and continues above it', async () => {
      const human = bench.simulator.store.createIssue({
        title: 'Made by a person',
        team: 'INC',
      });
      expect(human.identifier).toBe('INC-1');
      const { ref, parentIssue } = await bench.declare();
      expect(ref).toBe('INC-1');
      expect(parentIssue).toMatchObject({
        status: 'linked',
        identifier: 'INC-2',
        reason: {
          code: 'identifierTaken',
          params: { wanted: 'INC-1', identifier: 'INC-2' },
        },
      });
      expect(bench.simulator.store.issue('INC-1').title).toBe(
        'Made by a person',
      );
      const next = await bench.declare();
      expect(next.ref).toBe('INC-3');
      expect(next.parentIssue.identifier).toBe('INC-3');
    });

    it('claims in number order what was declared while Linear was down', async () => {
      await bench.declare();
      bench.simulator.faults.add({
        kind: 'status',
        status: 503,
        times: 'untilCleared',
      });
      const refs: string[] = [];
      for (let count = 0; count < 4; count++) {
        refs.push(await declareWithoutWaiting());
      }
      bench.simulator.faults.clear();
      const second = await bench.addReplica();
      await eventually(async () => {
        await bench.hurry();
        // Both replicas look for due work.
        for (const server of [bench.server, second]) {
          await bench.call('post', `/incidents/${refs[0]}/sync`, undefined, {
            server,
          });
          await bench.call('post', `/incidents/${refs[3]}/sync`, undefined, {
            server,
          });
        }
        for (const ref of refs) {
          expect(await identifierOf(ref)).toBe(ref);
        }
      });
      expect(alive()).toEqual(['INC-1', ...refs]);
    });

    it('does not wait for a creation that only a person can help', async () => {
      await bench.declare();
      bench.simulator.faults.add({
        kind: 'error',
        match: 'CreateIssue',
        message: 'Argument Validation Error',
        type: 'invalid input',
        code: 'INVALID_INPUT',
        times: 'untilCleared',
      });
      const stuck = await declareWithoutWaiting();
      await eventually(async () => {
        expect(
          await bench.knex('jobs').where({
            kind: 'reconcileParent',
            key: stuck.split('-')[1],
            state: 'escalated',
          }),
        ).toHaveLength(1);
      });
      bench.simulator.faults.clear();
      const next = await declareWithoutWaiting();
      await eventually(async () => {
        expect(await identifierOf(next)).toBe(next);
      });
      expect(await identifierOf(stuck)).toBeUndefined();
    });

    it('finds its own issue again after a response was lost', async () => {
      bench.simulator.faults.add({
        kind: 'resetAfter',
        match: 'CreateIssue',
        times: 1,
      });
      const { ref, parentIssue } = await bench.declare();
      expect(parentIssue.identifier).toBe(ref);
      expect(alive()).toEqual([ref]);
    });
  },
);
