import { TestDatabaseId } from '@backstage/backend-test-utils';
import { randomUUID } from 'node:crypto';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { someoneWaits } from '../__testUtils__/someoneWaits';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'unlinking a parent issue on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;

    afterEach(() => bench?.close());

    it('also removes items that are being stored at that moment', async () => {
      bench = await startWithLinear(databaseId);
      const { ref } = await bench.declare();
      await bench.call('post', `/incidents/${ref}/action-items`, {
        title: 'Add an alert',
      });
      await bench.settled(ref);
      const { knex } = bench;

      // As a sync does: the list first, then the items, then the parent.
      const storing = knex.transaction(async tx => {
        await tx('action_item_lists').increment('version', 1);
        const [item] = await tx('action_items');
        await tx('action_items').insert({ ...item, issue_id: randomUUID() });
        const unlinking = bench.call(
          'delete',
          `/incidents/${ref}/parent-issue`,
        );
        const answer = unlinking.then(({ status }) => status);
        await someoneWaits(knex, tx);
        await tx('parent_issues').update({ updated_at: new Date() });
        return { answer };
      });
      const { answer } = await storing;
      expect(await answer).toBe(200);
      expect(await knex('action_items')).toEqual([]);
    });

    it('goes through although a job has recorded what it read of the issue meanwhile', async () => {
      bench = await startWithLinear(databaseId);
      const { ref } = await bench.declare();
      await bench.settled(ref);
      const { knex } = bench;

      const recording = knex.transaction(async tx => {
        // Holds up the unlinking after it has read the parent issue.
        await tx('action_item_lists').increment('version', 1);
        const response = bench
          .call('delete', `/incidents/${ref}/parent-issue`)
          .then(({ status }) => status);
        await someoneWaits(knex, tx);
        await tx('parent_issues').increment('version', 1);
        return { response };
      });
      const { response } = await recording;
      expect(await response).toBe(200);
      expect(await knex('parent_issues').where({ is_current: true })).toEqual(
        [],
      );
    });
  },
);
