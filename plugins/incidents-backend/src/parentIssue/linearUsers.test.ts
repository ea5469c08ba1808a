import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { eventually } from '../__testUtils__/eventually';

jest.setTimeout(60_000);

describe('linearUsers', () => {
  let bench: LinearBench;

  beforeEach(async () => {
    bench = await startWithLinear('SQLITE_3');
  });
  afterEach(() => bench.close());

  it('does not look a lead who is not in Linear up again', async () => {
    bench.simulator.store.updateUser('sam.weber@example.com', {
      active: false,
    });
    const { ref } = await bench.declare({ lead: 'user:default/sam.weber' });
    await eventually(async () => {
      expect(await bench.knex('jobs')).toEqual([]);
    });
    expect((await bench.read(ref)).parentIssue.reason?.code).toBe(
      'leadNotInLinear',
    );
    bench.simulator.requests.clear();
    const edited = await bench.call('patch', `/incidents/${ref}`, {
      expectedVersion: 1,
      summary: 'Says nothing to Linear',
    });
    expect(edited.status).toBe(200);
    await eventually(async () => {
      expect(await bench.knex('jobs')).toEqual([]);
    });
    expect(
      bench.simulator.requests.list().map(({ operationName }) => operationName),
    ).toEqual([]);
  });
});
