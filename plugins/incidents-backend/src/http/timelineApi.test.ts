import { AddressInfo } from 'node:net';
import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { Timeline, TimelineEntry } from '@backstage-incidents/incidents-common';
import { eventually } from '../__testUtils__/eventually';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

const ada = 'user:default/ada.olsen';
const sam = 'user:default/sam.weber';
const SECRET = 'webhook-secret';
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

describe.each(testDatabases.eachSupportedId())(
  'the timeline on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        linear: { webhookSecrets: [SECRET] },
      });
    });
    afterAll(() => bench.close());
    afterEach(() => bench.simulator.faults.clear());

    const page = async (ref: string, query = '', by = as('ada.olsen')) => {
      const response = await bench.call(
        'get',
        `/incidents/${ref}/timeline${query}`,
        undefined,
        { by },
      );
      return { status: response.status, body: response.body as Timeline };
    };
    /** Oldest first, without ids and times. */
    const told = async (ref: string) => {
      const { body } = await page(ref, '?limit=200');
      return body.items
        .map(({ id: _, at: __, ...entry }: TimelineEntry) => entry)
        .reverse();
    };
    const kinds = async (ref: string) =>
      (await told(ref)).map(({ kind }) => kind);
    const note = (ref: string, body: object, by = as('ada.olsen')) =>
      bench.call('post', `/incidents/${ref}/notes`, body, { by });
    const removeNote = (ref: string, id: string, by = as('ada.olsen')) =>
      bench.call('delete', `/incidents/${ref}/notes/${id}`, undefined, { by });
    const makeItem = (parent: string | undefined, title = 'Add an index') =>
      bench.simulator.store.createIssue({ team: 'INC', title, parent });
    const complete = (identifier: string) =>
      bench.simulator.store.updateIssue(identifier, { state: 'Done' });

    it('has one entry for each change of the incident, with who made it', async () => {
      const { ref, parentIssue } = await bench.declare({ lead: ada });
      await bench.patch(ref, {
        status: 'mitigated',
        severity: 'sev1',
        lead: sam,
        visibility: 'private',
        title: 'Nobody can pay',
        summary: 'Not in the timeline',
      });
      await bench.patch(ref, { lead: null, status: 'mitigated' });
      await bench.patch(ref, { lead: ada, title: 'Nobody can pay' });

      expect(await told(ref)).toEqual([
        { kind: 'declared', actor: ada, params: {} },
        {
          kind: 'parentLinked',
          params: { identifier: parentIssue.identifier },
        },
        {
          kind: 'statusChanged',
          actor: ada,
          params: { from: 'active', to: 'mitigated' },
        },
        {
          kind: 'severityChanged',
          actor: ada,
          params: { from: 'sev2', to: 'sev1' },
        },
        { kind: 'leadChanged', actor: ada, params: { from: ada, to: sam } },
        {
          kind: 'visibilityChanged',
          actor: ada,
          params: { from: 'public', to: 'private' },
        },
        { kind: 'titleChanged', actor: ada, params: {} },
        { kind: 'leadChanged', actor: ada, params: { from: sam } },
        { kind: 'leadChanged', actor: ada, params: { to: ada } },
      ]);
      expect(JSON.stringify(await told(ref))).not.toMatch(/pay/);
    });

    it('says that a service declared an incident by naming nobody', async () => {
      const { body } = await bench.call(
        'post',
        '/incidents',
        { title: 'Disk is full', severity: 'sev3' },
        { by: mockCredentials.service.header() },
      );
      expect((await told(body.ref))[0]).toEqual({
        kind: 'declared',
        params: {},
      });
    });

    it('records nothing twice when a creation is repeated', async () => {
      const body = { title: 'Once', severity: 'sev3' };
      const [first, second] = [
        await bench.call('post', '/incidents', body, { key: 'once' }),
        await bench.call('post', '/incidents', body, { key: 'once' }),
      ];
      expect(second.body.ref).toBe(first.body.ref);
      await bench.settled(first.body.ref);
      expect(await kinds(first.body.ref)).toEqual(['declared', 'parentLinked']);
    });

    it('records nothing of an edit that lost the race', async () => {
      const { ref, version } = await bench.declare();
      const answers = await Promise.all(
        (['sev1', 'sev3', 'sev4'] as const).map(severity =>
          bench.call('patch', `/incidents/${ref}`, {
            expectedVersion: version,
            severity,
          }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200, 409, 409,
      ]);
      expect(await kinds(ref)).toEqual([
        'declared',
        'parentLinked',
        'severityChanged',
      ]);
    });

    it('records nothing of a creation that was rolled back', async () => {
      const created = await Promise.all(
        Array.from({ length: 5 }, () =>
          bench.call(
            'post',
            '/incidents',
            { title: 'Twins', severity: 'sev3' },
            { key: 'twins' },
          ),
        ),
      );
      expect(new Set(created.map(({ body }) => body.ref)).size).toBe(1);
      const declared = bench.knex('timeline_entries').where('kind', 'declared');
      const incidents = bench.knex('incidents');
      expect(await declared.pluck('incident_number')).toEqual(
        await incidents.orderBy('number').pluck('number'),
      );
    });

    it('keeps an edit out of the incident that cannot be recorded', async () => {
      const { ref, version } = await bench.declare();
      await bench.settled(ref);
      const rename = (from: string, to: string) =>
        bench.knex.schema.renameTable(from, to);
      await rename('timeline_entries', 'timeline_away');
      const { status } = await bench.call('patch', `/incidents/${ref}`, {
        expectedVersion: version,
        severity: 'sev1',
      });
      await rename('timeline_away', 'timeline_entries');
      expect(status).toBe(500);
      expect(await bench.read(ref)).toMatchObject({
        version,
        severity: 'sev2',
      });
    });

    it('records each completion of an item once, whoever reports it and how often', async () => {
      const { ref, parentIssue } = await bench.declare();
      const item = makeItem(parentIssue.identifier);
      const other = makeItem(parentIssue.identifier, 'Stays open');
      await bench.sync(ref);
      complete(item.identifier);
      const replica = await bench.addReplica();
      await Promise.all([
        bench.call('post', `/incidents/${ref}/sync`),
        bench.call('post', `/incidents/${ref}/sync`, undefined, {
          server: replica,
        }),
      ]);
      await bench.sync(ref);
      bench.simulator.store.updateIssue(item.identifier, {
        title: 'Renamed when done',
      });
      await bench.sync(ref);
      const completions = async () =>
        (await told(ref)).filter(({ kind }) => kind === 'itemCompleted');
      const { identifier } = item;
      const once = { kind: 'itemCompleted', params: { identifier } };
      expect(await completions()).toEqual([once]);

      bench.simulator.store.updateIssue(identifier, { state: 'Todo' });
      await bench.sync(ref);
      complete(identifier);
      await bench.sync(ref);
      expect(await completions()).toEqual([once, once]);

      // Removed and found again, as it was.
      bench.simulator.store.updateIssue(identifier, { parent: null });
      await bench.sync(ref);
      bench.simulator.store.updateIssue(identifier, {
        parent: parentIssue.identifier,
      });
      await bench.sync(ref);
      expect(await completions()).toEqual([once, once]);

      bench.simulator.store.updateIssue(other.identifier, {
        state: 'Canceled',
      });
      await bench.sync(ref);
      expect(await completions()).toHaveLength(2);
    });

    it('records a completion once that several webhooks report to several replicas', async () => {
      const { ref, parentIssue } = await bench.declare();
      const { identifier } = makeItem(parentIssue.identifier);
      makeItem(parentIssue.identifier, 'Stays open');
      await bench.sync(ref);
      for (const server of [bench.server, await bench.addReplica()]) {
        const { port } = server.address() as AddressInfo;
        bench.simulator.webhooks.register({
          url: `http://127.0.0.1:${port}/api/incidents/linear/webhook`,
          secret: SECRET,
          allPublicTeams: true,
        });
      }
      const completions = async () =>
        (await kinds(ref)).filter(kind => kind === 'itemCompleted');
      complete(identifier);
      await eventually(async () => {
        expect(bench.simulator.webhooks.deliveries()).toMatchObject([
          { state: 'delivered' },
          { state: 'delivered' },
        ]);
        expect(await completions()).toHaveLength(1);
      });
      await bench.settled(ref);
      await bench.sync(ref);
      expect(await completions()).toHaveLength(1);
    });

    it('names who completed an item in Backstage', async () => {
      const { ref, parentIssue } = await bench.declare();
      const { identifier } = makeItem(parentIssue.identifier);
      makeItem(parentIssue.identifier);
      await bench.sync(ref);
      const { status } = await bench.call(
        'post',
        `/incidents/${ref}/action-items/${identifier}/transition`,
        { to: 'Done' },
        { by: as('sam.weber') },
      );
      expect(status).toBe(200);
      await bench.sync(ref);
      expect((await told(ref)).slice(2)).toEqual([
        { kind: 'itemCompleted', actor: sam, params: { identifier } },
      ]);
    });

    it('records an item that was completed before anybody read it, but not what was done before the incident', async () => {
      const { ref, parentIssue } = await bench.declare();
      const { identifier } = makeItem(parentIssue.identifier);
      complete(identifier);
      await bench.sync(ref);
      expect((await told(ref))[2]).toEqual({
        kind: 'itemCompleted',
        params: { identifier },
      });

      const existing = bench.simulator.store.createIssue({
        team: 'INC',
        title: 'Existing',
      });
      complete(makeItem(existing.identifier).identifier);
      const other = await bench.declare();
      const linked = await bench.call(
        'put',
        `/incidents/${other.ref}/parent-issue`,
        { issue: existing.identifier, replace: true },
      );
      expect(linked.status).toBe(200);
      await bench.settled(other.ref);
      expect(await kinds(other.ref)).not.toContain('itemCompleted');
    });

    it('says why the parent issue was completed and reopened, once each', async () => {
      const { ref, parentIssue } = await bench.declare();
      const item = makeItem(parentIssue.identifier);
      await bench.sync(ref);
      complete(item.identifier);
      await bench.sync(ref);
      await bench.settled(ref);
      bench.simulator.store.updateIssue(item.identifier, { state: 'Todo' });
      await bench.sync(ref);
      await bench.settled(ref);
      await bench.sync(ref);
      await bench.settled(ref);
      expect(
        (await told(ref)).filter(({ kind }) => kind.startsWith('parent')),
      ).toMatchObject([
        { kind: 'parentLinked' },
        {
          kind: 'parentCompleted',
          params: { reason: { code: 'allItemsClosed' } },
        },
        {
          kind: 'parentReopened',
          params: { reason: { code: 'itemsOpen', params: { open: 1 } } },
        },
      ]);
      expect(JSON.stringify(await told(ref))).not.toContain('actor":null');
    });

    it('records a completion of the parent issue once, though the response of Linear was lost', async () => {
      const { ref, parentIssue } = await bench.declare();
      const item = makeItem(parentIssue.identifier);
      await bench.sync(ref);
      complete(item.identifier);
      bench.simulator.faults.add({
        kind: 'resetAfter',
        match: 'UpdateIssue',
      });
      await bench.sync(ref);
      await eventually(async () => {
        await bench.hurry();
        await bench.sync(ref);
        expect(await kinds(ref)).toContain('parentCompleted');
      });
      await bench.sync(ref);
      await bench.settled(ref);
      expect(
        (await kinds(ref)).filter(kind => kind === 'parentCompleted'),
      ).toHaveLength(1);
    });

    it('says that a person completed the parent issue in Linear', async () => {
      const { ref, parentIssue } = await bench.declare();
      makeItem(parentIssue.identifier);
      await bench.sync(ref);
      await bench.settled(ref);
      complete(parentIssue.identifier ?? '');
      await bench.sync(ref);
      await bench.settled(ref);
      expect((await told(ref)).at(-1)).toMatchObject({
        kind: 'parentCompleted',
        params: {
          reason: { code: 'personCompleted', params: { open: 1, total: 1 } },
        },
      });
    });

    it('records that the parent issue was lost and is back, and who unlinked it', async () => {
      const { ref, parentIssue } = await bench.declare();
      const identifier = parentIssue.identifier ?? '';
      bench.simulator.store.trash(identifier);
      await bench.sync(ref);
      await bench.sync(ref);
      bench.simulator.store.restore(identifier);
      await bench.sync(ref);
      await bench.sync(ref);
      await bench.call('delete', `/incidents/${ref}/parent-issue`, undefined, {
        by: as('sam.weber'),
      });
      const again = await bench.call('put', `/incidents/${ref}/parent-issue`, {
        issue: identifier,
      });
      expect(again.status).toBe(200);
      expect(await told(ref)).toEqual([
        { kind: 'declared', actor: ada, params: {} },
        { kind: 'parentLinked', params: { identifier } },
        { kind: 'parentLost', params: {} },
        { kind: 'parentLinked', params: { identifier } },
        { kind: 'parentLost', actor: sam, params: {} },
        { kind: 'parentLinked', actor: ada, params: { identifier } },
      ]);
    });

    it('keeps notes in the order in which they were added, and the mark of a deleted one', async () => {
      const { ref } = await bench.declare();
      const at = '2026-03-01T10:00:00.000Z';
      const first = await note(ref, { text: 'Rolled back **v12**', at });
      expect(first).toMatchObject({
        status: 201,
        body: {
          id: expect.any(String),
          at: instant,
          kind: 'noteAdded',
          actor: ada,
          params: { text: 'Rolled back **v12**', at },
        },
      });
      const second = await note(ref, { text: 'Errors fall' }, as('sam.weber'));
      expect((await note(ref, { text: '' })).status).toBe(400);
      const { id } = first.body;

      expect((await removeNote(ref, id, as('sam.weber'))).status).toBe(403);
      expect((await removeNote(ref, id)).status).toBe(204);
      expect((await removeNote(ref, id)).status).toBe(404);
      expect((await removeNote(ref, 'no-such-note')).status).toBe(404);
      const { body } = await page(ref, '?limit=200');
      const declared = body.items.find(({ kind }) => kind === 'declared');
      expect((await removeNote(ref, declared?.id ?? '')).status).toBe(404);
      const other = await bench.declare();
      expect((await removeNote(other.ref, second.body.id)).status).toBe(404);

      expect(body.items.slice(0, 2)).toEqual([
        second.body,
        {
          id,
          at: first.body.at,
          kind: 'noteAdded',
          actor: ada,
          params: { deletedAt: instant },
        },
      ]);
      const stored = await bench.knex('timeline_entries').where({ id });
      expect(JSON.stringify(stored)).not.toContain('v12');
    });

    it('is read in pages, newest first, without gap or repeat while entries are added', async () => {
      const { ref } = await bench.declare();
      for (const text of ['1', '2', '3', '4', '5']) await note(ref, { text });
      const readFrom = async (cursor?: string): Promise<TimelineEntry[]> => {
        const query = cursor === undefined ? '' : `&cursor=${cursor}`;
        const { status, body: read } = await page(ref, `?limit=2${query}`);
        expect(status).toBe(200);
        await note(ref, { text: 'meanwhile' });
        return read.nextCursor === undefined
          ? read.items
          : [...read.items, ...(await readFrom(read.nextCursor))];
      };
      const seen = await readFrom();
      expect(
        seen.map(({ kind, params }) => ('text' in params ? params.text : kind)),
      ).toEqual(['5', '4', '3', '2', '1', 'parentLinked', 'declared']);

      for (const query of [
        '?limit=0',
        '?limit=201',
        '?cursor=x',
        '?kind=declared',
      ]) {
        expect((await page(ref, query)).status).toBe(400);
      }
      const other = await bench.declare();
      const { body } = await page(other.ref, '?limit=1');
      expect((await page(ref, `?cursor=${body.nextCursor}`)).status).toBe(400);
    });

    it('of a private incident exists only for those who may see it', async () => {
      const { ref } = await bench.declare({ visibility: 'private' });
      const { id } = (await note(ref, { text: 'Salaries' })).body;
      for (const by of [as('sam.weber'), mockCredentials.service.header()]) {
        expect((await page(ref, '', by)).status).toBe(404);
        expect((await note(ref, { text: 'x' }, by)).status).toBe(404);
        expect((await removeNote(ref, id, by)).status).toBe(404);
      }
      expect((await page('INC-9999')).status).toBe(404);
      expect((await page(ref)).status).toBe(200);
    });

    it('leaves out what a newer version has recorded', async () => {
      const { ref } = await bench.declare();
      await bench.knex('timeline_entries').insert({
        id: '00000000-0000-4000-8000-000000000000',
        incident_number: Number(ref.split('-')[1]),
        at: new Date(),
        kind: 'reviewPublished',
        params: '{}',
      });
      expect(await kinds(ref)).toEqual(['declared', 'parentLinked']);
    });
  },
);
