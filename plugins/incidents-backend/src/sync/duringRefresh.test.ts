import { createServiceFactory } from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createHmac } from 'node:crypto';
import request from 'supertest';
import { eventually } from '../__testUtils__/eventually';
import { testEntities } from '../__testUtils__/startIncidentsBackend';
import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const SECRET = 'secret';

describe.each(testDatabases.eachSupportedId())(
  'while a refresh runs on %p',
  database => {
    let bench: SyncBench;

    beforeEach(async () => {
      bench = await SyncBench.start(database, {
        // One row a page, so that a refresh takes several requests.
        habits: { rowsPerPage: 1 },
        linear: { webhookSecrets: [SECRET] },
      });
    });

    afterEach(async () => {
      await bench.close();
    });

    const store = () => bench.simulator.store;

    /** An incident with two sub-issues and a related issue, all stored. */
    async function declare(body: object = {}) {
      const { ref, parent } = await bench.declare(body);
      const [first] = ['First', 'Second'].map(title =>
        store().createIssue({ team: 'INC', title, parent }),
      );
      const related = store().createIssue({ team: 'INC', title: 'Related' });
      store().relate(parent, related.id, 'related');
      await bench.sweep();
      await bench.idle();
      return { ref, parent, first: first.id, related: related.id };
    }

    /** Does something after a refresh has read the first sub-issue and the relation, and before it reads the rest. */
    async function amidRefresh(
      ref: string,
      happen: () => Promise<unknown>,
    ): Promise<void> {
      let isDone = false;
      bench.gate = async name => {
        if (name === 'IssueTreeChildren' && !isDone) {
          isDone = true;
          await happen();
        }
      };
      await bench.call('post', `/incidents/${ref}/sync`, {});
      expect(isDone).toBe(true);
      await bench.idle();
    }

    it('a relation that is removed is noticed by a sync that a person then requests', async () => {
      const { ref, parent, related } = await declare();
      let second: Promise<unknown> = Promise.resolve();
      await amidRefresh(ref, async () => {
        store().unrelate(parent, related);
        second = bench.call('post', `/incidents/${ref}/sync`, {});
        await eventually(async () =>
          expect(
            await bench.knex('jobs').where({ kind: 'refresh' }),
          ).toMatchObject([{ generation: 2 }]),
        );
      });
      expect(await second).toMatchObject({
        body: { outcome: 'synced', stats: { removed: 1 } },
      });
      expect(await bench.titles(ref)).toEqual(['First', 'Second']);
    });

    it('a deletion that a webhook reports is not lost', async () => {
      const { ref, parent, first } = await declare();
      const body = JSON.stringify({
        action: 'remove',
        type: 'Issue',
        webhookTimestamp: Date.now(),
        data: { id: first, parentId: store().issue(parent).id },
      });
      await amidRefresh(ref, async () => {
        store().deletePermanently(first);
        const { status } = await request(bench.replica.server)
          .post('/api/incidents/linear/webhook')
          .set('content-type', 'application/json')
          .set(
            'linear-signature',
            createHmac('sha256', SECRET).update(body).digest('hex'),
          )
          .send(body);
        expect(status).toBe(200);
        await eventually(async () =>
          expect(
            await bench.knex('jobs').where({ kind: 'readIssues' }),
          ).toHaveLength(0),
        );
      });
      expect(await bench.titles(ref)).toEqual(['Related', 'Second']);
    });

    it('a description that is typed into the parent of a private incident is blanked all the same', async () => {
      const { ref, parent } = await declare({ visibility: 'private' });
      await amidRefresh(ref, async () => {
        store().updateIssue(parent, { description: 'Who did it' });
        await bench.replica.scheduler.run('incidents-delta');
        await eventually(async () =>
          expect(
            await bench.knex('jobs').where({ kind: 'delta' }),
          ).toHaveLength(0),
        );
      });
      expect(store().issue(parent).description ?? '').toBe('');
    });

    it('a shutdown is not recorded as its failure', async () => {
      const { ref } = await declare();
      let release = () => {};
      const held = new Promise<void>(resolve => {
        release = resolve;
      });
      let isHeld = false;
      bench.gate = async name => {
        if (name === 'IssueTree') {
          isHeld = true;
          await held;
        }
      };
      await bench
        .knex('incident_syncs')
        .update({ last_success_at: new Date(0) });
      await bench.items(ref);
      await eventually(async () => expect(isHeld).toBe(true));
      await bench.replica.stop();
      expect(await bench.knex('jobs').where({ kind: 'refresh' })).toMatchObject(
        [{ claim_id: null, reason: null, attempts: 0, state: 'due' }],
      );
      release();
    });
  },
);

