import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'a former parent issue of a private incident on %p',
  databaseId => {
    let bench: SyncBench;
    beforeEach(async () => {
      bench = await SyncBench.start(databaseId);
    });
    afterEach(() => bench.close());

    it('is redacted within the hour, as a present one is, if an earlier configuration showed more', async () => {
      const first = await bench.declare({ visibility: 'private' });
      const second = await bench.declare({ visibility: 'private' });
      await request(bench.replica.server)
        .delete(`/api/incidents/incidents/${first.ref}/parent-issue`)
        .set(
          'authorization',
          mockCredentials.user.header('user:default/ada.olsen'),
        )
        .expect(200);
      await bench.drain();
      const { store } = bench.simulator;
      const parents = [first.parent, second.parent];
      for (const parent of parents) {
        const { id } = store.updateIssue(parent, { priority: 1 });
        const [{ observed }] = await bench
          .knex('parent_issues')
          .where({ issue_id: id });
        await bench
          .knex('parent_issues')
          .where({ issue_id: id })
          .update({
            observed: JSON.stringify({ ...JSON.parse(observed), priority: 1 }),
          });
      }
      await bench.replica.scheduler.run('incidents-recovery');
      await bench.drain();
      expect(parents.map(parent => store.issue(parent).priority)).toEqual([
        0, 0,
      ]);
    });

    it('is redacted again when a person writes into it, by one read and one write', async () => {
      const { ref, parent } = await bench.declare({ visibility: 'private' });
      await request(bench.replica.server)
        .delete(`/api/incidents/incidents/${ref}/parent-issue`)
        .set(
          'authorization',
          mockCredentials.user.header('user:default/ada.olsen'),
        )
        .expect(200);
      await bench.drain();
      await bench.delta();
      await bench.drain();

      const { store, requests } = bench.simulator;
      store.updateIssue(parent, {
        title: 'Card numbers in logs',
        description: 'Since noon',
        assignee: 'mei.tanaka@example.com',
      });
      requests.clear();
      await bench.delta();
      await bench.drain();
      const issue = store.issue(parent);
      expect([issue.title, issue.description, issue.assigneeId]).toEqual([
        `[${ref}] Private incident`,
        undefined,
        undefined,
      ]);
      await bench.delta();
      await bench.drain();
      expect(bench.operations()).toEqual([
        'Changes',
        'FindIssue',
        'UpdateIssue',
        'Changes',
      ]);
    });
  },
);
