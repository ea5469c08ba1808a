import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { Incident } from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { startIncidentsBackend } from '../__testUtils__/startIncidentsBackend';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { incidentConditions } from './incidentRules';

jest.setTimeout(60_000);

const lead = mockCredentials.user.header('user:default/ada.olsen');
/** The permission backend, which calls on behalf of its own caller. */
const framework = mockCredentials.service.header();

describe.each(testDatabases.eachSupportedId())(
  'what the permission framework may ask about incidents on %p',
  (databaseId: TestDatabaseId) => {
    it('is always denied for a private incident, so that a decision does not reveal its severity', async () => {
      const { knex } = await openTestDatabase(databaseId);
      const { server } = await startIncidentsBackend({ knex });
      const declare = async (visibility: 'public' | 'private') => {
        const { body }: { body: Incident } = await request(server)
          .post('/api/incidents/incidents')
          .set('authorization', lead)
          .send({ title: 'Keys leaked', severity: 'sev1', visibility })
          .expect(201);
        return body.ref;
      };
      const refs = [await declare('public'), await declare('private')];

      const { body } = await request(server)
        .post(
          '/api/incidents/.well-known/backstage/permissions/apply-conditions',
        )
        .set('authorization', framework)
        .send({
          items: [...refs, 'INC-99'].map(resourceRef => ({
            id: resourceRef,
            resourceRef,
            resourceType: 'incident',
            conditions: incidentConditions.hasSeverity({
              severities: ['sev1'],
            }),
          })),
        })
        .expect(200);

      expect(body.items).toEqual([
        { id: refs[0], result: AuthorizeResult.ALLOW },
        { id: refs[1], result: AuthorizeResult.DENY },
        { id: 'INC-99', result: AuthorizeResult.DENY },
      ]);
    });
  },
);
