import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import {
  ActionItems,
  IncidentActionItemPage,
  IncidentPage,
  Statistics,
  Timeline,
} from '@backstage-incidents/incidents-common';
import request from 'supertest';
import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

const ada = mockCredentials.user.header('user:default/ada.olsen');
const participant = mockCredentials.user.header('user:default/ben.ito');
const stranger = mockCredentials.user.header('user:default/cleo.park');
const service = mockCredentials.service.header();

const LONG_AGO = '2026-01-10';

describe.each(testDatabases.eachSupportedId())(
  'the sub-issues of the parents of a private incident, on %p',
  (databaseId: TestDatabaseId) => {
    let bench: SyncBench;
    let open: { ref: string; parent: string };
    let secret: { ref: string; parent: string };
    const identifiers = new Map<string, string>();

    const send = (
      method: 'get' | 'post' | 'patch' | 'put' | 'delete',
      path: string,
      by: string,
      body?: object,
    ) => {
      const sent = request(bench.replica.server)
        [method](`/api/incidents${path}`)
        .set('authorization', by);
      return body ? sent.send(body) : sent;
    };
    const get = async <T>(path: string, by: string): Promise<T> => {
      const response = await send('get', path, by);
      expect([path, response.status]).toEqual([path, 200]);
      return response.body;
    };
    const parentIssue = async (method: 'put' | 'delete', body?: object) => {
      const { status } = await send(
        method,
        `/incidents/${secret.ref}/parent-issue`,
        ada,
        body,
      );
      expect(status).toBe(200);
      await bench.drain();
    };

    /** Of the public incident: an item of its own, and what belongs to parents of the private one. */
    beforeAll(async () => {
      bench = await SyncBench.start(databaseId);
      const { store } = bench.simulator;
      open = await bench.declare({ title: 'Open' });
      secret = await bench.declare({
        title: 'Secret',
        visibility: 'private',
        participants: ['user:default/ben.ito'],
      });
      const relate = (title: string, parent: string | undefined) => {
        const issue = store.createIssue({ team: 'INC', title, parent });
        store.updateIssue(issue.id, { dueDate: LONG_AGO });
        store.relate(open.parent, issue.id, 'related');
        identifiers.set(title, issue.identifier);
      };
      relate('Of the former parent', secret.parent);
      const former = secret.parent;
      await parentIssue('delete');
      await parentIssue('put', {});
      const { body } = await send('get', `/incidents/${secret.ref}`, ada);
      relate('Of the present parent', body.parentIssue.identifier);
      store.relate(open.parent, former, 'related');
      await bench.delta();
      await bench.drain();
    });
    afterAll(() => bench.close());

    const titles = async (ref: string, by: string) => {
      const { items, progress } = await get<ActionItems>(
        `/incidents/${ref}/action-items`,
        by,
      );
      expect(progress.total).toBe(items.length);
      return items.map(item => item.title).sort();
    };

    it.each([
      ['a stranger', stranger, [], []],
      [
        'a participant',
        participant,
        [
          'Of the former parent',
          'Of the present parent',
          '[INC-2] Private incident',
        ],
        ['Of the present parent'],
      ],
    ])(
      'are to %s items of another incident as they may see the private one',
      async (_, by, ofOpen, ofSecret) => {
        expect(await titles(open.ref, by)).toEqual(ofOpen);
        const { items } = await get<IncidentActionItemPage>(
          '/action-items?status=todo',
          by,
        );
        expect(items.map(({ actionItem }) => actionItem.title).sort()).toEqual(
          [...ofOpen, ...ofSecret].sort(),
        );
        const overdue = await get<IncidentActionItemPage>(
          '/action-items?overdue=true',
          by,
        );
        const { actionItems, weeks } = await get<Statistics>('/statistics', by);
        expect(actionItems).toEqual({
          open: items.length,
          overdue: overdue.totalItems,
        });
        expect(weeks.reduce((sum, { opened }) => sum + opened, 0)).toBe(
          items.length,
        );
        for (const filter of ['hasOpenActionItems=true', 'overdue=true']) {
          const list = await get<IncidentPage>(`/incidents?${filter}`, by);
          expect(list.items.map(({ ref }) => ref).sort()).toEqual(
            ofOpen.length > 0 ? [open.ref, secret.ref] : [],
          );
        }
        const { items: all } = await get<IncidentPage>('/incidents', by);
        expect(all.find(({ ref }) => ref === open.ref)?.progress).toMatchObject(
          { total: ofOpen.length },
        );
        const incident = await get<IncidentPage['items'][number]>(
          `/incidents/${open.ref}`,
          by,
        );
        expect(incident.progress.total).toBe(ofOpen.length);
      },
    );

    it('count for no service acting for itself', async () => {
      expect(await titles(open.ref, service)).toEqual([]);
      const { totalItems } = await get<IncidentActionItemPage>(
        '/action-items',
        service,
      );
      expect(totalItems).toBe(0);
    });

    it.each(['Of the former parent', 'Of the present parent'])(
      'are not found by a stranger who knows the identifier: %s',
      async title => {
        const path = `/incidents/${open.ref}/action-items/${identifiers.get(
          title,
        )}`;
        const edit = { priority: 'low' };
        expect((await send('patch', path, stranger, edit)).status).toBe(404);
        const move = { to: 'Done' };
        expect(
          (await send('post', `${path}/transition`, stranger, move)).status,
        ).toBe(404);
        expect((await send('patch', path, participant, edit)).status).toBe(200);
        expect(
          (await send('post', `${path}/transition`, participant, move)).status,
        ).toBe(200);
        const completed = async (by: string) => {
          const timeline = await get<Timeline>(
            `/incidents/${open.ref}/timeline`,
            by,
          );
          return JSON.stringify(timeline).includes(`${identifiers.get(title)}`);
        };
        expect([
          await completed(participant),
          await completed(stranger),
        ]).toEqual([true, false]);
      },
    );

    it('are not shown to whoever created one elsewhere, when they repeat the request', async () => {
      const create = () =>
        send('post', `/incidents/${open.ref}/action-items`, stranger, {
          title: 'Moved later',
        }).set('idempotency-key', 'moved');
      const { body } = await create();
      expect(body).toMatchObject({ title: 'Moved later' });
      const secretNow = await send('get', `/incidents/${secret.ref}`, ada);
      bench.simulator.store.updateIssue(body.id, {
        parent: secretNow.body.parentIssue.identifier,
      });
      await bench.delta();
      expect((await create()).body).toEqual({
        ref: open.ref,
        entityRef: `incident:default/${open.ref.toLowerCase()}`,
      });
    });
  },
);
