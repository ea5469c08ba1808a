import { mockServices } from '@backstage/backend-test-utils';
import { randomUUID } from 'node:crypto';
import { configuredLinear } from './__testUtils__/configuredLinear';
import { incidentRow, parentIssueRow } from '../__testUtils__/rows';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createJobQueue } from '../jobs';
import { backfillParentIssues } from './createParentIssues';
import { createParentIssueRequests } from './parentIssueRequests';
import { createParentIssueStore } from './ParentIssueStore';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'incidents without a parent issue on %p',
  databaseId => {
    async function bench() {
      const database = await openTestDatabase(databaseId);
      const { knex } = database;
      const parentIssues = createParentIssueStore({
        database,
        logger: mockServices.logger.mock(),
        now: () => new Date(),
      });
      const requests = createParentIssueRequests({
        linearSettings: configuredLinear(),
        parentIssues,
        jobs: createJobQueue({ database, newId: randomUUID }),
        newId: randomUUID,
      });
      return {
        knex,
        run: (signal = new AbortController().signal) =>
          backfillParentIssues({ database, parentIssues, requests }, signal),
      };
    }

    it('all get one to be created, more than one batch too', async () => {
      const { knex, run } = await bench();
      const numbers = Array.from({ length: 120 }, (_, index) => index + 1);
      await knex.batchInsert(
        'incidents',
        numbers.map(number => incidentRow(number)),
        50,
      );
      await knex('parent_issues').insert(parentIssueRow(7, 'linked already'));
      expect(await run()).toBe(119);
      expect(
        await knex('parent_issues').where({ status: 'pending' }),
      ).toHaveLength(119);
      expect(
        await knex('jobs').where({ kind: 'reconcileParent' }),
      ).toHaveLength(119);
      expect(await run()).toBe(0);
    });

    it('stay so once the plugin stops', async () => {
      const { knex, run } = await bench();
      await knex('incidents').insert(incidentRow(1));
      expect(await run(AbortSignal.abort())).toBe(0);
      expect(await knex('parent_issues')).toEqual([]);
    });
  },
);
