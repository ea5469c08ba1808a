import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

describe.each(testDatabases.eachSupportedId())('the delta on %p', database => {
  let bench: SyncBench;
  /** By how much Linear's clock was put forward. */
  let aheadMs = 0;

  beforeEach(async () => {
    aheadMs = 0;
    bench = await SyncBench.start(database, {
      linearNow: () => new Date(Date.now() + aheadMs),
    });
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

  it('sends one request and writes nothing when nothing changed', async () => {
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

  it('keeps an item that is no longer a sub-issue but still related', async () => {
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

  it('reads the rest after a page that failed', async () => {
    const { ref, parent } = await bench.declare();
    for (let index = 0; index < 300; index++) {
      store().createIssue({ team: 'INC', title: `Item ${index}`, parent });
    }
    bench.simulator.faults.add({
      kind: 'status',
      status: 400,
      body: '{}',
      match: 'MoreChanges',
      times: 'untilCleared',
    });
    await bench.delta();
    expect((await bench.items(ref)).items.length).toBeLessThan(300);
    expect((await bench.knex('deltas').first()).last_complete_at).toBeNull();
    bench.simulator.faults.clear();
    await bench.delta();
    expect((await bench.items(ref)).items).toHaveLength(300);
  });

  it('takes the watermark from Linear, two minutes before the later of the last change and its response', async () => {
    await bench.declare();
    await bench.delta();
    const newest = store()
      .issues()
      .map(issue => Date.parse(issue.updatedAt))
      .reduce((a, b) => Math.max(a, b));
    const { watermark } = await bench.knex('deltas').first();
    const response = bench.simulator.requests
      .list()
      .filter(({ operationName }) => operationName === 'Changes')
      .at(-1);
    // The header has no milliseconds.
    const respondedAt =
      Math.floor((response?.at.getTime() ?? 0) / 1_000) * 1_000;
    expect(Date.parse(watermark)).toBe(Math.max(newest, respondedAt) - 120_000);
  });

  it('costs one request again at the tick after a burst of changes', async () => {
    const { parent } = await bench.declare();
    await bench.delta();
    for (let index = 0; index < 600; index++) {
      store().createIssue({ team: 'INC', title: `Item ${index}`, parent });
    }
    aheadMs += 150_000;
    await bench.delta();
    bench.simulator.requests.clear();
    await bench.delta();
    expect(bench.operations()).toEqual(['Changes']);
  });

  it('continues after the pages that an interrupted delta had read, and loses none of its relations', async () => {
    const { ref, parent } = await bench.declare();
    await bench.delta();
    const other = store().createIssue({ team: 'PAY', title: 'Related' });
    store().relate(parent, other.id, 'related');
    for (let index = 0; index < 600; index++) {
      aheadMs += 1_000;
      store().createIssue({ team: 'INC', title: `Item ${index}`, parent });
    }
    // Two more pages follow the first; the last one fails.
    let furtherPages = 0;
    bench.gate = async name => {
      if (name === 'MoreChanges' && ++furtherPages === 2) {
        bench.simulator.faults.add({
          kind: 'status',
          status: 400,
          body: '{}',
          times: 'untilCleared',
        });
      }
    };
    await bench.delta();
    expect((await bench.items(ref)).items.length).toBeLessThan(601);
    bench.simulator.faults.clear();
    bench.simulator.requests.clear();
    await bench.delta();
    expect(bench.operations().filter(name => name.endsWith('Changes'))).toEqual(
      ['Changes'],
    );
    const { items } = await bench.items(ref);
    expect(items).toHaveLength(601);
    expect(items.map(({ title }) => title)).toContain('Related');
  });

  it('stores nothing more once another replica has taken its job over', async () => {
    const { ref, parent } = await bench.declare();
    store().createIssue({ team: 'INC', title: 'Late', parent });
    const before = await bench.knex('deltas').first();
    bench.simulator.faults.add({
      kind: 'delay',
      delayMs: 100,
      match: 'Changes',
    });
    const running = bench.delta();
    await eventually(async () =>
      expect(await bench.loseClaims('delta')).toBe(1),
    );
    await bench.knex('jobs').where({ kind: 'delta' }).delete();
    await running;
    expect(await bench.knex('deltas').first()).toEqual(before);
    expect(await bench.titles(ref)).toEqual([]);
  });

  it('makes what it covers fresher, without postponing the next complete read', async () => {
    const { ref } = await bench.declare();
    await bench.call('post', `/incidents/${ref}/sync`, {});
    const { sync: before } = await bench.items(ref);
    await bench.delta();
    const { sync: after } = await bench.items(ref);
    const { last_complete_started_at: startedAt } = await bench
      .knex('deltas')
      .first();
    expect(after.lastSuccessAt).toBe(new Date(startedAt).toISOString());
    expect(Date.parse(after.lastSuccessAt ?? '')).toBeGreaterThan(
      Date.parse(before.lastSuccessAt ?? ''),
    );
    expect(after.nextRefreshAllowedAt).toBe(before.nextRefreshAllowedAt);
  });

  it('does not count as fresh data for an incident that was never read completely', async () => {
    const { parent } = await bench.insert(7);
    store().createIssue({ team: 'INC', title: 'One', parent });
    await bench.delta();
    const { body } = await bench.call('get', '/incidents/INC-7/action-items');
    expect(body.items).toHaveLength(1);
    expect(body.sync.lastSuccessAt).toBeUndefined();
  });

  it('lets one of two replicas work, and repeats safely', async () => {
    const { ref, parent } = await bench.declare();
    const second = await bench.addReplica();
    store().createIssue({ team: 'INC', title: 'Once', parent });
    await Promise.all([bench.delta(), bench.delta(second), bench.delta()]);
    await bench.idle();
    expect(await bench.titles(ref)).toEqual(['Once']);
  });

  it('stores people’s changes to the parent itself, and keeps its description', async () => {
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
