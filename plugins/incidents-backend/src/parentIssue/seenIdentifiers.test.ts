import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'numbers that people used in Linear, on %p',
  databaseId => {
    let bench: SyncBench;

    beforeEach(async () => {
      bench = await SyncBench.start(databaseId, {
        linear: { syncIdentifiers: true, identifierGapLimit: 0 },
      });
    });
    afterEach(() => bench.close());

    it('are passed over by the next incident, whose issue then has its number', async () => {
      const first = await bench.declare();
      expect(first.parent).toBe(first.ref);
      for (const title of ['One', 'Two', 'Three']) {
        bench.simulator.store.createIssue({ team: 'INC', title });
        bench.simulator.store.createIssue({ team: 'ENG', title });
      }
      await bench.delta();
      const next = await bench.declare();
      expect(next).toEqual({ ref: 'INC-5', parent: 'INC-5' });
    });
  },
);
