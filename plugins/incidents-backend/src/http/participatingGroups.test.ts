import {
  mockCredentials,
  mockServices,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import { Server } from 'node:http';
import request from 'supertest';
import { startIncidentsBackend } from '../__testUtils__/startIncidentsBackend';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const as = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

describe.each(testDatabases.eachSupportedId())(
  'a group that participates in a private incident, on %p',
  (databaseId: TestDatabaseId) => {
    let server: Server;
    let members: string[];

    beforeEach(async () => {
      members = ['user:default/ben.ito'];
      const backend = await startIncidentsBackend({
        knex: await testDatabases.init(databaseId),
        features: [
          mockServices.userInfo.mock({
            getUserInfo: async ({ principal }) => {
              const userEntityRef = Object(principal).userEntityRef;
              const ownershipEntityRefs = [
                userEntityRef,
                ...(members.includes(userEntityRef)
                  ? ['Group:default/Security']
                  : []),
              ];
              return { userEntityRef, ownershipEntityRefs };
            },
          }).factory,
        ],
      });
      server = backend.server;
    });

    it('lets its members read it, as of reading', async () => {
      const { body } = await request(server)
        .post('/api/incidents/incidents')
        .set('authorization', as('ada.olsen'))
        .send({
          severity: 'sev1',
          visibility: 'private',
          participants: ['group:default/security'],
        })
        .expect(201);
      expect(body.participants).toEqual(['group:default/security']);
      const sees = async (name: string) => {
        const read = await request(server)
          .get(`/api/incidents/incidents/${body.ref}`)
          .set('authorization', as(name));
        const list = await request(server)
          .get('/api/incidents/incidents')
          .set('authorization', as(name));
        return [read.status, list.body.totalItems];
      };
      expect(await sees('ben.ito')).toEqual([200, 1]);
      expect(await sees('cleo.park')).toEqual([404, 0]);
      members = ['user:default/cleo.park'];
      expect(await sees('ben.ito')).toEqual([404, 0]);
      expect(await sees('cleo.park')).toEqual([200, 1]);
    });
  },
);