describe('while a refresh waits to be tried again', () => {
  it('a person who requests a sync gets a new read at once', async () => {
    const [databaseId] = testDatabases.eachSupportedId()[0];
    const bench = await SyncBench.start(databaseId);
    const { ref } = await bench.declare();
    await bench.knex('incident_syncs').delete();
    bench.simulator.faults.add({ kind: 'status', status: 503 });
    await bench.items(ref);
    await eventually(async () =>
      expect((await bench.items(ref)).sync.error).toMatchObject({
        code: 'linearUnavailable',
      }),
    );
    await bench
      .knex('jobs')
      .where({ kind: 'refresh' })
      .update({ run_at: new Date(Date.now() + 3_600_000) });
    bench.simulator.requests.clear();
    const { status, body } = await bench.call(
      'post',
      `/incidents/${ref}/sync`,
      {},
    );
    expect([status, body.outcome]).toEqual([200, 'synced']);
    expect(bench.operations()).toEqual(['IssueTree']);
    expect(body.sync.error).toBeUndefined();
    await bench.close();
  });
});

describe.each(testDatabases.eachSupportedId())(
  'items that were removed on %p',
  database => {
    it('an item that a refresh removed meanwhile does not come back', async () => {
      let meanwhile = async () => {};
      const catalog = catalogServiceMock({ entities: testEntities });
      const bench = await SyncBench.start(database, {
        backend: {
          catalog: createServiceFactory({
            service: catalogServiceRef,
            deps: {},
            factory: () =>
              Object.assign(catalog, {
                getEntities: async () => {
                  await meanwhile();
                  return { items: [] };
                },
              }),
          }),
        },
      });
      const { store } = bench.simulator;
      const { ref, parent } = await bench.declare();
      const related = store.createIssue({ team: 'INC', title: 'Related' });
      store.relate(parent, related.id, 'related');
      await bench.sweep();
      await bench.idle();
      expect(await bench.titles(ref)).toEqual(['Related']);

      // The people of changed issues are looked up after it is known whose items
      // the issues are, and before they are stored.
      const happened = new Promise<void>(resolve => {
        meanwhile = async () => {
          meanwhile = async () => {};
          store.unrelate(parent, related.id);
          await bench.call('post', `/incidents/${ref}/sync`, {});
          expect(await bench.titles(ref)).toEqual([]);
          resolve();
        };
      });
      store.updateIssue(related.id, {
        title: 'Changed',
        assignee: 'sam.weber@example.com',
      });
      await bench.delta();
      await happened;
      await bench.idle();
      expect(await bench.titles(ref)).toEqual([]);
      await bench.close();
    });

    it('an item that is removed a second time is gone', async () => {
      const bench = await SyncBench.start(database);
      const { store } = bench.simulator;
      const { ref, parent } = await bench.declare();
      const related = store.createIssue({ team: 'INC', title: 'Related' });
      const sync = () => bench.call('post', `/incidents/${ref}/sync`, {});
      for (const _time of ['first', 'second']) {
        store.relate(parent, related.id, 'related');
        await sync();
        expect(await bench.titles(ref)).toEqual(['Related']);
        store.unrelate(parent, related.id);
        expect((await sync()).status).toBe(200);
        expect(await bench.titles(ref)).toEqual([]);
      }
      await bench.close();
    });
  },
);
