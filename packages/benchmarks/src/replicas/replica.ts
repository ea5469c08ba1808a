import {
  coreServices,
  createServiceFactory,
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import incidentsPlugin from '@backstage-incidents/incidents-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import createKnex from 'knex';
import { ReplicaMessage, ReplicaOptions, RunRequest } from './messages';
import { setClockOff } from './setClockOff';
import { Steps } from './Steps';

const POLL_MILLISECONDS = 250;

/** One replica in a process of its own, to be killed at any moment. */
async function main(options: ReplicaOptions): Promise<void> {
  const { connection, linearUrl, webhookSecret } = options;
  if (options.clockOffset) {
    setClockOff(options.clockOffset);
  }
  const knex = createKnex({
    client: 'pg',
    connection,
    pool: { min: 0, max: 8 },
  });
  const steps = Steps.of(knex);
  const tasks = new Map<string, SchedulerServiceTaskInvocationDefinition>();
  const { signal } = new AbortController();
  const run = async (id: string) => tasks.get(id)?.fn(signal);
  const scheduler: SchedulerService = {
    scheduleTask: async task => {
      tasks.set(task.id, task);
      if (options.polls && task.id === 'incidents-jobs') {
        setInterval(() => run(task.id).catch(() => {}), POLL_MILLISECONDS);
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
            declarePerMinute: 100_000,
            sync: { forcedPerMinute: 100_000 },
            linear: {
              apiUrl: `${linearUrl}/graphql`,
              auth: { apiKey: 'lin_api_demo' },
              routing: { default: { team: 'INC' } },
              ...(webhookSecret && { webhookSecrets: [webhookSecret] }),
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
  const tell = (message: ReplicaMessage) => process.send?.(message);
  process.on('message', async (request: RunRequest) => {
    steps.restart(request.dieAt);
    let error: string | undefined;
    try {
      await run(request.run);
      // Other tasks only enqueue.
      await run('incidents-jobs');
    } catch (thrown) {
      error = String(thrown);
    }
    tell({ ran: request.run, steps: steps.stop(), error });
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) {
    throw new Error('The replica listens to no port');
  }
  tell({ port: address.port });
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
