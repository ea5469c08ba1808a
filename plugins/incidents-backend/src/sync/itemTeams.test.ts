import { ItemTeam } from '@backstage-incidents/incidents-common';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'teams of items on %p',
  databaseId => {
    let bench: SyncBench;

    beforeEach(async () => {
      bench = await SyncBench.start(databaseId);
    });
    afterEach(() => bench.close());

    const store = () => bench.simulator.store;
    const teams = async (ref: string): Promise<ItemTeam[]> =>
      (await bench.items(ref)).teams;
    const keys = async (ref: string) =>
      (await teams(ref)).map(({ key }) => key);
    const states = async (ref: string, key: string) =>
      (await teams(ref))
        .find(team => team.key === key)
        ?.states.map(({ name }) => name);
    const probes = () =>
      bench.operations().filter(name => name === 'Probe').length;

    async function probe(): Promise<void> {
      bench.simulator.requests.clear();
      await bench.replica.scheduler.run('incidents-linear-probe');
      await eventually(async () => expect(probes()).toBe(1));
    }

    it('are those of the shown items and the parent, with the states a person can choose', async () => {
      const { ref, parent } = await bench.declare();
      expect(await keys(ref)).toEqual(['INC']);
      store().createIssue({ team: 'PAY', title: 'Pay', parent });
      await bench.delta();
      await bench.idle();
      expect(await keys(ref)).toEqual(['INC', 'PAY']);
      const [, pay] = await teams(ref);
      expect(pay).toMatchObject({
        name: store().team('PAY').name,
        visibility: 'public',
      });
      expect(pay.states.map(({ name }) => name).sort()).toEqual(
        store()
          .states('PAY')
          .map(({ name }) => name)
          .sort(),
      );
      expect(pay.states[0].color).toMatch(/^#/);
    });

    it('are read once, however many incidents a new team comes with', async () => {
      const incidents = await bench.declareMany(3, 0);
      bench.simulator.requests.clear();
      for (const { parent } of incidents) {
        store().createIssue({ team: 'PAY', title: 'Pay', parent });
      }
      await bench.delta();
      await bench.idle();
      for (const { ref } of incidents) {
        expect(await keys(ref)).toEqual(['INC', 'PAY']);
      }
      expect(bench.operations().sort()).toEqual(['Changes', 'Probe']);
      store().createIssue({
        team: 'PAY',
        title: 'Another',
        parent: incidents[0].parent,
      });
      await bench.delta();
      await bench.idle();
      expect(probes()).toBe(1);
    });

    it('never make a reader wait, and are read when Linear responds again', async () => {
      const { ref, parent } = await bench.declare();
      store().createIssue({ team: 'PAY', title: 'Pay', parent });
      bench.simulator.faults.add({
        kind: 'malformed',
        match: 'Probe',
        times: 'untilCleared',
      });
      await bench.delta();
      expect(await keys(ref)).toEqual(['INC']);
      expect(await bench.titles(ref)).toEqual(['Pay']);
      bench.simulator.faults.clear();
      await bench.drain();
      expect(await keys(ref)).toEqual(['INC', 'PAY']);
    });

    it('are read again with each probe, in its one request: names, keys and states', async () => {
      const { ref, parent } = await bench.declare();
      store().createIssue({ team: 'PAY', title: 'Pay', parent });
      await bench.delta();
      await bench.idle();
      store().putState('PAY', 'In Progress', { name: 'Doing' });
      store().changeTeamKey('PAY', 'MONEY');
      await probe();
      await eventually(async () => {
        expect(await keys(ref)).toEqual(['INC', 'MONEY']);
        expect(await states(ref, 'MONEY')).toContain('Doing');
      });
      expect(await states(ref, 'MONEY')).not.toContain('In Progress');
      expect(probes()).toBe(1);
    });

    it('stay as last read while a team is not accessible, and are removed with its last item', async () => {
      const { ref, parent } = await bench.declare();
      const item = store().createIssue({ team: 'PAY', title: 'Pay', parent });
      await bench.delta();
      await bench.idle();
      const before = await teams(ref);
      bench.simulator.faults.add({
        kind: 'lostTeam',
        team: 'PAY',
        times: 'untilCleared',
      });
      await probe();
      await bench.call('post', `/incidents/${ref}/sync`, {});
      expect(await teams(ref)).toEqual(before);
      bench.simulator.faults.clear();
      store().trash(item.id);
      await bench.delta();
      expect(await keys(ref)).toEqual(['INC']);
    });

    it('have a state as soon as a transition names one that was not known', async () => {
      const { ref, parent } = await bench.declare();
      const item = store().createIssue({ team: 'PAY', title: 'Pay', parent });
      await bench.delta();
      await bench.idle();
      store().putState('PAY', 'Waiting', { type: 'started', position: 9 });
      expect(await states(ref, 'PAY')).not.toContain('Waiting');
      const moved = await bench.call(
        'post',
        `/incidents/${ref}/action-items/${item.identifier}/transition`,
        { to: 'Waiting' },
      );
      expect(moved.body).toMatchObject({ outcome: 'moved' });
      expect(await states(ref, 'PAY')).toContain('Waiting');
    });
  },
);
