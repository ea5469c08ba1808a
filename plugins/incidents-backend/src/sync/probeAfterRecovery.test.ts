import { LinearStatus } from '@backstage-incidents/incidents-common';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe('a start while Linear is down', () => {
  let bench: SyncBench;

  beforeEach(async () => {
    const [databaseId] = testDatabases.eachSupportedId()[0];
    bench = await SyncBench.start(databaseId, {
      linear: { routing: { default: { team: 'INC', labels: ['nowhere'] } } },
    });
  });
  afterEach(() => bench.close());

  async function status(): Promise<LinearStatus> {
    return (await bench.call('get', '/linear/status')).body;
  }

  it('shows teams and faults of the configuration as soon as one request succeeds', async () => {
    bench.simulator.faults.add({
      kind: 'status',
      status: 503,
      times: 'untilCleared',
    });
    await bench.replica.scheduler.run('incidents-linear-probe');
    await eventually(async () => {
      expect(await status()).toMatchObject({
        connection: { state: 'unavailable' },
        teams: [],
        configFaults: [],
      });
    });
    bench.simulator.faults.clear();

    await bench.delta();

    await eventually(async () => {
      expect(await status()).toMatchObject({
        connection: { state: 'connected' },
        teams: [{ key: 'INC' }],
        configFaults: [{ key: 'incidents.linear.routing.default.labels[0]' }],
      });
    });
    expect(bench.operations()).toEqual(['Probe', 'Changes', 'Probe']);
  });
});
