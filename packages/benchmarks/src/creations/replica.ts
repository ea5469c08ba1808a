import {
  coreServices,
  createServiceFactory,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import incidentsPlugin from '@backstage-incidents/incidents-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import createKnex from 'knex';

const POLL_MILLISECONDS = 250;

/** One replica in a process of its own, to be killed at any moment. */
async function main(connection: string, linearUrl: string): Promise<void> {
  const knex = createKnex({
    client: 'pg',
    connection,
    pool: { min: 0, max: 8 },
  });
  const scheduler: SchedulerService = {
    scheduleTask: async task => {
      if (task.id === 'incidents-work') {
        setInterval(() => {
          Promise.resolve(task.fn(new AbortController().signal)).catch(
            () => {},
          );
        }, POLL_MILLISECONDS);
      }
    },
    createScheduledTaskRunner: schedule => ({
      run: async task => scheduler.scheduleTask({ ...schedule, ...task }),
    }),
    triggerTask: async () => {},
    cancelTask: async () => {},
    getScheduledTasks: async () => [],
  };
  const { server } = await startTestBackend({
    features: [
      incidentsPlugin,
      mockServices.rootLogger.factory({ level: 'error' }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          incidents: {
            linear: {
              apiUrl: `${linearUrl}/graphql`,
              auth: { apiKey: 'lin_api_demo' },
              routing: { default: { team: 'INC' } },
            },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      catalogServiceMock.factory({ entities: [] }),
      eventsServiceFactory,
    ],
  });
  const address = server.address();
  process.send?.({
    port: typeof address === 'object' ? address?.port : undefined,
  });
}

const [connection, linearUrl] = process.argv.slice(2);
main(connection, linearUrl).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
