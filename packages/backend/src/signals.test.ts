import incidentsPlugin from '@backstage-incidents/incidents-backend';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import signalsPlugin from '@backstage/plugin-signals-backend';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { AddressInfo } from 'node:net';
import request from 'supertest';

jest.setTimeout(60_000);

describe('with Backstage’s signals plugin', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const addressOf = () => backend.server.address() as AddressInfo;

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        incidentsPlugin,
        signalsPlugin,
        eventsServiceFactory,
        catalogServiceMock.factory({ entities: [] }),
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
    // The plugin takes connections once one was tried.
    const { port } = addressOf();
    const first = httpRequest({
      port,
      path: '/api/signals',
      headers: { connection: 'upgrade', upgrade: 'websocket' },
    });
    first.on('error', () => {});
    first.end();
    while (backend.server.listenerCount('upgrade') === 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    first.destroy();
  });
  afterAll(async () => {
    backend.server.closeAllConnections();
    await backend.stop();
  });

  function connect(token?: string) {
    const { port } = addressOf();
    return new WebSocket(`ws://localhost:${port}/api/signals`, token);
  }

  /** Listens to incidents; what arrived, once the connection is open. */
  async function listen(token?: string) {
    const socket = connect(token);
    await once(socket, 'open');
    const received: { type: string; incidentRef: string }[] = [];
    socket.addEventListener('message', ({ data }) =>
      received.push(JSON.parse(data).message),
    );
    socket.send(JSON.stringify({ action: 'subscribe', channel: 'incidents' }));
    return { received, close: () => socket.close() };
  }

  it.each(['public', 'private'])(
    'nobody who is not signed in receives signals of a %s incident, and its reporter does',
    async visibility => {
      const nobody = await listen();
      const signedIn = await listen(mockCredentials.user.token());
      const declare = () =>
        request(backend.server)
          .post('/api/incidents/incidents')
          .set('authorization', mockCredentials.user.header())
          .send({ title: 'Checkout is down', severity: 'sev2', visibility });
      for (let tries = 0; signedIn.received.length === 0; tries++) {
        expect(tries).toBeLessThan(50);
        expect((await declare()).status).toBe(201);
      }
      expect(signedIn.received[0]).toMatchObject({ type: 'incident.created' });
      expect(nobody.received).toEqual([]);
      nobody.close();
      signedIn.close();
    },
  );
});
