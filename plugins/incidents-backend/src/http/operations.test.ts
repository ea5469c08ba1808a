import { reason } from '@backstage-incidents/incidents-common';
import { jobRow } from '../__testUtils__/rows';
import { linearStatusSchema } from '@backstage-incidents/incidents-common';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())('operations on %p', database => {
  let bench: SyncBench | undefined;

  afterEach(async () => {
    await bench?.close();
  });

  const status = async (of: SyncBench) => {
    const answer = await of.call('get', '/linear/status');
    expect(answer.status).toBe(200);
    return linearStatusSchema.parse(answer.body);
  };

  it('show who we are in Linear, what is configured and how far the sync is', async () => {
    bench = await SyncBench.start(database, {
      linear: {
        auth: {
          oauth: { clientId: 'demo-client', clientSecret: 'demo-secret' },
        },
        routing: {
          rules: [
            {
              name: 'payments',
              when: { severity: ['sev1'] },
              use: { team: 'PAY', labels: ['no such label'] },
            },
          ],
          default: { team: 'INC' },
        },
      },
    });
    const of = bench;
    await of.delta();
    await of.sweep();
    await of.replica.scheduler.run('incidents-linear-probe');
    await eventually(async () => {
      expect(await status(of)).toMatchObject({
        connection: { state: 'connected', workspace: expect.any(String) },
        actor: { app: true },
        scopes: expect.arrayContaining(['read', 'write']),
        teams: expect.arrayContaining([
          expect.objectContaining({ key: 'INC', routes: ['default'] }),
          expect.objectContaining({ key: 'PAY', routes: ['payments'] }),
        ]),
        budget: {
          requests: { remaining: expect.any(Number) },
          points: { remaining: expect.any(Number) },
        },
        delta: { lagSeconds: expect.any(Number) },
        sweep: { state: 'completed' },
        webhooks: { configured: false, silent: false },
        work: { due: 0, escalated: [], waiting: [] },
        attention: [
          {
            code: 'configurationFault',
            params: {
              key: 'incidents.linear.routing.rules[0].use.labels[0]',
              cause: 'linearLabelNotFound',
            },
          },
        ],
        configFaults: [
          {
            key: 'incidents.linear.routing.rules[0].use.labels[0]',
            code: 'linearLabelNotFound',
            message: expect.stringContaining("'no such label'"),
            params: { label: 'no such label', team: 'PAY' },
          },
        ],
      });
    });
    const [token] = await of.knex('linear_tokens');
    expect(token.sealed).not.toContain('lin_');
    expect(of.operations().filter(name => name === 'OAuthToken')).toHaveLength(
      1,
    );
  });

  it('start with Linear down, and say so', async () => {
    bench = await SyncBench.start(database, {
      linear: { apiUrl: 'http://127.0.0.1:9/graphql' },
    });
    const of = bench;
    await of.replica.scheduler.run('incidents-linear-probe');
    await of.delta();
    await eventually(async () => {
      expect((await status(of)).connection.state).toBe('unavailable');
    });
    expect((await of.call('get', '/incidents')).status).toBe(200);
  });

  it('list what waits for a person, and resume it by one call', async () => {
    bench = await SyncBench.start(database);
    const of = bench;
    const { ref } = await of.declare();
    const gaveUp = reason('retriesExhausted', {
      attempts: 9,
      cause: 'linearUnavailable',
    });
    await of.knex('jobs').insert(
      jobRow({
        id: 'w1',
        kind: 'refresh',
        key: '1',
        incident_number: 1,
        state: 'escalated',
        attempts: 9,
        reason: JSON.stringify(gaveUp),
        escalated_at: new Date(),
      }),
    );
    expect((await status(of)).work.escalated).toMatchObject([
      {
        id: 'w1',
        incidentRef: ref,
        kind: 'refresh',
        reason: gaveUp,
      },
    ]);
    expect((await of.call('post', '/linear/work/w1/retry')).status).toBe(204);
    await of.idle();
    expect((await status(of)).work.escalated).toEqual([]);
    expect((await of.call('post', '/linear/work/w1/retry')).status).toBe(404);
  });

  it('show a lost parent issue, rejected credentials and a failed job as things that need attention, and what waits apart', async () => {
    bench = await SyncBench.start(database, {
      linear: { auth: { apiKey: 'revoked' } },
    });
    const of = bench;
    await of.insert(1);
    await of.insert(2);
    await of
      .knex('parent_issues')
      .where({ incident_number: 2 })
      .update({ status: 'missing' });
    await of.knex('jobs').insert([
      jobRow({
        id: 'failed',
        kind: 'cleanFormerParent',
        key: 'x',
        incident_number: 1,
        state: 'escalated',
        reason: JSON.stringify(
          reason('linearForbidden', { operation: 'UpdateIssue' }),
        ),
        escalated_at: new Date(),
      }),
      jobRow({
        kind: 'refresh',
        key: '1',
        incident_number: 1,
        attempts: 3,
        run_at: new Date(Date.now() + 60_000),
        failing_since: new Date(),
        reason: JSON.stringify(reason('linearUnavailable')),
      }),
    ]);
    await of.replica.scheduler.run('incidents-linear-probe');
    await eventually(async () => {
      const { attention, connection, work } = await status(of);
      expect(connection).toMatchObject({
        state: 'unauthorized',
        reason: { code: 'linearUnauthorized' },
      });
      expect(
        attention.map(({ code, incidentRef }) => [code, incidentRef]).sort(),
      ).toEqual([
        ['credentialsRejected', undefined],
        ['jobFailed', 'INC-1'],
        ['parentIssueInaccessible', 'INC-2'],
      ]);
      expect(attention.every(({ fix }) => fix.length > 0)).toBe(true);
      const refsThat = async (needs: boolean) =>
        (
          await of.call('get', `/incidents?needsAttention=${needs}`)
        ).body.items.map(({ ref }: { ref: string }) => ref);
      expect(await refsThat(true)).toEqual(['INC-2', 'INC-1']);
      expect(await refsThat(false)).toEqual([]);
      expect(work.waiting).toMatchObject([
        {
          kind: 'refresh',
          incidentRef: 'INC-1',
          attempts: 3,
          reason: { code: 'linearUnavailable' },
        },
      ]);
    });
  });

  it('start one sweep however often it is requested', async () => {
    bench = await SyncBench.start(database);
    const of = bench;
    await of.declare();
    of.simulator.faults.add({
      kind: 'status',
      status: 503,
      times: 'untilCleared',
    });
    const answers = await Promise.all(
      [1, 2, 3].map(() => of.call('post', '/linear/sync', {})),
    );
    expect(answers.map(answer => answer.status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(answer => answer.body.sweep.id)).size).toBe(1);
    expect(
      (await of.call('post', '/linear/sync', { everything: true })).status,
    ).toBe(400);
  });

  it('reject accepting removals when no sweep is held', async () => {
    bench = await SyncBench.start(database);
    const answer = await bench.call('post', '/linear/sync', {
      acceptRemovals: true,
    });
    expect(answer.status).toBe(409);
  });

  it('say that Linear is not configured', async () => {
    bench = await SyncBench.start(database, { configured: false });
    expect((await status(bench)).connection.state).toBe('notConfigured');
    expect((await bench.call('post', '/linear/sync', {})).status).toBe(409);
  });
});
