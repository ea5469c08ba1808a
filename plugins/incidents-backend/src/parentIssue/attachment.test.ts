import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'our attachment on %p',
  databaseId => {
    let bench: LinearBench;

    beforeEach(async () => {
      bench = await startWithLinear(databaseId);
    });
    afterEach(() => bench.close());

    it('returns at the next refresh after a person deleted it in Linear', async () => {
      const { ref, parentIssue } = await bench.declare();
      await bench.settled(ref);
      const { store } = bench.simulator;
      const attachments = () =>
        store.attachmentsOf(parentIssue.identifier ?? '');
      const [ours] = attachments();
      store.tables.deleteAttachment(ours.id);
      expect(attachments()).toEqual([]);

      await bench.sync(ref);
      await bench.settled(ref);
      expect(attachments()).toMatchObject([{ url: ours.url }]);

      bench.simulator.requests.clear();
      await bench.sync(ref);
      await bench.settled(ref);
      expect(
        bench.simulator.requests
          .list()
          .map(({ operationName }) => operationName),
      ).toEqual(['IssueTree']);
    });
  },
);
