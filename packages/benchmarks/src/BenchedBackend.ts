import {
  coreServices,
  createServiceFactory,
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import incidentsPlugin from '@backstage-incidents/incidents-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import createKnex, { Knex } from 'knex';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK = 90;
export const WEBHOOK_SECRET = 'benchmark';

/** The plugin in this process, on SQLite; its tasks run when told to. */
export class BenchedBackend {
  readonly knex: Knex;
  readonly #url: string;
  readonly #tasks: Map<string, SchedulerServiceTaskInvocationDefinition>;
  readonly #stop: () => Promise<void>;

  private constructor(options: {
    knex: Knex;
    url: string;
    tasks: Map<string, SchedulerServiceTaskInvocationDefinition>;
    stop: () => Promise<void>;
  }) {
    this.knex = options.knex;
    this.#url = options.url;
    this.#tasks = options.tasks;
    this.#stop = options.stop;
  }

  static async start(
    linearUrl: string,
    filename = ':memory:',
  ): Promise<BenchedBackend> {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    const tasks = new Map<string, SchedulerServiceTaskInvocationDefinition>();
    const scheduler: SchedulerService = {
      scheduleTask: async task => {
        tasks.set(task.id, task);
      },
      createScheduledTaskRunner: schedule => ({
        run: async task => scheduler.scheduleTask({ ...schedule, ...task }),
      }),
      triggerTask: async () => {},
      cancelTask: async () => {},
      getScheduledTasks: async () => [],
    };
    const backend = await startTestBackend({
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
                webhookSecrets: [WEBHOOK_SECRET],
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
    const address = backend.server.address();
    const { port } = address as AddressInfo;
    return new BenchedBackend({
      knex,
      tasks,
      url: `http://127.0.0.1:${port}/api/incidents`,
      stop: async () => {
        await backend.stop();
      },
    });
  }

  /** Incidents whose parents exist already. */
  async insertIncidents(parents: { id: string }[]): Promise<void> {
    const now = new Date();
    await this.knex.batchInsert(
      'incidents',
      parents.map((_parent, index) => ({
        number: index + 1,
        version: 1,
        title: `Incident ${index + 1}`,
        severity: 'sev3',
        status: 'active',
        visibility: 'public',
        links: '[]',
        started_at: now,
        created_at: now,
        updated_at: now,
      })),
      CHUNK,
    );
    await this.knex.batchInsert(
      'parent_issues',
      parents.map(({ id }, index) => ({
        issue_id: id,
        incident_number: index + 1,
        is_current: true,
        version: 1,
        status: 'linked',
        origin: 'linked',
        fields: '{}',
        created_at: now,
        updated_at: now,
      })),
      CHUNK,
    );
  }

  /** Runs a task, which enqueues jobs and so wakes the worker. */
  async #run(task: string): Promise<void> {
    const found = this.#tasks.get(task);
    if (!found) {
      throw new Error(`There is no task ${task}`);
    }
    await found.fn(new AbortController().signal);
  }

  /** A complete sweep, now. */
  async sweep(): Promise<void> {
    await this.knex('sweeps').update({ started_at: new Date(0) });
    await this.#run('incidents-sweep');
    await this.#done('sweepStep');
    const last = await this.knex('sweeps')
      .orderBy('started_at', 'desc')
      .first();
    if (last?.state !== 'completed') {
      throw new Error(`The sweep is ${last?.state}`);
    }
  }

  /** One delta, from the request to its last page. */
  async delta(): Promise<void> {
    await this.#run('incidents-delta');
    await this.#done('delta');
  }

  /** Drops the jobs that a sweep or delta enqueued, which are not what is measured. */
  async quiet(): Promise<void> {
    await this.#until(async () => {
      await this.knex('jobs').whereNull('claim_id').delete();
      return !(await this.knex('jobs').first('id'));
    });
  }

  async #done(kind: string): Promise<void> {
    await this.#until(
      async () => !(await this.knex('jobs').where({ kind }).first('id')),
    );
  }

  async #until(check: () => Promise<boolean>): Promise<void> {
    while (!(await check())) {
      await sleep(5);
    }
  }

  async post(
    path: string,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<number> {
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: mockCredentials.user.header(),
        ...headers,
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  async stop(): Promise<void> {
    await this.#stop();
    await this.knex.destroy();
  }
}
