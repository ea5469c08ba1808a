import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { Incident, IncidentPage } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { Server } from 'node:http';
import request from 'supertest';
import { startIncidentsBackend } from '../__testUtils__/startIncidentsBackend';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const as = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);
const ada = as('ada.olsen');
const sam = as('sam.weber');
const priya = as('priya.nair');
const stranger = as('omar.haddad');
const reader = as('reader');
const service = mockCredentials.service.header();

const base = '/api/incidents/incidents';

describe.each(testDatabases.eachSupportedId())(
  'the incidents API on %p',
  (databaseId: TestDatabaseId) => {
    let server: Server;
    let knex: Knex;

    beforeAll(async () => {
      knex = await testDatabases.init(databaseId);
      const backend = await startIncidentsBackend({
        knex,
        incidents: { privacy: { readers: ['user:default/reader'] } },
      });
      server = backend.server;
    });

    const post = (body: string | object, by = ada) =>
      request(server)
        .post(base)
        .set('authorization', by)
        .set('content-type', 'application/json')
        .send(body);
    const get = (path: string, by = ada) =>
      request(server).get(`${base}${path}`).set('authorization', by);
    const patch = (ref: string, body: object, by = ada) =>
      request(server)
        .patch(`${base}/${ref}`)
        .set('authorization', by)
        .send(body);
    const declare = async (body: object = {}, by = ada): Promise<Incident> => {
      const response = await post(
        { title: 'Broken', severity: 'sev3', ...body },
        by,
      );
      expect(response.status).toBe(201);
      return response.body;
    };
    const list = async (query: string, by = ada): Promise<IncidentPage> => {
      const response = await get(query, by);
      expect(response.status).toBe(200);
      return response.body;
    };
    const marker = (() => {
      let count = 0;
      return () => `marker-${++count}`;
    })();

    it('responds with the whole incident, in any letter case of its ref', async () => {
      const incident = await declare({
        title: '  Search is slow ',
        summary: 'since noon',
        severity: 'sev2',
        lead: 'User:default/Sam.Weber',
        participants: ['user:default/priya.nair', 'user:default/priya.nair'],
        affects: ['component:default/checkout'],
        labels: ['pci'],
        links: [{ title: 'Chat', url: 'https://chat.example.com/1' }],
        startedAt: '2026-03-01T10:00:00+01:00',
      });
      expect(incident).toMatchObject({
        version: 1,
        title: 'Search is slow',
        summary: 'since noon',
        severity: 'sev2',
        status: 'active',
        visibility: 'public',
        lead: 'user:default/sam.weber',
        reporter: 'user:default/ada.olsen',
        participants: ['user:default/priya.nair'],
        affects: ['component:default/checkout'],
        labels: ['pci'],
        links: [{ title: 'Chat', url: 'https://chat.example.com/1' }],
        startedAt: '2026-03-01T09:00:00.000Z',
        parentIssue: { status: 'notConfigured' },
        progress: { total: 0, overdue: 0 },
      });
      expect(incident.entityRef).toBe(
        `incident:default/${incident.ref.toLowerCase()}`,
      );
      const read = await get(`/${incident.ref.toLowerCase()}`);
      expect(read.body).toEqual(incident);
    });

    it('gives numbers without gaps or duplicates to concurrent declarations, and none to refused ones', async () => {
      const before = await declare();
      const numberOf = (ref: string) => Number(ref.split('-')[1]);
      const responses = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          post({
            title: `Broken ${index}`,
            severity: index % 4 === 0 ? 'sev9' : 'sev1',
          }),
        ),
      );
      const refs = responses
        .filter(({ status }) => status === 201)
        .map(({ body }) => numberOf(body.ref))
        .sort((a, b) => a - b);
      expect(refs).toEqual(
        Array.from(
          { length: 15 },
          (_, index) => numberOf(before.ref) + 1 + index,
        ),
      );
    });

    describe('with an idempotency key', () => {
      const withKey = (key: string, body: object, by = ada) =>
        post(body, by).set('idempotency-key', key);
      const body = { title: 'Once', severity: 'sev1' };

      it('makes one incident of many concurrent twins', async () => {
        const key = marker();
        const responses = await Promise.all(
          Array.from({ length: 5 }, () => withKey(key, body)),
        );
        expect(new Set(responses.map(response => response.body.ref)).size).toBe(
          1,
        );
        expect(responses.map(({ status }) => status).sort()).toEqual([
          200, 200, 200, 200, 201,
        ]);
      });

      it('takes fields in another order for the same body, and another body for a conflict', async () => {
        const key = marker();
        const first = await withKey(key, body);
        const again = await withKey(key, { severity: 'sev1', title: 'Once' });
        expect(again.status).toBe(200);
        expect(again.body.ref).toBe(first.body.ref);
        const other = await withKey(key, { ...body, title: 'Twice' });
        expect(other.status).toBe(409);
        expect(other.body.error.name).toBe('ConflictError');
      });

      it('keeps the keys of different people apart', async () => {
        const key = marker();
        const first = await withKey(key, body);
        const other = await withKey(key, body, sam);
        expect(other.status).toBe(201);
        expect(other.body.ref).not.toBe(first.body.ref);
      });

      it('stores nothing for a refused request', async () => {
        const key = marker();
        expect((await withKey(key, { ...body, severity: 'x' })).status).toBe(
          400,
        );
        expect((await withKey(key, body)).status).toBe(201);
      });
    });

    describe('editing', () => {
      it('changes what is given, clears what is null, and counts the version', async () => {
        const { ref } = await declare({
          summary: 'old',
          lead: 'user:default/sam.weber',
          labels: ['a', 'b'],
        });
        const response = await patch(ref, {
          expectedVersion: 1,
          severity: 'sev1',
          lead: null,
          labels: ['c'],
        });
        expect(response.status).toBe(200);
        expect(response.body).toMatchObject({
          version: 2,
          summary: 'old',
          severity: 'sev1',
          labels: ['c'],
        });
        expect(response.body.lead).toBeUndefined();
      });

      it('refuses a stale edit and names the current version', async () => {
        const { ref } = await declare();
        await patch(ref, { expectedVersion: 1, title: 'Theirs' });
        const response = await patch(ref, {
          expectedVersion: 1,
          title: 'Ours',
        });
        expect(response.status).toBe(409);
        expect(response.body.error).toMatchObject({
          name: 'ConflictError',
          currentVersion: 2,
        });
        expect((await get(`/${ref}`)).body.title).toBe('Theirs');
      });

      it('lets one of many concurrent edits through', async () => {
        const { ref } = await declare();
        const responses = await Promise.all(
          Array.from({ length: 5 }, (_, index) =>
            patch(ref, { expectedVersion: 1, title: `Edit ${index}` }),
          ),
        );
        expect(responses.map(({ status }) => status).sort()).toEqual([
          200, 409, 409, 409, 409,
        ]);
      });

      it('stamps mitigation and closing, and forgets the closing when reopened', async () => {
        const { ref } = await declare();
        const mitigated = await patch(ref, {
          expectedVersion: 1,
          status: 'mitigated',
        });
        expect(mitigated.body.mitigatedAt).toBeDefined();
        expect(mitigated.body.closedAt).toBeUndefined();
        const done = await patch(ref, { expectedVersion: 2, status: 'done' });
        expect(done.body.closedAt).toBeDefined();
        const active = await patch(ref, {
          expectedVersion: 3,
          status: 'active',
        });
        expect(active.body.closedAt).toBeUndefined();
      });
    });

    describe('a private incident', () => {
      const declarePrivate = (label: string, by = ada) =>
        declare(
          {
            title: 'The secret thing',
            summary: 'The secret reason',
            visibility: 'private',
            severity: 'sev1',
            lead: 'user:default/sam.weber',
            participants: ['user:default/priya.nair'],
            affects: ['component:default/ledger'],
            labels: [label],
          },
          by,
        );

      it('may be declared without a title', async () => {
        const response = await post({
          severity: 'sev1',
          visibility: 'private',
        });
        expect(response.status).toBe(201);
        expect(response.body.title).toBe('Private incident');
      });

      it.each([
        ['reporter', ada],
        ['lead', sam],
        ['participant', priya],
        ['configured reader', reader],
      ])('is readable by its %s', async (_, by) => {
        const label = marker();
        const { ref } = await declarePrivate(label);
        expect((await get(`/${ref}`, by)).body.title).toBe('The secret thing');
        expect((await list(`?label=${label}`, by)).items).toHaveLength(1);
        expect((await get(`/${ref}/action-items`, by)).status).toBe(200);
      });

      it('does not exist for a stranger, whatever they try', async () => {
        const label = marker();
        const { ref } = await declarePrivate(label);
        const attempts = [
          await get(`/${ref}`, stranger),
          await get(`/${ref}/action-items`, stranger),
          await patch(ref, { expectedVersion: 1, title: 'x' }, stranger),
          await request(server)
            .post(`${base}/${ref}/sync`)
            .set('authorization', stranger),
        ];
        for (const response of attempts) {
          expect(response.status).toBe(404);
          expect(JSON.stringify(response.body)).not.toContain('secret');
        }
        for (const query of [`?label=${label}`, '?q=secret', '?limit=200']) {
          const page = await list(query, stranger);
          expect(page.items.map(item => item.ref)).not.toContain(ref);
          expect(page.totalItems).toBe(page.items.length);
        }
      });

      it('has only its redacted form for a service acting for itself, and no filter reveals more', async () => {
        const label = marker();
        const { ref, entityRef } = await declarePrivate(label);
        const redacted = {
          ref,
          entityRef,
          title: 'Private incident',
          visibility: 'private',
        };
        expect((await get(`/${ref}`, service)).body).toEqual(redacted);
        const page = await list('?limit=200', service);
        expect(page.items.find(item => item.ref === ref)).toEqual(redacted);
        expect((await get(`/${ref}/action-items`, service)).status).toBe(404);
        for (const query of [
          `?label=${label}`,
          '?q=secret',
          '?severity=sev1',
          '?status=active',
          '?lead=user:default/sam.weber',
          '?affects=component:default/ledger',
          '?hasOpenActionItems=false',
          '?orderBy=severity',
          '?orderBy=-updatedAt',
        ]) {
          const { items } = await list(`${query}&limit=200`, service);
          expect(items.map(item => item.ref)).not.toContain(ref);
        }
      });

      it('is hidden from a former participant at once', async () => {
        const { ref } = await declarePrivate(marker());
        await patch(ref, { expectedVersion: 1, participants: [] });
        expect((await get(`/${ref}`, priya)).status).toBe(404);
      });
    });

    describe('listing', () => {
      it('combines filters, and takes a repeated one for any of its values', async () => {
        const label = marker();
        const labels = [label];
        const one = await declare({ labels, severity: 'sev1' });
        const two = await declare({
          labels,
          severity: 'sev2',
          status: 'mitigated',
          affects: ['component:default/checkout'],
        });
        await declare({ labels, severity: 'sev3', status: 'done' });
        const refs = async (query: string) =>
          (await list(`?label=${label}${query}`)).items.map(item => item.ref);
        expect(
          await refs('&severity=sev1&severity=sev2&orderBy=severity'),
        ).toEqual([one.ref, two.ref]);
        expect(await refs('&status=mitigated')).toEqual([two.ref]);
        expect(await refs('&affects=component:default/CHECKOUT')).toEqual([
          two.ref,
        ]);
        expect(await refs(`&q=${one.ref.toLowerCase()}`)).toContain(one.ref);
        expect(await refs('&hasOpenActionItems=true')).toEqual([]);
      });

      it('orders by importance: open first, then severity, then the most recently started', async () => {
        const label = marker();
        const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
        const refs: string[] = [];
        for (const fields of [
          { severity: 'sev1', status: 'done', startedAt: at(9) },
          { severity: 'sev2', startedAt: at(1) },
          { severity: 'sev2', startedAt: at(3) },
          { severity: 'sev1', startedAt: at(1) },
          { severity: 'sev3', status: 'canceled', startedAt: at(9) },
        ]) {
          refs.push((await declare({ labels: [label], ...fields })).ref);
        }
        const page = await list(`?label=${label}&orderBy=importance`);
        expect(page.items.map(item => item.ref)).toEqual(
          [3, 2, 1, 0, 4].map(index => refs[index]),
        );
      });

      it.each([
        'importance',
        '-createdAt',
        'createdAt',
        '-severity',
        'severity',
        'status',
        '-status',
        '-updatedAt',
        'startedAt',
      ])('pages through every incident once, ordered by %s', async orderBy => {
        const label = marker();
        const declared: string[] = [];
        for (const severity of ['sev3', 'sev1', 'sev2', 'sev1', 'sev5']) {
          declared.push((await declare({ labels: [label], severity })).ref);
        }
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await list(
            `?label=${label}&limit=2&orderBy=${orderBy}${
              cursor ? `&cursor=${cursor}` : ''
            }`,
          );
          expect(page.totalItems).toBe(5);
          seen.push(...page.items.map(item => item.ref));
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toHaveLength(5);
        expect([...seen].sort()).toEqual([...declared].sort());
      });

      it('finds text with wildcards in it literally', async () => {
        const label = marker();
        await declare({ labels: [label], title: '100% of it' });
        await declare({ labels: [label], title: '1000 of it' });
        const page = await list(
          `?label=${label}&q=${encodeURIComponent('100%')}`,
        );
        expect(page.items.map(item => item.title)).toEqual(['100% of it']);
      });
    });

    it('says that Linear is not configured', async () => {
      const { ref } = await declare();
      const items = await get(`/${ref}/action-items`);
      expect(items.body).toMatchObject({
        items: [],
        parentIssue: { status: 'notConfigured' },
        sync: { stale: false, refreshing: false },
      });
      const sync = await request(server)
        .post(`${base}/${ref}/sync`)
        .set('authorization', ada);
      expect(sync.status).toBe(409);
    });

    it.each(['/INC-999999', '/ABC-1'])('does not know %s', async path => {
      expect((await get(path)).status).toBe(404);
    });

    it('responds to an unexpected error of the database with an id, and nothing that the driver says', async () => {
      await knex.schema.renameTable('incidents', 'gone');
      const response = await post({
        title: 'Zephyr acquisition leaked',
        severity: 'sev1',
      });
      await knex.schema.renameTable('gone', 'incidents');
      const { errorId } = response.body.error.params;
      expect(errorId).toMatch(/^[0-9a-f-]{36}$/);
      expect([response.status, response.body]).toEqual([
        500,
        {
          error: {
            name: 'InternalServerError',
            message: `Unexpected error (id ${errorId}); see the backend log`,
            code: 'unexpectedError',
            params: { errorId },
          },
          request: { method: 'POST', url: base },
          response: { statusCode: 500 },
        },
      ]);
    });
  },
);
