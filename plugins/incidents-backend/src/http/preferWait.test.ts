import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'Prefer: wait on %p',
  databaseId => {
    let bench: LinearBench;

    afterEach(() => bench?.close());

    const declare = (wait: number) =>
      bench.call(
        'post',
        '/incidents',
        { title: 'Checkout fails', severity: 'sev2' },
        { prefer: `wait=${wait}` },
      );

    it('responds without a parent issue when its time is over, to sixty at once', async () => {
      bench = await startWithLinear(databaseId);
      bench.simulator.faults.add({
        kind: 'delay',
        delayMs: 20_000,
        times: 'untilCleared',
      });
      const responses = await Promise.all(
        Array.from({ length: 60 }, () => declare(2)),
      );
      expect(new Set(responses.map(({ status }) => status))).toEqual(
        new Set([201]),
      );
      expect(
        new Set(responses.map(({ body }) => body.parentIssue.status)),
      ).toEqual(new Set(['pending']));
      bench.simulator.faults.clear();
    });

    it('ends as soon as the parent issue is linked', async () => {
      bench = await startWithLinear(databaseId);
      const { body } = await declare(20);
      expect(body.parentIssue.status).toBe('linked');
    });
  },
);
