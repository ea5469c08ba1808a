import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'a shutdown during the creation of a parent issue on %p',
  databaseId => {
    let bench: SyncBench;

    beforeEach(async () => {
      bench = await SyncBench.start(databaseId);
    });
    afterEach(() => bench.close());

    it('is not shown as an error on the card, and the next process continues', async () => {
      bench.simulator.faults.add({
        kind: 'delay',
        delayMs: 5_000,
        match: 'CreateIssue',
        times: 1,
      });
      const { body } = await bench.call('post', '/incidents', {
        title: 'Checkout fails',
        severity: 'sev2',
      });
      await eventually(async () => {
        expect(bench.operations()).toContain('CreateIssue');
      });
      const next = await bench.addReplica();
      await bench.replicas[0].stop();
      const read = async () =>
        (
          await bench.call(
            'get',
            `/incidents/${body.ref}`,
            undefined,
            next.server,
          )
        ).body.parentIssue;
      expect(await read()).toMatchObject({
        status: 'pending',
        reason: { code: 'parentIssueCreating' },
      });
      await eventually(async () => {
        await next.scheduler.run('incidents-jobs');
        expect(await read()).toMatchObject({ status: 'linked' });
      });
    });
  },
);
