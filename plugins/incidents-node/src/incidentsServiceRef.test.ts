import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Incident } from '@backstage-incidents/incidents-common';
import { IncidentsService } from './IncidentsService';
import { incidentsServiceRef } from './incidentsServiceRef';
import { incidentFixture, IncidentsApiStub } from './testUtils';

describe('incidentsServiceRef', () => {
  it('provides every plugin with a working service without installation', async () => {
    const api = await IncidentsApiStub.start();
    const incident = incidentFixture();
    api.answer(() => ({ body: incident }));
    let read: Promise<Incident> | undefined;
    const consumer = createBackendPlugin({
      pluginId: 'consumer',
      register(env) {
        env.registerInit({
          deps: { incidents: incidentsServiceRef },
          async init({ incidents }: { incidents: IncidentsService }) {
            read = incidents.getIncident('INC-42', {
              credentials: mockCredentials.user(),
            });
          },
        });
      },
    });
    const backend = await startTestBackend({
      features: [
        consumer,
        createServiceFactory({
          service: coreServices.discovery,
          deps: {},
          factory: () => api.discovery,
        }),
      ],
    });

    await expect(read).resolves.toEqual(incident);
    await backend.stop();
    await api.close();
  });
});
