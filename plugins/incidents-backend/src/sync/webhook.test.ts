import { createHmac, randomUUID } from 'node:crypto';
import { AddressInfo } from 'node:net';
import request from 'supertest';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

const SECRET = 'webhook-secret';
const OLD_SECRET = 'the-secret-before';
const path = '/api/incidents/linear/webhook';

describe.each(testDatabases.eachSupportedId())('webhooks on %p', database => {
  let bench: SyncBench;

  beforeEach(async () => {
    bench = await SyncBench.start(database, {
      linear: { webhookSecrets: [OLD_SECRET, SECRET] },
    });
  });

  afterEach(async () => {
    await bench.close();
  });

  const store = () => bench.simulator.store;

  function deliver(
    body: object,
    options: { id?: string; secret?: string; signature?: string } = {},
  ) {
    const bytes = JSON.stringify({
      action: 'update',
      type: 'Issue',
      webhookTimestamp: Date.now(),
      ...body,
    });
    const { secret = SECRET } = options;
    return request(bench.replica.server)
      .post(path)
      .set('content-type', 'application/json; charset=utf-8')
      .set('linear-delivery', options.id ?? randomUUID())
      .set(
        'linear-signature',
        options.signature ??
          createHmac('sha256', secret).update(bytes).digest('hex'),
      )
      .send(bytes);
  }

  const about = (id: string, parentId?: string) => ({ data: { id, parentId } });

  /** An incident with one item, as synced; nothing is read until something says so. */
  async function withItem() {
    const { ref, parent } = await bench.declare();
    const item = store().createIssue({ team: 'INC', title: 'Before', parent });
    await bench.delta();
    await bench.idle();
    bench.simulator.requests.clear();
    return { ref, parent, item };
  }

  it('bring a change to the card, really delivered', async () => {
    const { ref, item } = await withItem();
    const address = bench.replica.server.address() as AddressInfo;
    bench.simulator.webhooks.register({
      url: `http://127.0.0.1:${address.port}${path}`,
      secret: SECRET,
      allPublicTeams: true,
    });
    store().updateIssue(item.id, { title: 'After' });
    await eventually(async () => {
      expect(await bench.titles(ref)).toEqual(['After']);
    });
    expect(bench.simulator.webhooks.deliveries()).toMatchObject([
      { state: 'delivered', attempts: [200] },
    ]);
  });

  it('take new sub-issues by their parent, and either secret while rotating', async () => {
    const { ref, parent } = await withItem();
    const added = store().createIssue({ team: 'INC', title: 'New', parent });
    const body = about(added.id, store().issue(parent).id);
    expect((await deliver(body, { secret: OLD_SECRET })).status).toBe(200);
    await eventually(async () => {
      expect(await bench.titles(ref)).toEqual(['Before', 'New']);
    });
  });

  it('are read together, however many come at once', async () => {
    const { ref, item } = await withItem();
    store().updateIssue(item.id, { title: 'After' });
    // The first read takes until all have come.
    let haveAllCome = () => {};
    const all = new Promise<void>(resolve => {
      haveAllCome = resolve;
    });
    bench.gate = () => all;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => deliver(about(item.id))),
    );
    haveAllCome();
    expect(new Set(answers.map(answer => answer.status))).toEqual(
      new Set([200]),
    );
    await eventually(async () => {
      expect(await bench.titles(ref)).toEqual(['After']);
    });
    await bench.idle();
    const reads = bench.operations().filter(name => name === 'FindIssues');
    expect(reads.length).toBeLessThanOrEqual(2);
    expect(await bench.knex('jobs').where({ kind: 'readIssues' })).toEqual([]);
  });

  it('are done once, whatever delivery id a repeated body carries', async () => {
    const { item } = await withItem();
    const body = { ...about(item.id), webhookTimestamp: Date.now() };
    for (const id of [randomUUID(), randomUUID(), '']) {
      expect((await deliver(body, { id })).status).toBe(200);
    }
    await bench.idle();
    expect(await bench.knex('webhook_deliveries')).toHaveLength(1);
    expect(bench.operations()).toEqual(['FindIssues']);
  });

  it('are each done when their bodies differ, even under one delivery id', async () => {
    const { ref, parent, item } = await withItem();
    const added = store().createIssue({ team: 'INC', title: 'New', parent });
    store().updateIssue(item.id, { title: 'After' });
    const id = randomUUID();
    await deliver(about(item.id), { id });
    await deliver(about(added.id, store().issue(parent).id), { id });
    await eventually(async () => {
      expect(await bench.titles(ref)).toEqual(['After', 'New']);
    });
  });

  it('are done beside those that the version before stored, which has no hashes', async () => {
    const { ref, item } = await withItem();
    const stored = {
      type: 'Issue',
      outcome: 'marked',
      received_at: new Date(),
    };
    for (const delivery_id of [randomUUID(), randomUUID()]) {
      await bench.knex('webhook_deliveries').insert({ ...stored, delivery_id });
    }
    store().updateIssue(item.id, { title: 'After' });
    expect((await deliver(about(item.id))).status).toBe(200);
    await eventually(async () => {
      expect(await bench.titles(ref)).toEqual(['After']);
    });
    expect(await bench.knex('webhook_deliveries')).toHaveLength(3);
  });

  it('are refused when forged or stale, and store nothing', async () => {
    const { item } = await withItem();
    const forged = await deliver(about(item.id), { secret: 'guess' });
    const unsigned = await deliver(about(item.id), { signature: '' });
    const stale = await deliver({
      ...about(item.id),
      webhookTimestamp: Date.now() - 8 * 3_600_000,
    });
    const retried = await deliver({
      ...about(item.id),
      webhookTimestamp: Date.now() - 6.5 * 3_600_000,
    });
    expect(
      [forged, unsigned, stale, retried].map(answer => answer.status),
    ).toEqual([401, 401, 401, 200]);
    expect(await bench.knex('webhook_deliveries')).toHaveLength(1);
  });

  it('are refused when too large or not a webhook', async () => {
    const large = await deliver({ padding: 'x'.repeat(1_100_000) });
    expect(large.status).toBe(413);
    const odd = await deliver({ type: 7 });
    expect(odd.status).toBe(400);
    expect(JSON.stringify(odd.body)).not.toContain('webhookTimestamp');
  });

  it('cost nothing when they are about sort orders, strangers or comments', async () => {
    const { item } = await withItem();
    const stranger = store().createIssue({ team: 'PAY', title: 'Unrelated' });
    await deliver({ ...about(item.id), updatedFrom: { sortOrder: 1 } });
    await deliver(about(stranger.id));
    await deliver({ type: 'Comment', data: { id: randomUUID() } });
    const outcomes = await bench.knex('webhook_deliveries').select('outcome');
    expect(outcomes.map(row => row.outcome).sort()).toEqual([
      'noise',
      'unrelated',
      'unrelated',
    ]);
    expect(bench.operations()).toEqual([]);
  });

  it('are hints: a removal is believed only after a whole read of the incident', async () => {
    const { ref, item } = await withItem();
    await deliver({ ...about(item.id), action: 'remove' });
    await bench.drain();
    expect(await bench.titles(ref)).toEqual(['Before']);
    store().deletePermanently(item.id);
    await deliver({ ...about(item.id), action: 'remove' });
    await bench.drain();
    await eventually(async () => {
      expect(await bench.titles(ref)).toEqual([]);
    });
  });

  it('wait for Linear to be back, and are not lost', async () => {
    const { ref, item } = await withItem();
    store().updateIssue(item.id, { title: 'After' });
    bench.simulator.faults.add({
      kind: 'status',
      status: 503,
      times: 'untilCleared',
    });
    await deliver(about(item.id));
    await eventually(async () => {
      const [work] = await bench.knex('jobs').where({ kind: 'readIssues' });
      expect(work.attempts).toBeGreaterThan(0);
    });
    bench.simulator.faults.clear();
    await eventually(async () => {
      await bench.drain();
      expect(await bench.titles(ref)).toEqual(['After']);
    });
  });

  it('are shown to operators', async () => {
    const { item } = await withItem();
    await deliver(about(item.id));
    const { body } = await bench.call('get', '/linear/status');
    expect(body.webhooks).toMatchObject({
      configured: true,
      silent: false,
      lastReceivedAt: expect.any(String),
    });
  });
});

