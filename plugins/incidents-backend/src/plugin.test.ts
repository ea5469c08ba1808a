import { mockCredentials } from '@backstage/backend-test-utils';
import { ActionItems, Incident } from '@backstage-incidents/incidents-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { Simulator, startSimulator } from 'linear-simulator';
import { Server } from 'node:http';
import request from 'supertest';
import { startIncidentsBackend } from './__testUtils__/startIncidentsBackend';
import { testDatabases } from './__testUtils__/testDatabases';
import { eventually } from './__testUtils__/eventually';

jest.setTimeout(60_000);

const ada = mockCredentials.user.header('user:default/ada.olsen');

const checkoutFails = {
  title: 'Checkout fails',
  summary: 'Card payments time out',
  severity: 'sev1',
  lead: 'user:default/sam.weber',
  affects: ['component:default/checkout'],
};

describe.each(testDatabases.eachSupportedId())(
  'the incidents plugin on %p',
  databaseId => {
    let simulator: Simulator;
    let knex: Knex;
    let server: Server;

    beforeEach(async () => {
      simulator = await startSimulator({ seed: 'empty' });
      knex = await testDatabases.init(databaseId);
      server = await start();
    });

    afterEach(async () => {
      await simulator.close();
    });

    async function start(actionItems: JsonObject = {}): Promise<Server> {
      const backend = await startIncidentsBackend({
        knex,
        incidents: {
          actionItems,
          sync: { throttle: { milliseconds: 1 }, forcedPerMinute: 100_000 },
          linear: {
            apiUrl: simulator.apiUrl,
            auth: { apiKey: 'lin_api_demo' },
            routing: {
              rules: [
                {
                  name: 'payments',
                  when: {
                    severity: ['sev1'],
                    affects: { refs: ['component:default/checkout'] },
                  },
                  use: { team: 'PAY', labels: ['incident'] },
                },
              ],
              default: { team: 'INC' },
            },
          },
        },
      });
      return backend.server;
    }

    async function declare(
      body: object = checkoutFails,
      wait = 10,
    ): Promise<Incident> {
      const response = await request(server)
        .post('/api/incidents/incidents')
        .set('authorization', ada)
        .set('prefer', `wait=${wait}`)
        .send(body);
      expect(response.status).toBe(201);
      return response.body;
    }

    async function read(ref: string): Promise<Incident> {
      const response = await request(server)
        .get(`/api/incidents/incidents/${ref}`)
        .set('authorization', ada);
      expect(response.status).toBe(200);
      return response.body;
    }

    async function readItems(ref: string): Promise<ActionItems> {
      const response = await request(server)
        .get(`/api/incidents/incidents/${ref}/action-items`)
        .set('authorization', ada);
      expect(response.status).toBe(200);
      return response.body;
    }

    /** A forced refresh of our own, after those that views have set off. */
    async function sync(ref: string): Promise<request.Response> {
      for (;;) {
        const response = await request(server)
          .post(`/api/incidents/incidents/${ref}/sync`)
          .set('authorization', ada);
        if (response.body.outcome !== 'alreadyRunning') {
          return response;
        }
      }
    }

    const parentsOf = (ref: string) =>
      simulator.store
        .issues()
        .filter(issue => issue.title.startsWith(`[${ref}]`));

    it('declares an incident and links a parent issue that says what it is', async () => {
      const incident = await declare();
      expect(incident).toMatchObject({
        ref: 'INC-1',
        reporter: 'user:default/ada.olsen',
        parentIssue: {
          status: 'linked',
          route: { team: 'PAY', rule: 'payments' },
        },
      });
      const { identifier = '' } = incident.parentIssue;
      expect(identifier).toMatch(/^PAY-\d+$/);
      const issue = simulator.store.issue(identifier);
      expect(issue).toMatchObject({
        title: '[INC-1] Checkout fails',
        priority: 1,
        assigneeId: simulator.store.user('sam.weber@example.com').id,
        labelIds: [simulator.store.label('incident').id],
      });
      expect(issue.description).toContain('Card payments time out');
      expect(simulator.store.attachmentsOf(identifier)).toMatchObject([
        { url: 'http://backstage.test/catalog/default/incident/inc-1' },
      ]);
    });

    it('sends Linear no content of a private incident', async () => {
      const { ref } = await declare({
        ...checkoutFails,
        title: 'The secret thing',
        summary: 'The secret reason',
        visibility: 'private',
      });
      expect(parentsOf(ref).map(({ title }) => title)).toEqual([
        '[INC-1] Private incident',
      ]);
      const sent = JSON.stringify([
        simulator.store.issues(),
        simulator.store.attachmentsOf(parentsOf(ref)[0].id),
      ]);
      expect(sent).not.toContain('secret');
    });

    it('shows sub-issues and related issues, completes the parent with them and reopens it for new work', async () => {
      const { ref, parentIssue } = await declare();
      const parent = parentIssue.identifier ?? '';
      const child = simulator.store.createIssue({
        title: 'Add a circuit breaker',
        team: 'PAY',
        parent,
        assignee: 'priya.nair@example.com',
        priority: 2,
      });
      const archived = simulator.store.createIssue({
        title: 'Archived long ago',
        team: 'PAY',
        parent,
        state: 'Done',
      });
      simulator.store.archive(archived.id);
      const related = simulator.store.createIssue({
        title: 'Alert on queue age',
        team: 'ENG',
      });
      simulator.store.relate(related.identifier, parent, 'related');
      simulator.store.relate(parent, child.identifier, 'related');

      expect((await sync(ref)).body.outcome).toBe('synced');
      const { items, progress } = await readItems(ref);
      expect(progress).toMatchObject({ total: 3, todo: 2, done: 1 });
      expect(items).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            identifier: child.identifier,
            source: 'child',
            status: 'todo',
            priority: 'high',
            assignee: expect.objectContaining({
              name: 'Priya Nair',
              userRef: 'user:default/priya.nair',
            }),
          }),
          expect.objectContaining({
            identifier: related.identifier,
            source: 'related',
          }),
          expect.objectContaining({
            identifier: archived.identifier,
            archived: true,
          }),
        ]),
      );

      simulator.store.setState(child.id, 'Done');
      simulator.store.setState(related.id, 'Canceled');
      await sync(ref);
      await eventually(async () => {
        expect(simulator.store.stateOf(parent).name).toBe('Done');
        expect((await read(ref)).parentIssue).toMatchObject({
          state: { name: 'Done', type: 'completed' },
          reason: { code: 'allItemsClosed' },
        });
      });

      simulator.store.createIssue({
        title: 'One more thing',
        team: 'PAY',
        parent,
      });
      await sync(ref);
      await eventually(async () => {
        expect(simulator.store.stateOf(parent)).toMatchObject({
          name: 'In Progress',
        });
      });
    });

    it('never closes a parent over an open sub-issue that its team would close with it, shown or not', async () => {
      server = await start({
        sources: ['related'],
        autoComplete: { counts: ['related'] },
      });
      simulator.store.updateTeam('PAY', { autoCloseChildIssues: true });
      const { ref, parentIssue } = await declare();
      const parent = parentIssue.identifier ?? '';
      const child = simulator.store.createIssue({
        title: 'Open',
        team: 'PAY',
        parent,
      });
      const related = simulator.store.createIssue({
        title: 'Done',
        team: 'ENG',
        state: 'Done',
      });
      simulator.store.relate(parent, related.identifier);
      await sync(ref);
      expect((await readItems(ref)).items.map(item => item.source)).toEqual([
        'related',
      ]);
      await eventually(async () => {
        expect(await knex('jobs').where({ kind: 'reconcileParent' })).toEqual(
          [],
        );
      });
      expect(simulator.store.stateOf(parent).type).not.toBe('completed');
      simulator.store.setState(child.identifier, 'Done');
      await sync(ref);
      await eventually(async () => {
        expect(simulator.store.stateOf(parent).type).toBe('completed');
      });
    });

    it('leaves a parent that a person closed, and says why', async () => {
      const { ref, parentIssue } = await declare();
      const parent = parentIssue.identifier ?? '';
      simulator.store.createIssue({ title: 'Open', team: 'PAY', parent });
      await sync(ref);
      simulator.store.setState(parent, 'Done');
      await sync(ref);
      await eventually(async () => {
        expect((await read(ref)).parentIssue.reason?.code).toBe(
          'personCompleted',
        );
      });
      expect(simulator.store.stateOf(parent).name).toBe('Done');
    });

    it('says the same twice without writing a row', async () => {
      const { ref, parentIssue } = await declare();
      simulator.store.createIssue({
        title: 'Open',
        team: 'PAY',
        parent: parentIssue.identifier,
      });
      await sync(ref);
      const before = await knex('action_items').select('changed_at');
      expect((await sync(ref)).body.stats).toEqual({
        added: 0,
        changed: 0,
        removed: 0,
        unchanged: 1,
        requests: 1,
      });
      expect(await knex('action_items').select('changed_at')).toEqual(before);
    });

    it('is shown on view what moved, without the viewer waiting for Linear', async () => {
      const { ref, parentIssue } = await declare();
      await eventually(async () => {
        expect((await readItems(ref)).sync.lastSuccessAt).toBeDefined();
      });
      simulator.store.createIssue({
        title: 'Later',
        team: 'PAY',
        parent: parentIssue.identifier,
      });
      await eventually(async () => {
        expect((await readItems(ref)).items).toHaveLength(1);
      });
    });

    it('declares while Linear is down, and links once when it is back, without anyone doing anything', async () => {
      simulator.faults.add({
        kind: 'status',
        status: 503,
        times: 'untilCleared',
      });
      const { ref, parentIssue } = await declare(checkoutFails, 1);
      expect(parentIssue.status).toBe('pending');
      await eventually(async () => {
        expect((await read(ref)).parentIssue.reason?.code).toBe(
          'linearUnavailable',
        );
      });
      expect((await sync(ref)).status).toBe(503);
      simulator.faults.clear();
      await eventually(async () => {
        // The back-off is the worker's own; the test only moves its deadline.
        await knex('jobs').update({ run_at: new Date(0) });
        await sync(ref);
        expect((await read(ref)).parentIssue.status).toBe('linked');
      });
      expect(parentsOf(ref)).toHaveLength(1);
    });

    it.each(['resetAfter', 'resetBefore', 'malformed'] as const)(
      'makes one parent when the connection breaks (%s)',
      async kind => {
        simulator.faults.add({ kind, match: 'CreateIssue', times: 2 });
        const { ref } = await declare();
        await eventually(async () => {
          expect((await read(ref)).parentIssue.status).toBe('linked');
        });
        expect(parentsOf(ref)).toHaveLength(1);
        expect(
          simulator.store.attachmentsOf(parentsOf(ref)[0].id),
        ).toHaveLength(1);
      },
    );

    it('does not lose what it could not read, and does not call a failure fresh', async () => {
      const { ref, parentIssue } = await declare();
      simulator.store.createIssue({
        title: 'Stays',
        team: 'PAY',
        parent: parentIssue.identifier,
      });
      await sync(ref);
      simulator.faults.add({
        kind: 'truncatedPage',
        mode: 'dropCursor',
        times: 'untilCleared',
      });
      // Each view sets off a read in the background, which must not succeed either.
      const { sync: before } = await readItems(ref);
      const failed = await sync(ref);
      expect(failed.status).toBe(503);
      expect(failed.headers['retry-after']).toMatch(/^\d+$/);
      const after = await readItems(ref);
      expect(after.items).toHaveLength(1);
      expect(after.sync.lastSuccessAt).toBe(before.lastSuccessAt);
      expect(after.sync.error).toBeDefined();
      simulator.faults.clear();
      expect((await sync(ref)).status).toBe(200);
      expect((await readItems(ref)).sync.error).toBeUndefined();
    });

    it('keeps the items of a parent that was trashed, and finds it again when restored', async () => {
      const { ref, parentIssue } = await declare();
      const parent = parentIssue.identifier ?? '';
      simulator.store.createIssue({ title: 'Stays', team: 'PAY', parent });
      await sync(ref);
      simulator.store.trash(parent);
      await sync(ref);
      const missing = await readItems(ref);
      expect(missing.parentIssue.status).toBe('missing');
      expect(missing.items).toHaveLength(1);
      simulator.store.restore(parent);
      await sync(ref);
      expect((await readItems(ref)).parentIssue.status).toBe('linked');
    });

    it('falls back to the default, with the reason, when Linear does not have what a rule names', async () => {
      simulator.store.removeTeamAccess('PAY');
      const { parentIssue } = await declare();
      expect(parentIssue).toMatchObject({
        status: 'linked',
        identifier: expect.stringMatching(/^INC-/),
        route: {
          rule: 'default',
          reason: {
            code: 'ruleUnusable',
            params: { rule: 'payments', team: 'PAY' },
          },
        },
      });
    });
  },
);
