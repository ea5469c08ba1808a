import { mockCredentials } from '@backstage/backend-test-utils';
import { Incident } from '@backstage-incidents/incidents-common';
import request from 'supertest';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const TWO_DAYS = 48 * 3_600_000;

describe.each(testDatabases.eachSupportedId())(
  'a creation that has been tried for too long on %p',
  databaseId => {
    let bench: SyncBench;

    beforeAll(async () => {
      bench = await SyncBench.start(databaseId);
    });
    afterAll(() => bench.close());

    const escalated = () => bench.knex('jobs').where({ state: 'escalated' });

    /** An incident whose parent no job creates any more, while Linear responds again. */
    async function givenUp(): Promise<string> {
      bench.simulator.faults.add({
        kind: 'malformed',
        times: 'untilCleared',
      });
      const { body } = await bench.call('post', '/incidents', {
        title: 'Checkout fails',
        severity: 'sev2',
      });
      await eventually(async () => {
        await bench
          .knex('jobs')
          .whereNotNull('failing_since')
          .whereNull('claim_id')
          .update({
            failing_since: new Date(Date.now() - TWO_DAYS),
            run_at: new Date(0),
          });
        await bench.replica.scheduler.run('incidents-jobs');
        expect(await escalated()).toHaveLength(1);
      });
      bench.simulator.faults.clear();
      return body.ref;
    }

    async function parentIssue(ref: string): Promise<Incident['parentIssue']> {
      const { body } = await bench.call('get', `/incidents/${ref}`);
      return body.parentIssue;
    }

    it('is shown as failed with the reason, and is tried again when a person requests the parent', async () => {
      const ref = await givenUp();
      const failed = {
        status: 'failed',
        reason: expect.objectContaining({ code: 'retriesExhausted' }),
      };
      expect(await parentIssue(ref)).toMatchObject(failed);
      expect((await bench.items(ref)).parentIssue).toMatchObject(failed);
      const { body } = await bench.call('get', '/incidents');
      expect(body.items[0].parentIssue).toMatchObject(failed);

      const answer = await request(bench.replica.server)
        .put(`/api/incidents/incidents/${ref}/parent-issue`)
        .set(
          'authorization',
          mockCredentials.user.header('user:default/ada.olsen'),
        )
        .send({});
      expect(answer.body).toMatchObject({ status: 'linked' });
      await bench.idle();
      expect(await parentIssue(ref)).toMatchObject({ status: 'linked' });
    });

    it('is tried again when an operator retries it', async () => {
      const ref = await givenUp();
      const [{ id }] = await escalated();
      const retried = await bench.call('post', `/linear/work/${id}/retry`);
      expect(retried.status).toBe(204);
      await eventually(async () => {
        await bench.drain();
        expect(await parentIssue(ref)).toMatchObject({ status: 'linked' });
      });
    });
  },
);
