import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { startIncidentsBackend } from '../__testUtils__/startIncidentsBackend';
import { as, startWithLinear } from '../__testUtils__/startWithLinear';
import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createCatalogUsers } from './users';
import request from 'supertest';

jest.setTimeout(60_000);

const adaId = '0b6a2a4e-3f5c-4c1e-9a54-6a8f2f6f9a01';
const samId = '0b6a2a4e-3f5c-4c1e-9a54-6a8f2f6f9a02';

function user(name: string, email?: string, linearId?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: {
      name,
      annotations: linearId ? { 'linear.app/user-id': linearId } : {},
    },
    spec: { profile: { email } },
  };
}

function down(): Promise<never> {
  return Promise.reject(new Error('connect ECONNREFUSED'));
}

async function bench(...entities: Entity[]) {
  const catalog = catalogServiceMock.mock();
  const known = catalogServiceMock({ entities });
  catalog.getEntities.mockImplementation((...args) =>
    known.getEntities(...args),
  );
  catalog.getEntityByRef.mockImplementation((...args) =>
    known.getEntityByRef(...args),
  );
  const clock = new TestClock();
  const users = createCatalogUsers({
    catalog,
    auth: mockServices.auth(),
    database: await openTestDatabase('SQLITE_3', clock),
    logger: mockServices.logger.mock(),
    now: () => clock.now(),
  });
  return { catalog, clock, users };
}

describe('users of Linear in the catalog', () => {
  const ada = { id: adaId, email: 'ada@example.com' };
  const sam = { id: samId, email: 'sam@example.com' };

  it('are matched by email address in any letter case', async () => {
    const { users } = await bench(user('Ada', 'Ada@Example.com'));
    expect(
      await users.refsOf([{ ...ada, email: ' ADA@example.com' }, sam]),
    ).toEqual(new Map([[adaId, 'user:default/ada']]));
  });

  it('are matched by the annotation, which wins over the email address', async () => {
    const { users } = await bench(
      user('by-email', ada.email),
      user('by-id', 'other@example.com', adaId.toLocaleUpperCase('en-US')),
      user('somebody-else', sam.email, adaId.replace(/^0/, '9')),
    );
    expect(await users.refsOf([ada, sam])).toEqual(
      new Map([[adaId, 'user:default/by-id']]),
    );
  });

  it('are read at most fifty in a request, and cached for ten minutes', async () => {
    const { catalog, clock, users } = await bench();
    const people = Array.from({ length: 120 }, (_, index) => ({
      id: `user-${index}`,
      email: `${index}@example.com`,
    }));
    await users.refsOf(people);
    expect(catalog.getEntities).toHaveBeenCalledTimes(3);
    await users.refsOf(people);
    expect(catalog.getEntities).toHaveBeenCalledTimes(3);
    clock.advance(10 * 60_000);
    await users.refsOf(people.slice(0, 1));
    expect(catalog.getEntities).toHaveBeenCalledTimes(4);
  });

  it('are read again at once after the catalog did not respond', async () => {
    const { catalog, users } = await bench(user('ada', ada.email));
    catalog.getEntities.mockImplementationOnce(down);
    expect(await users.refsOf([ada])).toEqual(new Map());
    expect(await users.refsOf([ada])).toEqual(
      new Map([[adaId, 'user:default/ada']]),
    );
  });
});

describe('what finds a catalog user in Linear', () => {
  it('is the annotation, else the email address, and absent for a user with neither', async () => {
    const { users } = await bench(
      user('ada', 'ada@example.com'),
      user('mei', 'mei@example.com', adaId),
      user('sam'),
    );
    expect(await users.linearKeyOf('user:default/ada')).toEqual({
      email: 'ada@example.com',
    });
    expect(await users.linearKeyOf('user:default/mei')).toEqual({ id: adaId });
    expect(await users.linearKeyOf('user:default/sam')).toBeUndefined();
    expect(await users.linearKeyOf('user:default/nobody')).toBeUndefined();
  });

  it('is requested again later while the catalog does not respond', async () => {
    const { catalog, users } = await bench();
    catalog.getEntityByRef.mockImplementation(down);
    await expect(users.linearKeyOf('user:default/ada')).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      code: 'catalogUnavailable',
    });
  });
});

describe.each(testDatabases.eachSupportedId())(
  'action items on %p',
  databaseId => {
    it('keep the catalog users of their assignees when they are read while the catalog does not respond', async () => {
      const running = await startWithLinear(databaseId);
      const { ref } = await running.declare();
      const { body: item } = await running.call(
        'post',
        `/incidents/${ref}/action-items`,
        { title: 'Write the timeline', assignee: 'user:default/sam.weber' },
      );
      const { server } = await startIncidentsBackend({
        knex: running.knex,
        catalog: catalogServiceMock.mock({
          getEntities: down,
          getEntityByRef: down,
          getEntitiesByRefs: down,
        }).factory,
        incidents: {
          linear: {
            apiUrl: running.simulator.apiUrl,
            auth: { apiKey: 'lin_api_demo' },
            routing: { default: { team: 'INC' } },
          },
        },
      });
      running.simulator.store.updateIssue(item.identifier, {
        title: 'Write the whole timeline',
      });
      const { status } = await request(server)
        .post(`/api/incidents/incidents/${ref}/sync`)
        .set('authorization', as('ada.olsen'));
      expect(status).toBe(200);
      const [read] = (await running.items(ref)).items;
      expect(read).toMatchObject({
        title: 'Write the whole timeline',
        assignee: { userRef: 'user:default/sam.weber' },
      });
      await running.close();
    });
  },
);
