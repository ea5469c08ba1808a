import { randomUUID } from 'node:crypto';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { incidentRow, parentIssueRow } from '../__testUtils__/rows';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(180_000);

describe.each(testDatabases.eachSupportedId())('the sweep on %p', database => {
  let bench: SyncBench;

  beforeAll(async () => {
    bench = await SyncBench.start(database);
  });

  beforeEach(async () => {
    await bench.reset();
  });

  afterAll(async () => {
    await bench.close();
  });

  const store = () => bench.simulator.store;
  const rows = () =>
    bench.knex('action_items').orderBy(['incident_number', 'issue_id']);

  it('finds what the delta cannot see: vanished relations, deleted issues', async () => {
    const [{ ref, parent }] = await bench.insertMany(1, 0);
    const child = store().createIssue({ team: 'INC', title: 'Child', parent });
    const other = store().createIssue({ team: 'PAY', title: 'Related' });
    store().relate(parent, other.id, 'related');
    await bench.sweep();
    expect(await bench.titles(ref)).toEqual(['Child', 'Related']);
    store().unrelate(parent, other.id);
    store().deletePermanently(child.id);
    expect(await bench.sweep()).toMatchObject({
      state: 'completed',
      counts: { removed: 2 },
    });
    expect(await bench.titles(ref)).toEqual([]);
  });

  it('does not take a team whose key was changed for one that was lost', async () => {
    const [{ ref, parent }] = await bench.insertMany(1, 0);
    const [kept, gone] = ['Kept', 'Gone'].map(title =>
      store().createIssue({ team: 'PAY', title, parent }),
    );
    await bench.sweep();
    store().changeTeamKey('PAY', 'MONEY');
    store().deletePermanently(gone.id);
    expect(await bench.sweep()).toMatchObject({
      state: 'completed',
      counts: { removed: 1 },
    });
    const { items } = await bench.items(ref);
    store().changeTeamKey('MONEY', 'PAY');
    expect(items.map(({ identifier }) => identifier)).toEqual([
      kept.identifier.replace('PAY', 'MONEY'),
    ]);
  });

  it('writes no item row when nothing changed, and reports its counts', async () => {
    await bench.insertMany(3, 4);
    await bench.idle();
    const before = await rows();
    const listsBefore = await bench.knex('action_item_lists');
    const sweep = await bench.sweep();
    expect(sweep).toMatchObject({
      state: 'completed',
      counts: {
        incidents: 3,
        items: 12,
        added: 0,
        changed: 0,
        removed: 0,
        unchanged: 12,
      },
    });
    expect(await rows()).toEqual(before);
    expect(await bench.knex('action_item_lists')).toEqual(listsBefore);
  });

  it('keeps archived items, drops trashed ones, and follows moves between parents', async () => {
    const [from, to] = await bench.insertMany(2, 0);
    const [archived, trashed, moved] = ['Archived', 'Trashed', 'Moved'].map(
      title => store().createIssue({ team: 'INC', title, parent: from.parent }),
    );
    await bench.sweep();
    store().archive(archived.id);
    store().trash(trashed.id);
    store().updateIssue(moved.id, { parent: to.parent });
    await bench.sweep();
    await bench.drain();
    expect(await bench.titles(from.ref)).toEqual(['Archived']);
    expect(await bench.titles(to.ref)).toEqual(['Moved']);
  });

  it('continues after the batches that an interrupted sweep had read, and removes nothing until its end', async () => {
    const batch = 200;
    for (const number of [1, batch + 1]) {
      const { parent } = await bench.insert(number);
      store().createIssue({ team: 'INC', title: 'Gone', parent });
      store().createIssue({ team: 'INC', title: 'Stays', parent });
    }
    // Linear lost the parents of those between, so that nothing else is to be done for them.
    const between = Array.from({ length: batch - 1 }, (_, index) => index + 2);
    await bench.knex.batchInsert(
      'incidents',
      between.map(number => incidentRow(number)),
    );
    await bench.knex.batchInsert(
      'parent_issues',
      between.map(number => ({
        ...parentIssueRow(number, randomUUID()),
        status: 'missing',
      })),
    );
    await bench.sweep();
    for (const { id, title } of store().issues()) {
      if (title === 'Gone') store().deletePermanently(id);
    }
    let batches = 0;
    bench.gate = async name => {
      if (name.startsWith('SweepRelations') && ++batches === 2) {
        bench.simulator.faults.add({ kind: 'status', status: 503, times: 1 });
      }
    };
    const interrupted = await bench.sweep();
    expect(interrupted).toMatchObject({ state: 'running' });
    expect(await rows()).toHaveLength(4);
    bench.simulator.requests.clear();
    await eventually(async () => {
      expect(await bench.sweep()).toMatchObject({
        id: interrupted.id,
        state: 'completed',
        counts: { incidents: 2, removed: 2, items: 2 },
      });
    });
    // The sub-issues of the first batch were read before.
    expect(
      bench.operations().filter(name => name.startsWith('SweepChildren')),
    ).toHaveLength(1);
    expect(await rows()).toHaveLength(2);
  });

  it('continues after its process died at any request', async () => {
    await bench.insertMany(2, 3);
    for (let requests = 0; requests < 4; requests++) {
      const before = (await bench.knex('sweeps')).length;
      await bench.dieDuring('sweepStep', requests);
      expect(await bench.knex('sweeps')).toHaveLength(before + 1);
      expect(await bench.lastSweep()).toMatchObject({
        state: 'completed',
        counts: { incidents: 2, items: 6, removed: 0 },
      });
    }
    expect(await rows()).toHaveLength(6);
  });

  it('removes nothing before everything that would go is counted', async () => {
    const declared = await bench.insertMany(2, 15);
    for (const { parent } of declared) {
      for (const child of store().children(parent).slice(0, 11)) {
        store().trash(child.id);
      }
    }
    expect(await bench.sweep()).toMatchObject({
      state: 'held',
      breaker: { code: 'sweepHeld', params: { wouldRemove: 22, of: 30 } },
    });
    expect(await rows()).toHaveLength(30);
  });

  it('needs attention when Linear rejects it permanently, and continues with one retry', async () => {
    await bench.insertMany(1, 2);
    bench.simulator.faults.add({
      kind: 'error',
      message: 'Not allowed',
      type: 'forbidden',
      times: 'untilCleared',
    });
    expect((await bench.sweep()).state).toBe('failed');
    bench.simulator.faults.clear();
    const { body } = await bench.call('get', '/linear/status');
    expect(body.work.escalated).toMatchObject([
      { kind: 'sweepStep', reason: { code: 'linearForbidden' } },
    ]);
    await bench.call('post', `/linear/work/${body.work.escalated[0].id}/retry`);
    await bench.idle();
    expect((await bench.lastSweep()).state).toBe('completed');
  });

  it('does not believe a list that was cut: what is missing is looked at again', async () => {
    const [{ ref }] = await bench.insertMany(1, 4);
    bench.simulator.faults.add({
      kind: 'truncatedPage',
      mode: 'cutNodes',
      match: '/SweepChildren/',
      times: 'untilCleared',
    });
    expect((await bench.sweep()).state).toBe('completed');
    expect((await bench.items(ref)).items).toHaveLength(4);
  });

  it('does not take a page without its cursor for the last one', async () => {
    const [{ ref }] = await bench.insertMany(1, 4);
    bench.simulator.faults.add({
      kind: 'truncatedPage',
      mode: 'dropCursor',
      match: '/Sweep/',
      times: 'untilCleared',
    });
    expect((await bench.sweep()).state).toBe('running');
    expect((await bench.items(ref)).items).toHaveLength(4);
    bench.simulator.faults.clear();
    expect((await bench.sweep()).state).toBe('completed');
  });

  it('holds back the removal of many items at once, until an operator accepts', async () => {
    const declared = await bench.insertMany(2, 15);
    for (const { parent } of declared) {
      for (const child of store().children(parent).slice(0, 11)) {
        store().deletePermanently(child.id);
      }
    }
    const held = await bench.sweep();
    expect(held).toMatchObject({
      state: 'held',
      breaker: { params: { wouldRemove: 22, of: 30 } },
    });
    expect(await rows()).toHaveLength(30);
    const { body, status } = await bench.call('post', '/linear/sync', {
      acceptRemovals: true,
    });
    expect([status, body.sweep.id]).toEqual([202, held.id]);
    await eventually(async () => {
      expect(await bench.lastSweep()).toMatchObject({
        state: 'completed',
        counts: { removed: 22 },
      });
    });
    await bench.idle();
    expect(await rows()).toHaveLength(8);
  });

  it('clears what is held when a later sweep finds the items again', async () => {
    const [{ ref, parent }] = await bench.insertMany(1, 3);
    const lost = store().createIssue({ team: 'PAY', title: 'Hidden' });
    store().relate(parent, lost.id);
    await bench.sweep();
    expect((await bench.items(ref)).items).toHaveLength(4);
    store().removeTeamAccess('PAY');
    const held = await bench.sweep();
    expect(held).toMatchObject({
      state: 'held',
      breaker: { params: { wouldRemove: 1 } },
    });
    expect((await bench.items(ref)).items).toHaveLength(4);
    store().grantTeamAccess('PAY');
    expect(await bench.sweep()).toMatchObject({ state: 'completed' });
    expect((await bench.lastSweep()).breaker).toBeUndefined();
    expect((await bench.items(ref)).items).toHaveLength(4);
  });

  it('keeps everything of a parent that Linear does not show', async () => {
    const [{ ref, parent }] = await bench.insertMany(1, 3);
    store().deletePermanently(parent);
    await bench.sweep();
    const seen = await bench.items(ref);
    expect(seen.parentIssue.status).toBe('missing');
    expect(seen.items).toHaveLength(3);
  });

  it('runs once on two replicas, however often each is triggered', async () => {
    await bench.insertMany(2, 3);
    const second = await bench.addReplica();
    await bench.knex('sweeps').update({ started_at: new Date(0) });
    const before = (await bench.knex('sweeps')).length;
    await Promise.all(
      [bench.replica, second, bench.replica, second].map(({ scheduler }) =>
        scheduler.run('incidents-sweep'),
      ),
    );
    await bench.idle();
    expect(await bench.knex('sweeps')).toHaveLength(before + 1);
    expect((await bench.lastSweep()).state).toBe('completed');
    expect(await rows()).toHaveLength(6);
  });
});
