import { TestDatabases } from '@backstage/backend-test-utils';
import { connectionOf } from './connectionOf';
import { runCrashes } from './runCrashes';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'a replica process that is killed on %p',
  databaseId => {
    it('in the middle of a delta, a sweep or its work leaves nothing lost, doubled or undone', async () => {
      const report = await runCrashes({
        connection: connectionOf(await databases.init(databaseId)),
        incidents: 1,
        killsPerTask: 1,
      });
      expect(report.kills).toBe(3);
      for (const crash of report.crashes) {
        expect(crash).toMatchObject({
          missing: [],
          surplus: [],
          leftovers: {
            jobs: 0,
            sweepCandidates: 0,
            unfinishedSweeps: 0,
            doubledAttachments: 0,
          },
        });
      }
    });
  },
);
