import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { eventually } from '../__testUtils__/eventually';

jest.setTimeout(60_000);

describe('LeadAssignee', () => {
  let bench: LinearBench;

  beforeEach(async () => {
    bench = await startWithLinear('SQLITE_3');
  });
  afterEach(() => bench.close());

  it('does not ask Linear again for a lead who is not there', async () => {
    bench.simulator.store.updateUser('sam.weber@example.com', {
      active: false,
    });
    const { ref } = await bench.declare({ lead: 'user:default/sam.weber' });
    await eventually(async () => {
      expect(await bench.knex('jobs')).toEqual([]);
    });
    expect((await bench.read(ref)).parentIssue.reason).toMatch(
      /^Nobody is assigned/,
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
