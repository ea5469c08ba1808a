import incidentsPlugin from '@backstage-incidents/incidents-backend';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';

jest.setTimeout(60_000);

const lead = 'user:default/ada.olsen';
/** Who closes it, and so is not notified of that. */
const colleague = mockCredentials.user.header('user:default/sam.weber');

describe('with Backstage’s notifications plugin', () => {
  it('the lead of an incident is notified when it is closed, with a link to its page', async () => {
    const backend = await startTestBackend({
      features: [
        incidentsPlugin,
        notificationsPlugin,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'User',
              metadata: { name: 'ada.olsen', namespace: 'default' },
              spec: {},
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            backend: {
              baseUrl: 'http://localhost:0',
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
          },
        }),
      ],
    });
    const as = mockCredentials.user.header(lead);
    await request(backend.server)
      .post('/api/incidents/incidents')
      .set('authorization', as)
      .send({ title: 'Checkout is down', severity: 'sev2', lead });
    await request(backend.server)
      .patch('/api/incidents/incidents/INC-1')
      .set('authorization', colleague)
      .send({ expectedVersion: 1, status: 'done' });
    let notifications: { origin: string; payload: object }[] = [];
    for (let tries = 0; tries < 1_000 && notifications.length === 0; tries++) {
      const response = await request(backend.server)
        .get('/api/notifications/notifications')
        .set('authorization', as);
      notifications = response.body.notifications ?? [];
    }
    expect(notifications).toMatchObject([
      {
        payload: {
          title: 'INC-1 is done: Checkout is down',
          topic: 'incident-closed',
          scope: 'incidents:INC-1:closed',
          link: '/catalog/default/incident/inc-1',
        },
      },
    ]);
    await backend.stop();
  });
});
