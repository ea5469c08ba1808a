import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { ActionItems } from '@backstage-incidents/incidents-common';
import request from 'supertest';
import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

const NONE = {
  total: 0,
  todo: 0,
  inProgress: 0,
  done: 0,
  canceled: 0,
  overdue: 0,
};

describe.each(testDatabases.eachSupportedId())(
  'related incidents on %p',
  (databaseId: TestDatabaseId) => {
    let bench: SyncBench;

    beforeEach(async () => {
      bench = await SyncBench.start(databaseId, {
        linear: { linkableTeams: ['PAY'] },
      });
    });
    afterEach(() => bench.close());

    const store = () => bench.simulator.store;

    async function view(ref: string, name = 'ada.olsen'): Promise<ActionItems> {
      const answer = await request(bench.replica.server)
        .get(`/api/incidents/incidents/${ref}/action-items`)
        .set(
          'authorization',
          mockCredentials.user.header(`user:default/${name}`),
        );
      expect(answer.status).toBe(200);
      return answer.body;
    }

    async function related(ref: string, name?: string): Promise<string[]> {
      const { relatedIncidents } = await view(ref, name);
      return relatedIncidents.map(({ ref: of, source }) => `${source} ${of}`);
    }

    async function parent(
      method: 'put' | 'delete',
      ref: string,
      body: object = {},
    ): Promise<void> {
      const answer = await request(bench.replica.server)
        [method](`/api/incidents/incidents/${ref}/parent-issue`)
        .set(
          'authorization',
          mockCredentials.user.header('user:default/ada.olsen'),
        )
        .send(body);
      expect(answer.body.error).toBeUndefined();
      await bench.drain();
    }

    it.each(['delta', 'sweep', 'refresh'] as const)(
      'are found by a %s, from both sides, and are no action items',
      async by => {
        const [one, two, three] = [
          await bench.declare({ title: 'One' }),
          await bench.declare({ title: 'Two', severity: 'sev1' }),
          await bench.declare({ title: 'Three' }),
        ];
        await bench.delta();
        store().relate(two.parent, one.parent, 'blocks');
        store().updateIssue(three.parent, { parent: one.parent });
        switch (by) {
          case 'delta':
            await bench.delta();
            break;
          case 'sweep':
            await bench.sweep();
            break;
          default:
            await bench.call('post', `/incidents/${one.ref}/sync`, {});
            await bench.call('post', `/incidents/${two.ref}/sync`, {});
        }
        const seen = await view(one.ref);
        expect(seen).toMatchObject({ items: [], progress: NONE });
        expect(seen.relatedIncidents).toEqual([
          {
            ref: two.ref,
            entityRef: `incident:default/${two.ref.toLowerCase()}`,
            title: 'Two',
            severity: 'sev1',
            status: 'active',
            visibility: 'public',
            source: 'blockedBy',
          },
          expect.objectContaining({ ref: three.ref, source: 'child' }),
        ]);
        expect(await related(two.ref)).toEqual([`blocks ${one.ref}`]);

        store().unrelate(two.parent, one.parent);
        store().updateIssue(three.parent, { parent: null });
        await bench.sweep();
        expect(await related(one.ref)).toEqual([]);
        expect(await related(two.ref)).toEqual([]);
      },
    );

    it('are shown to those who may see them only', async () => {
      const open = await bench.declare();
      const secret = await bench.declare({
        title: 'A secret',
        visibility: 'private',
        participants: ['user:default/ben.ito'],
      });
      store().relate(open.parent, secret.parent, 'related');
      await bench.delta();
      expect(await related(open.ref)).toEqual([`related ${secret.ref}`]);
      expect(await related(open.ref, 'ben.ito')).toHaveLength(1);
      const seen = await view(open.ref, 'cleo.park');
      expect(JSON.stringify(seen)).not.toMatch(/secret|private/i);
      expect(seen).toMatchObject({
        items: [],
        relatedIncidents: [],
        progress: NONE,
      });
    });

    it('come of items whose issue becomes a parent, and become items again, at once', async () => {
      const one = await bench.declare();
      const two = await bench.declare();
      const issue = store().createIssue({ team: 'INC', title: 'Grew' });
      store().relate(one.parent, issue.id, 'related');
      await bench.delta();
      expect(await bench.titles(one.ref)).toEqual(['Grew']);

      bench.simulator.requests.clear();
      await parent('put', two.ref, { issue: issue.identifier, replace: true });
      expect(await bench.titles(one.ref)).toEqual([]);
      expect(await related(one.ref)).toEqual([`related ${two.ref}`]);
      expect(await related(two.ref)).toEqual([`related ${one.ref}`]);
      expect((await view(one.ref)).progress).toEqual(NONE);

      await parent('delete', two.ref);
      expect(await bench.titles(one.ref)).toEqual(['Grew']);
      expect(await related(one.ref)).toEqual([]);
      expect(await related(two.ref)).toEqual([]);
      expect(bench.operations()).not.toContain('SweepRelations');
    });

    it('let a parent be completed when the last open item became an incident of its own', async () => {
      const one = await bench.declare();
      const two = await bench.declare();
      const make = (title: string) => {
        const { id, identifier } = store().createIssue({ team: 'INC', title });
        store().relate(one.parent, id, 'related');
        return { id, identifier };
      };
      store().setState(make('Done').id, 'Done');
      const grew = make('Grew');
      await bench.delta();
      await bench.drain();
      const type = () => store().stateOf(one.parent).type;
      expect(type()).not.toBe('completed');
      await parent('put', two.ref, { issue: grew.identifier, replace: true });
      expect(type()).toBe('completed');
      await parent('delete', two.ref);
      expect(type()).not.toBe('completed');
    });

    it('are not lost by a read that is cut off, nor while their team is not accessible', async () => {
      const one = await bench.declare();
      const two = await bench.declare();
      const issue = store().createIssue({ team: 'PAY', title: 'Elsewhere' });
      await parent('put', two.ref, { issue: issue.identifier, replace: true });
      store().relate(one.parent, issue.id, 'related');
      await bench.delta();
      expect(await related(one.ref)).toEqual([`related ${two.ref}`]);
      bench.simulator.faults.add({
        kind: 'truncatedPage',
        mode: 'dropCursor',
        times: 2,
      });
      await bench.call('post', `/incidents/${one.ref}/sync`, {});
      expect(await related(one.ref)).toEqual([`related ${two.ref}`]);
      bench.simulator.faults.clear();
      bench.simulator.faults.add({
        kind: 'lostTeam',
        team: 'PAY',
        times: 'untilCleared',
      });
      await bench.call('post', `/incidents/${one.ref}/sync`, {});
      expect(await related(one.ref)).toEqual([`related ${two.ref}`]);
      expect((await bench.sweep()).state).toBe('held');
      expect(await related(one.ref)).toEqual([`related ${two.ref}`]);
    });
  },
);
