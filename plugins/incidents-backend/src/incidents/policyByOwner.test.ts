import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import {
  Facets,
  IncidentReference,
  IncidentPage,
  incidentReadPermission,
  Statistics,
} from '@backstage-incidents/incidents-common';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { eventually } from '../__testUtils__/eventually';
import { ManualScheduler } from '../__testUtils__/ManualScheduler';
import {
  startIncidentsBackend,
  testEntities,
} from '../__testUtils__/startIncidentsBackend';
import { testDatabases } from '../__testUtils__/testDatabases';
import { incidentConditions } from './incidentRules';

jest.setTimeout(60_000);

const ada = mockCredentials.user.header('user:default/ada.olsen');
const stranger = mockCredentials.user.header('user:default/omar.haddad');
const checkout = 'component:default/checkout';
const ledger = 'component:default/ledger';
const ownerOf: Record<string, string> = {
  checkout: 'group:default/payments',
  ledger: 'group:default/sre',
};

/** Everyone may read what affects an entity of the payments group. */
const policy = mockServices.permissions.mock({
  authorize: async requests =>
    requests.map(() => ({ result: AuthorizeResult.ALLOW })),
  authorizeConditional: async requests =>
    requests.map(({ permission }) =>
      permission.name === incidentReadPermission.name
        ? {
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'incidents',
            resourceType: 'incident',
            conditions: incidentConditions.affectsEntityOwnedBy({
              ownerRefs: ['group:default/payments'],
            }),
          }
        : { result: AuthorizeResult.ALLOW },
    ),
});

describe.each(testDatabases.eachSupportedId())(
  'a policy by the owners of what is affected on %p',
  (databaseId: TestDatabaseId) => {
    async function start() {
      const scheduler = new ManualScheduler();
      const entities = catalogServiceMock({
        entities: testEntities.map(entity => ({
          ...entity,
          relations: Object.entries(ownerOf)
            .filter(([name]) => name === entity.metadata.name)
            .map(([, targetRef]) => ({ type: RELATION_OWNED_BY, targetRef })),
        })),
      });
      const state = { catalogIsDown: false };
      const catalog: CatalogService = {
        ...catalogServiceMock.mock(),
        getEntitiesByRefs: async (query, options) => {
          if (state.catalogIsDown) throw new Error('connect ECONNREFUSED');
          return entities.getEntitiesByRefs(query, options);
        },
      };
      const knex = await testDatabases.init(databaseId);
      const { server } = await startIncidentsBackend({
        knex,
        scheduler: scheduler.feature,
        features: [policy.factory],
        catalog: createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalog,
        }),
      });
      const get = (path: string, by = ada) =>
        request(server).get(`/api/incidents${path}`).set('authorization', by);
      const read = async <T>(path: string, by = ada): Promise<T> => {
        const response = await get(path, by);
        expect(response.status).toBe(200);
        return response.body;
      };
      return {
        state,
        refreshOwners: async () => {
          await scheduler.run('incidents-entity-owners');
          await scheduler.run('incidents-jobs');
        },
        get,
        listed: async (by = ada) => {
          const page = await read<IncidentPage>('/incidents', by);
          expect(page.totalItems).toBe(page.items.length);
          return page.items.map(({ ref }) => ref).sort();
        },
        facets: (by = ada) => read<Facets>('/facets', by),
        statistics: (by = ada) => read<Statistics>('/statistics', by),
        async declare(body: object): Promise<IncidentReference> {
          const response = await request(server)
            .post('/api/incidents/incidents')
            .set('authorization', ada)
            .send({ title: 'Broken', severity: 'sev2', ...body });
          expect(response.status).toBe(201);
          return response.body;
        },
        async affect(ref: string, version: number, affects: string[]) {
          const response = await request(server)
            .patch(`/api/incidents/incidents/${ref}`)
            .set('authorization', ada)
            .send({ expectedVersion: version, affects });
          expect(response.status).toBe(200);
        },
      };
    }

    it('decides what is listed, counted and read', async () => {
      const { declare, facets, get, listed, statistics } = await start();
      const ours = await declare({ affects: [checkout], labels: ['ours'] });
      const both = await declare({
        affects: [ledger, checkout],
        labels: ['both'],
      });
      const theirs = await declare({ affects: [ledger], labels: ['theirs'] });
      const unknown = await declare({
        affects: ['component:default/nowhere'],
        labels: ['unknown'],
      });
      await eventually(async () => {
        expect(await listed()).toEqual([ours.ref, both.ref].sort());
      });
      expect((await facets()).labels.map(({ label }) => label).sort()).toEqual([
        'both',
        'ours',
      ]);
      expect((await statistics()).incidents.total).toBe(2);
      expect((await get(`/incidents/${ours.ref}`)).status).toBe(200);
      expect((await get(`/incidents/${both.ref}`)).status).toBe(200);
      expect((await get(`/incidents/${theirs.ref}`)).status).toBe(403);
      expect((await get(`/incidents/${unknown.ref}`)).status).toBe(403);
    });

    it('never shows a private incident to people without access', async () => {
      const { declare, facets, get, listed, statistics } = await start();
      const secret = await declare({
        affects: [checkout],
        labels: ['secret'],
        visibility: 'private',
      });
      await eventually(async () => {
        expect(await listed(ada)).toEqual([secret.ref]);
      });
      expect((await get(`/incidents/${secret.ref}`, ada)).status).toBe(200);
      expect((await get(`/incidents/${secret.ref}`, stranger)).status).toBe(
        404,
      );
      expect(await listed(stranger)).toEqual([]);
      expect((await facets(stranger)).labels).toEqual([]);
      expect((await statistics(stranger)).incidents.total).toBe(0);
    });

    it('follows an edit of what is affected', async () => {
      const { affect, declare, listed } = await start();
      const incident = await declare({ affects: [ledger] });
      expect(await listed()).toEqual([]);
      await affect(incident.ref, 1, [checkout]);
      await eventually(async () => {
        expect(await listed()).toEqual([incident.ref]);
      });
      await affect(incident.ref, 2, [ledger]);
      expect(await listed()).toEqual([]);
    });

    it('waits for a catalog that is down, and declaring does not', async () => {
      const { declare, listed, refreshOwners, state } = await start();
      state.catalogIsDown = true;
      const incident = await declare({ affects: [checkout] });
      await refreshOwners();
      expect(await listed()).toEqual([]);
      state.catalogIsDown = false;
      await eventually(async () => {
        await refreshOwners();
        expect(await listed()).toEqual([incident.ref]);
      });
    });
  },
);
