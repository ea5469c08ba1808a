import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe('the rate budget', () => {
  let bench: SyncBench;

  beforeEach(async () => {
    const [databaseId] = testDatabases.eachSupportedId()[0];
    // A forced sync costs 1,628 points.
    bench = await SyncBench.start(databaseId, { pointsPerHour: 25_000 });
  });
  afterEach(() => bench.close());

  it('still has room for the parent issue of a new incident when forced syncs have used up all that they may', async () => {
    const { ref } = await bench.declare();
    const force = () => bench.call('post', `/incidents/${ref}/sync`, {});
    let last = await force();
    for (let n = 0; n < 18 && last.status === 200; n += 1) {
      last = await force();
    }
    expect(last.status).toBe(503);
    // A background call would wait, and so would another forced sync.
    expect((await force()).status).toBe(503);

    const { body } = await bench.call('post', '/incidents', {
      title: 'Checkout fails',
      severity: 'sev2',
    });
    await eventually(async () => {
      const read = await bench.call('get', `/incidents/${body.ref}`);
      expect(read.body.parentIssue).toMatchObject({ status: 'linked' });
    });
    expect((await force()).status).toBe(503);
  });
});