describe('webhooks', () => {
  it('get a 404 while no secret is configured', async () => {
    const bench = await SyncBench.start('SQLITE_3');
    const answer = await request(bench.replica.server).post(path).send({});
    expect(answer.status).toBe(404);
    await bench.close();
  });

  it('are shown to operators as silent when none came for too long', async () => {
    const bench = await SyncBench.start('SQLITE_3', {
      incidents: { sync: { webhookSilence: { milliseconds: 1 } } },
      linear: { webhookSecrets: [SECRET] },
    });
    await eventually(async () => {
      const { body } = await bench.call('get', '/linear/status');
      expect(body.webhooks).toEqual({ configured: true, silent: true });
    });
    await bench.close();
  });

  it('get a 503 when a delivery cannot be stored, so that Linear sends it again', async () => {
    const bench = await SyncBench.start('SQLITE_3', {
      linear: { webhookSecrets: [SECRET] },
    });
    await bench.knex.schema.dropTable('webhook_deliveries');
    const bytes = JSON.stringify({
      action: 'update',
      type: 'Issue',
      webhookTimestamp: Date.now(),
      data: { id: 'x' },
    });
    const answer = await request(bench.replica.server)
      .post(path)
      .set('content-type', 'application/json')
      .set('linear-delivery', randomUUID())
      .set(
        'linear-signature',
        createHmac('sha256', SECRET).update(bytes).digest('hex'),
      )
      .send(bytes);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '60']);
    await bench.close();
  });
});
