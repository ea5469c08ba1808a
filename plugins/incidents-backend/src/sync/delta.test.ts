import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

describe.each(testDatabases.eachSupportedId())('the delta on %p', database => {
  let bench: SyncBench;

  beforeEach(async () => {
    bench = await SyncBench.start(database);
  });

  afterEach(async () => {
    await bench.close();
  });

  const store = () => bench.simulator.store;

  it('finds new, changed and restored sub-issues in one request', async () => {
    const { ref, parent } = await bench.declare();
    const first = store().createIssue({ team: 'INC', title: 'First', parent });
    await bench.delta();
    await bench.idle();
    expect(await bench.titles(ref)).toEqual(['First']);

    store().updateIssue(first.id, { title: 'Renamed' });
    bench.simulator.requests.clear();
    await bench.delta();
    expect(bench.operations()).toEqual(['Changes']);
    await bench.idle();
    expect(await bench.titles(ref)).toEqual(['Renamed']);

    store().trash(first.id);
    await bench.delta();
    await bench.idle();
    expect(await bench.titles(ref)).toEqual([]);

    store().restore(first.id);
    await bench.delta();
    expect(await bench.titles(ref)).toEqual(['Renamed']);
  });

  it('asks once when nothing changed, and writes nothing', async () => {
    const { parent } = await bench.declare();
    const child = store().createIssue({ team: 'INC', title: 'One', parent });
    const other = store().createIssue({ team: 'INC', title: 'Other' });
    store().relate(parent, other.id, 'related');
    await bench.delta();
    await bench.idle();
    const before = await bench.knex('action_items').orderBy('issue_id');
    expect(before.map(row => row.issue_id).sort()).toEqual(
      [child.id, other.id].sort(),
    );
    bench.simulator.requests.clear();
    await bench.delta();
    expect(bench.operations()).toEqual(['Changes']);
    expect(await bench.knex('action_items').orderBy('issue_id')).toEqual(
      before,
    );
  });

  it('reads unknown ends of new relations in one more request', async () => {
    const { ref, parent } = await bench.declare();
    const [a, b] = ['A', 'B'].map(title =>
      store().createIssue({ team: 'PAY', title }),
    );
    await bench.delta();
    store().relate(parent, a.id, 'related');
    store().relate(b.id, parent, 'blocks');
    bench.simulator.requests.clear();
    await bench.delta();
    await bench.idle();
    expect(bench.operations().slice(0, 2)).toEqual(['Changes', 'FindIssues']);
    const { items } = await bench.items(ref);
    expect(items.map(item => [item.title, item.source]).sort()).toEqual([
      ['A', 'related'],
      ['B', 'blockedBy'],
    ]);
  });

  it('moves an item that was moved to another parent', async () => {
    const [from, to] = [await bench.declare(), await bench.declare()];
    const item = store().createIssue({
      team: 'INC',
      title: 'Moves',
      parent: from.parent,
    });
    await bench.delta();
    await bench.idle();
    expect(await bench.titles(from.ref)).toEqual(['Moves']);
    store().updateIssue(item.id, { parent: to.parent });
    await bench.delta();
    await bench.drain();
    expect(await bench.titles(from.ref)).toEqual([]);
    expect(await bench.titles(to.ref)).toEqual(['Moves']);
  });

  it('keeps an item that is not a sub-issue any more but still related', async () => {
    const { ref, parent } = await bench.declare();
    const item = store().createIssue({ team: 'INC', title: 'Both', parent });
    store().relate(parent, item.id, 'related');
    await bench.delta();
    await bench.idle();
    store().updateIssue(item.id, { parent: null });
    await bench.delta();
    await bench.drain();
    const { items } = await bench.items(ref);
    expect(items.map(({ title, source }) => [title, source])).toEqual([
      ['Both', 'related'],
    ]);
  });

  it('reads every page before the watermark moves', async () => {
    const { ref, parent } = await bench.declare();
    for (let index = 0; index < 300; index++) {
      store().createIssue({ team: 'INC', title: `Item ${index}`, parent });
    }
    const before = (await bench.knex('deltas').first()).watermark;
    bench.simulator.faults.add({
      kind: 'status',
      status: 400,
      body: '{}',
      match: 'MoreChanges',
      times: 'untilCleared',
    });
    await bench.delta();
    expect((await bench.knex('deltas').first()).watermark).toBe(before);
    expect((await bench.items(ref)).items.length).toBeLessThan(300);
    bench.simulator.faults.clear();
    await bench.delta();
    expect((await bench.knex('deltas').first()).watermark).not.toBe(before);
    expect((await bench.items(ref)).items).toHaveLength(300);
  });

  it('takes the watermark from Linear, two minutes before the last change', async () => {
    const { parent } = await bench.declare();
    await bench.idle();
    await bench.delta();
    const newest = store()
      .issues()
      .map(issue => Date.parse(issue.updatedAt))
      .reduce((a, b) => Math.max(a, b));
    const { watermark } = await bench.knex('deltas').first();
    expect(Date.parse(watermark)).toBe(newest - 120_000);
    expect(parent).toBeDefined();
  });

  it('lets one of two replicas work, and repeats safely', async () => {
    const { ref, parent } = await bench.declare();
    const second = await bench.addReplica();
    store().createIssue({ team: 'INC', title: 'Once', parent });
    await Promise.all([bench.delta(), bench.delta(second), bench.delta()]);
    await bench.idle();
    expect(await bench.titles(ref)).toEqual(['Once']);
  });

  it('follows what people do to the parent itself, and keeps its description', async () => {
    const { ref, parent } = await bench.declare({ summary: 'What we know' });
    const described = store().issue(parent).description;
    store().updateIssue(parent, { priority: 4 });
    await bench.delta();
    await bench.idle();
    const { body } = await bench.call('get', `/incidents/${ref}`);
    expect(body.parentIssue.status).toBe('linked');
    const row = await bench.knex('parent_issues').first();
    expect(JSON.parse(row.observed)).toMatchObject({
      priority: 4,
      description: described,
    });
  });

  it('does not take a trashed parent for the end of its items', async () => {
    const { ref, parent } = await bench.declare();
    store().createIssue({ team: 'INC', title: 'Stays', parent });
    await bench.delta();
    await bench.idle();
    store().trash(parent);
    await bench.delta();
    const seen = await bench.items(ref);
    expect(seen.parentIssue.status).toBe('missing');
    expect(seen.items).toHaveLength(1);
    store().restore(parent);
    await bench.delta();
    expect((await bench.items(ref)).parentIssue.status).toBe('linked');
  });
});
