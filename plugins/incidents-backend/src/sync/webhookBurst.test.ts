import { createHmac, randomUUID } from 'node:crypto';
import { AddressInfo } from 'node:net';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

const SECRET = 'webhook-secret';
/** `WEBHOOK_BURST=1000` for a long one. */
const BURST = Number(process.env.WEBHOOK_BURST ?? 300);
const AT_ONCE = 32;
const OAUTH = {
  auth: { oauth: { clientId: 'demo-client', clientSecret: 'demo-secret' } },
  webhookSecrets: [SECRET],
};

describe.each(testDatabases.eachSupportedId())(
  'a burst of webhooks on %p',
  database => {
    let bench: SyncBench;

    beforeAll(async () => {
      bench = await SyncBench.start(database, { linear: OAUTH });
      await bench.replica.scheduler.run('incidents-linear-probe');
      await eventually(async () => {
        const { body } = await bench.call('get', '/linear/status');
        if (!body.actor) throw new Error('Our app user is not known yet');
      });
    });

    beforeEach(async () => {
      await bench.reset();
    });

    afterAll(async () => {
      await bench.close();
    });

    const store = () => bench.simulator.store;

    async function deliver(delivery: {
      id: string;
      issueId: string;
      parentId: string;
      actorId: string;
    }): Promise<number> {
      const bytes = JSON.stringify({
        action: 'update',
        type: 'Issue',
        webhookTimestamp: Date.now(),
        actor: { id: delivery.actorId, type: 'user' },
        data: {
          id: delivery.issueId,
          parentId: delivery.parentId,
          title: `Changed for ${delivery.id}`,
        },
      });
      const { port } = bench.replica.server.address() as AddressInfo;
      const response = await fetch(
        `http://127.0.0.1:${port}/api/incidents/linear/webhook`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'linear-delivery': delivery.id,
            'linear-signature': createHmac('sha256', SECRET)
              .update(bytes)
              .digest('hex'),
          },
          body: bytes,
        },
      );
      await response.arrayBuffer();
      return response.status;
    }

    it('of hundreds gets 200, is stored once each, and is read until the state equals Linear’s', async () => {
      const parents = [];
      for (let number = 1; number <= 10; number++) {
        parents.push((await bench.insert(number)).parent);
      }
      const issues = parents.flatMap(parent =>
        Array.from({ length: 10 }, (_, index) =>
          store().createIssue({ team: 'INC', title: `Item ${index}`, parent }),
        ),
      );
      await bench.sweep();
      await bench.drain();
      const person = store().issue(parents[0]).creatorId ?? randomUUID();
      bench.simulator.requests.clear();

      // Every issue ten times, shuffled by stride, each change before its webhook.
      const deliveries = Array.from({ length: BURST }, (_, index) => ({
        id: randomUUID(),
        issue: issues[(index * 37) % issues.length],
      }));
      const answers: number[] = [];
      const rest = deliveries.values();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const { id, issue } of rest) {
            store().updateIssue(issue.id, { title: `Changed for ${id}` });
            answers.push(
              await deliver({
                id,
                issueId: issue.id,
                parentId: issue.parentId ?? '',
                actorId: person,
              }),
            );
          }
        }),
      );
      expect(answers).toEqual(Array(BURST).fill(200));
      const stored = await bench.knex('webhook_deliveries');
      expect(stored).toHaveLength(BURST);
      expect(new Set(stored.map(row => row.outcome))).toEqual(
        new Set(['marked']),
      );
      await bench.idle();
      // No delta and no sweep has helped, and the requests are far fewer than the webhooks.
      expect(await bench.stored()).toEqual(await bench.expected());
      const asked = bench.operations();
      expect(asked).not.toContain('Changes');
      expect(asked.length).toBeLessThan(BURST / 4);
    });

    it('that our own changes set off is dropped, and sets off nothing', async () => {
      const { parent } = await bench.insert(1);
      const item = store().createIssue({ team: 'INC', title: 'One', parent });
      await bench.sweep();
      await bench.drain();
      const { body } = await bench.call('get', '/linear/status');
      const ours: string = body.actor.id;
      bench.simulator.requests.clear();
      for (let index = 0; index < 20; index++) {
        const status = await deliver({
          id: randomUUID(),
          issueId: item.id,
          parentId: parent,
          actorId: ours,
        });
        expect(status).toBe(200);
      }
      const outcomes = await bench.knex('webhook_deliveries').select('outcome');
      expect(outcomes).toEqual(Array(20).fill({ outcome: 'echo' }));
      expect(await bench.knex('jobs')).toEqual([]);
      expect(bench.operations()).toEqual([]);
      const theirs = await deliver({
        id: randomUUID(),
        issueId: item.id,
        parentId: parent,
        actorId: randomUUID(),
      });
      expect(theirs).toBe(200);
      await bench.idle();
      expect(bench.operations()).toEqual(['FindIssues']);
    });

    it('that Linear really sends of what we wrote ourselves is dropped', async () => {
      const { port } = bench.replica.server.address() as AddressInfo;
      bench.simulator.webhooks.register({
        url: `http://127.0.0.1:${port}/api/incidents/linear/webhook`,
        secret: SECRET,
        allPublicTeams: true,
      });
      await bench.declare();
      await eventually(async () => {
        const deliveries = await bench.knex('webhook_deliveries');
        expect(deliveries.length).toBeGreaterThan(0);
        expect(deliveries.length).toBe(
          bench.simulator.webhooks.deliveries().length,
        );
      });
      const outcomes = await bench.knex('webhook_deliveries').select('outcome');
      expect(new Set(outcomes.map(row => row.outcome))).toEqual(
        new Set(['echo']),
      );
    });
  },
);
