import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { createHmac, randomUUID } from 'node:crypto';
import { connectionOf } from '../crashes/connectionOf';
import { CrashBench } from '../crashes/CrashBench';

jest.setTimeout(180_000);

const SECRET = 'webhook-secret';
const directory = resolvePackagePath(
  '@backstage-incidents/incidents-backend',
  'migrations',
);
const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'two replica processes that start together on a database of the first release on %p',
  databaseId => {
    let bench: CrashBench;

    afterEach(async () => {
      await bench.close();
    });

    it('finish its jobs, leave jobs of a later version to it, and let nothing need attention', async () => {
      const knex = await databases.init(databaseId);
      await knex.migrate.up({ directory });
      bench = await CrashBench.start(connectionOf(knex));
      const incident = await bench.insertIncident();
      await bench.makeWorkDue(incident);
      const now = knex.raw('clock_timestamp()');
      await knex('webhook_deliveries').insert({
        delivery_id: randomUUID(),
        type: 'Issue',
        outcome: 'marked',
        received_at: now,
      });
      const later = {
        id: randomUUID(),
        kind: 'ofALaterVersion',
        key: '1',
        generation: 1,
        state: 'due',
        attempts: 0,
      };
      await knex('jobs').insert({
        ...later,
        completed_generation: 0,
        failed_generation: 0,
        priority: 1,
        run_at: now,
        created_at: now,
      });

      const replicas = await Promise.all(
        [1, 2].map(() =>
          bench.addReplica({ polls: true, webhookSecret: SECRET }),
        ),
      );
      await bench.until(
        async () => (await knex('jobs')).length === 1,
        'jobs of the first release are left',
      );
      expect(await bench.inDatabase()).toEqual(await bench.inLinear());

      const { store } = bench.simulator;
      const [item] = store.children(incident.parent);
      store.updateIssue(item.id, { title: 'Renamed' });
      const body = JSON.stringify({
        action: 'update',
        type: 'Issue',
        webhookTimestamp: Date.now(),
        data: { id: item.id },
      });
      for (const { url } of replicas) {
        const response = await fetch(`${url}/linear/webhook`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'linear-delivery': randomUUID(),
            'linear-signature': createHmac('sha256', SECRET)
              .update(body)
              .digest('hex'),
          },
          body,
        });
        expect(response.status).toBe(200);
      }
      expect(await knex('webhook_deliveries')).toHaveLength(2);
      await bench.until(
        async () =>
          (await bench.inDatabase()).some(line => line.endsWith(' Renamed')),
        'the change is not shown',
      );

      const left = await knex('jobs').where({ kind: later.kind });
      expect(left).toEqual([
        expect.objectContaining({ ...later, claim_id: null, reason: null }),
      ]);
      const status = await fetch(`${replicas[0].url}/linear/status`, {
        headers: { authorization: mockCredentials.user.header() },
      });
      expect(await status.json()).toMatchObject({
        attention: [],
        work: { escalated: [], waiting: [] },
      });
    });
  },
);
