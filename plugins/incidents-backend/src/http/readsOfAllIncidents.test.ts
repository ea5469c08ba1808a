import {
  mockCredentials,
  mockServices,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  IncidentActionItem,
  IncidentActionItemPage,
} from '@backstage-incidents/incidents-common';
import { Server } from 'node:http';
import request from 'supertest';
import { incidentConditions } from '../incidents/incidentRules';
import { seedIncident } from '../__testUtils__/seedIncident';
import {
  startIncidentsBackend,
  testEntities,
} from '../__testUtils__/startIncidentsBackend';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const as = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);
const ada = as('ada.olsen');
const lead = as('sam.weber');
const stranger = as('omar.haddad');
const reader = as('reader');
const service = mockCredentials.service.header();

const PAST = '2026-01-10T00:00:00.000Z';
const FUTURE = '2126-01-10T00:00:00.000Z';

const sre: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'sre', namespace: 'default' },
  spec: { type: 'team', children: [] },
  relations: [
    { type: 'hasMember', targetRef: 'user:default/Priya.Nair' },
    { type: 'leadBy', targetRef: 'user:default/ada.olsen' },
    { type: 'parentOf', targetRef: 'group:default/sre-emea' },
  ],
};

describe.each(testDatabases.eachSupportedId())(
  'what is read across incidents on %p',
  (databaseId: TestDatabaseId) => {
    let server: Server;
    let decision: PolicyDecision;
    const catalog = catalogServiceMock.mock();
    const readable = catalogServiceMock({ entities: [...testEntities, sre] });

    beforeAll(async () => {
      const knex = await testDatabases.init(databaseId);
      const backend = await startIncidentsBackend({
        knex,
        incidents: { privacy: { readers: ['user:default/reader'] } },
        catalog: catalog.factory,
        features: [
          mockServices.permissions.mock({
            authorize: async requests =>
              requests.map(() => ({ result: AuthorizeResult.ALLOW })),
            authorizeConditional: async requests =>
              requests.map(() => decision),
          }).factory,
        ],
      });
      server = backend.server;
      await seedIncident(knex, {
        number: 1,
        title: 'Search is slow',
        severity: 'sev3',
        labels: ['all', 'slow'],
        affects: ['component:default/checkout'],
        team: 'ENG',
        items: [
          { issueId: 'a', assignee: 'user:default/ada.olsen', dueAt: PAST },
          { issueId: 'b', assignee: 'user:default/priya.nair', dueAt: PAST },
          { issueId: 'c', dueAt: FUTURE },
          { issueId: 'd', assignee: 'user:default/ada.olsen' },
          { issueId: 'e', status: 'done', dueAt: PAST },
        ],
      });
      await seedIncident(knex, {
        number: 2,
        title: 'The secret thing',
        severity: 'sev1',
        visibility: 'private',
        lead: 'user:default/sam.weber',
        labels: ['all', 'breach'],
        affects: ['component:default/ledger'],
        team: 'SEC',
        items: [
          { issueId: 'a', assignee: 'user:default/ada.olsen', dueAt: PAST },
          { issueId: 's', assignee: 'user:default/ada.olsen' },
        ],
      });
    });

    beforeEach(() => {
      decision = { result: AuthorizeResult.ALLOW };
      catalog.getEntitiesByRefs.mockImplementation((query, options) =>
        readable.getEntitiesByRefs(query, options),
      );
    });

    const get = async (path: string, by = stranger) => {
      const response = await request(server)
        .get(`/api/incidents${path}`)
        .set('authorization', by);
      expect([path, response.status]).toEqual([path, 200]);
      return response.body;
    };
    const items = async (
      query = '',
      by = stranger,
    ): Promise<IncidentActionItemPage> => get(`/action-items${query}`, by);
    const names = (page: { items: IncidentActionItem[] }) =>
      page.items.map(
        ({ incident, actionItem }) => `${incident.ref} ${actionItem.id}`,
      );

    const onlySev1: PolicyDecision = {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'incidents',
      resourceType: 'incident',
      conditions: incidentConditions.hasSeverity({ severities: ['sev1'] }),
    };
    const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
    const deny: PolicyDecision = { result: AuthorizeResult.DENY };

    describe.each<[string, PolicyDecision, string, number[]]>([
      ['a stranger', allow, stranger, [1]],
      ['the assignee of an item of a private incident', allow, ada, [1]],
      ['the lead of a private incident', allow, lead, [1, 2]],
      ['a reader of everything', allow, reader, [1, 2]],
      ['a service acting for itself', allow, service, [1]],
      ['anyone whom the policy denies', deny, lead, []],
      ['a stranger, where the policy narrows', onlySev1, stranger, []],
      ['the lead, where the policy narrows', onlySev1, lead, [2]],
      ['a service, where the policy narrows', onlySev1, service, []],
    ])('to %s', (_, given, by, readableNumbers) => {
      beforeEach(() => {
        decision = given;
      });
      const has = (number: number) => readableNumbers.includes(number);

      it('counts what they may read', async () => {
        const { incidents, actionItems, completionTimes } = await get(
          '/statistics',
          by,
        );
        expect(incidents).toMatchObject({
          total: readableNumbers.length,
          open: readableNumbers.length,
        });
        expect(actionItems).toEqual({
          open: (has(1) ? 4 : 0) + (has(2) ? 2 : 0),
          overdue: (has(1) ? 2 : 0) + (has(2) ? 1 : 0),
        });
        expect(completionTimes).toHaveLength(5);
      });

      it.each([
        ['visibility=private', 2],
        ['team=SEC', 2],
        ['label=breach', 2],
        ['lead=user:default/sam.weber', 2],
        ['q=secret', 2],
        ['affects=component:default/ledger', 2],
        ['team=eng', 1],
        ['severity=sev3&overdue=true', 1],
      ])('lets the filter %s reveal no more', async (query, number) => {
        const { incidents } = await get(`/statistics?${query}`, by);
        expect(incidents.total).toBe(has(number) ? 1 : 0);
      });

      it('names labels and teams of what they may read, most frequent first', async () => {
        const { labels, teams } = await get('/facets', by);
        expect(labels).toEqual(
          [
            { label: 'all', count: readableNumbers.length },
            { label: 'breach', count: has(2) ? 1 : 0 },
            { label: 'slow', count: has(1) ? 1 : 0 },
          ].filter(({ count }) => count > 0),
        );
        expect(teams).toEqual([
          ...(has(1) ? [{ team: 'ENG', count: 1 }] : []),
          ...(has(2) ? [{ team: 'SEC', count: 1 }] : []),
        ]);
      });

      it('lists the items of what they may read, due first', async () => {
        const page = await items('', by);
        const expected = [
          [1, 'INC-1 a'],
          [2, 'INC-2 a'],
          [1, 'INC-1 b'],
          [1, 'INC-1 e'],
          [1, 'INC-1 c'],
          [1, 'INC-1 d'],
          [2, 'INC-2 s'],
        ].flatMap(([number, name]) => (has(Number(number)) ? [name] : []));
        expect(names(page)).toEqual(expected);
        expect(page).toMatchObject({
          totalItems: expected.length,
          overdueItems: (has(1) ? 2 : 0) + (has(2) ? 1 : 0),
        });
        expect(JSON.stringify(page).includes('secret')).toBe(has(2));
      });

      it('lists the same incidents by team', async () => {
        const page = await get('/incidents?team=SEC&team=ENG', by);
        expect(page.items.map(({ ref }: { ref: string }) => ref)).toEqual(
          [...readableNumbers].reverse().map(number => `INC-${number}`),
        );
        expect(page.totalItems).toBe(readableNumbers.length);
      });
    });

    describe('action items', () => {
      it.each([
        ['?assignee=user:default/ADA.olsen', ['INC-1 a', 'INC-1 d']],
        ['?assignee=user:default/nobody', []],
        ['?assignee=group:default/sre', ['INC-1 b']],
        [
          '?assignee=group:default/sre&assignee=user:default/ada.olsen',
          ['INC-1 a', 'INC-1 b', 'INC-1 d'],
        ],
        ['?assignee=group:default/nobody-knows', []],
        ['?status=done', ['INC-1 e']],
        ['?overdue=true', ['INC-1 a', 'INC-1 b']],
        ['?overdue=false', ['INC-1 e', 'INC-1 c', 'INC-1 d']],
        ['?overdue=true&assignee=user:default/priya.nair', ['INC-1 b']],
        ['?affects=component:default/ledger', []],
        ['?affects=component:default/checkout&status=done', ['INC-1 e']],
      ])('are filtered by %s', async (query, expected) => {
        const page = await items(query);
        expect(names(page)).toEqual(expected);
        expect(page.totalItems).toBe(expected.length);
      });

      it('come with their incident', async () => {
        const page = await items('?affects=component:default/ledger', lead);
        expect(page.items[0]).toEqual({
          incident: {
            ref: 'INC-2',
            entityRef: 'incident:default/inc-2',
            title: 'The secret thing',
            severity: 'sev1',
            status: 'active',
            visibility: 'private',
          },
          actionItem: expect.objectContaining({
            id: 'a',
            identifier: 'PAY-a',
            title: 'Item a',
            overdue: true,
            assignee: {
              name: 'user:default/ada.olsen',
              userRef: 'user:default/ada.olsen',
            },
          }),
        });
      });

      it.each([1, 2, 3, 7])('are all there once, paged by %d', async limit => {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await items(
            `?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
            lead,
          );
          expect(page.totalItems).toBe(7);
          expect(page.overdueItems).toBe(3);
          seen.push(...names(page));
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toEqual(names(await items('', lead)));
        expect(seen).toHaveLength(7);
      });

      it('of a group are read from the catalog in the name of the requester', async () => {
        await items('?assignee=group:default/sre');
        expect(catalog.getEntitiesByRefs).toHaveBeenLastCalledWith(
          expect.objectContaining({ entityRefs: ['group:default/sre'] }),
          {
            credentials: expect.objectContaining({
              principal: expect.objectContaining({
                userEntityRef: 'user:default/omar.haddad',
              }),
            }),
          },
        );
      });

      it('of a group that the catalog does not show the requester are not revealed', async () => {
        catalog.getEntitiesByRefs.mockResolvedValue({ items: [undefined] });
        expect(await items('?assignee=group:default/sre')).toEqual({
          items: [],
          totalItems: 0,
          overdueItems: 0,
        });
      });

      it('of a group are a 503 while the catalog does not respond', async () => {
        catalog.getEntitiesByRefs.mockRejectedValue(new Error('down'));
        const response = await request(server)
          .get('/api/incidents/action-items?assignee=group:default/sre')
          .set('authorization', ada);
        expect(response.status).toBe(503);
        expect(response.headers['retry-after']).toBe('5');
        expect(
          (await items('?assignee=user:default/ada.olsen')).totalItems,
        ).toBe(2);
      });
    });
  },
);
