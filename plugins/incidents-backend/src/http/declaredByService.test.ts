import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { eventually } from '../__testUtils__/eventually';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'a private incident that a service declares, on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;

    afterEach(() => bench?.close());

    it('is returned to it as declared, not as people edit it while the service waits', async () => {
      bench = await startWithLinear(databaseId);
      bench.simulator.faults.add({
        kind: 'status',
        status: 503,
        match: '.*',
        times: 'untilCleared',
      });
      const declaring = bench
        .call(
          'post',
          '/incidents',
          {
            title: 'Declared',
            severity: 'sev2',
            visibility: 'private',
            lead: 'user:default/ada.olsen',
          },
          { by: mockCredentials.service.header(), prefer: 'wait=3' },
        )
        .then(({ status, body }) => ({ status, title: body.title }));
      await eventually(async () => {
        const { status } = await bench.call('patch', '/incidents/INC-1', {
          expectedVersion: 1,
          title: 'Salaries are public',
        });
        expect(status).toBe(200);
      });
      expect(await declaring).toEqual({ status: 201, title: 'Declared' });
    });
  },
);
