import { TestDatabases } from '@backstage/backend-test-utils';
import { runCreations } from './runCreations';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'three replica processes on %p',
  databaseId => {
    it('make each of 30 parents once while connections break and replicas are killed', async () => {
      const knex = await databases.init(databaseId);
      const { host, port, user, password, database } =
        knex.client.config.connection;
      const report = await runCreations({
        incidents: 30,
        kills: 2,
        incidentsPerFault: 3,
        connection: `postgresql://${user}:${password}@${host}:${port}/${database}`,
      });
      expect(report).toMatchObject({
        kills: 2,
        distinctNumbers: 30,
        linkedParents: 30,
        issues: 30,
        distinctTitles: 30,
        attachments: 30,
      });
      expect(Object.keys(report.faults)).toEqual(
        expect.arrayContaining(['resetAfter', 'resetBefore']),
      );
    });
  },
);
