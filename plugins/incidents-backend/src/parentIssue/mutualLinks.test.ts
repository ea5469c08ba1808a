import { jobRow } from '../__testUtils__/rows';
import { TestDatabaseId } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { someoneWaits } from '../__testUtils__/someoneWaits';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'linking an issue that other incidents show on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;

    afterEach(() => bench?.close());

    it('enqueues the jobs of incidents in order of number, so that two do not wait for each other', async () => {
      bench = await startWithLinear(databaseId);
      const first = await bench.declare();
      const second = await bench.declare();
      const { store } = bench.simulator;
      const issue = store.createIssue({ team: 'INC', title: 'Add an alert' });
      const parentId = String(second.parentIssue.id);
      store.relate(parentId, issue.id, 'related');
      await bench.sync(second.ref);
      await bench.settled(first.ref);
      await bench.settled(second.ref);

      // What the other one does: the lower number first.
      const linking = await bench.knex.transaction(async tx => {
        await enqueueReconcile(tx, 1);
        const answer = bench
          .call('put', `/incidents/${first.ref}/parent-issue`, {
            issue: issue.identifier,
            replace: true,
          })
          .then(({ status }) => status);
        await someoneWaits(bench.knex, tx);
        await enqueueReconcile(tx, 2);
        return { answer };
      });
      expect(await linking.answer).toBe(200);
    });
  },
);

async function enqueueReconcile(
  tx: Knex,
  incidentNumber: number,
): Promise<void> {
  await tx('jobs').insert(
    jobRow({
      kind: 'reconcileParent',
      key: String(incidentNumber),
      incident_number: incidentNumber,
    }),
  );
}
