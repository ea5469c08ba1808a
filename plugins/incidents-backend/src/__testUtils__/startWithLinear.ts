import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import {
  ActionItems,
  Incident,
  ParentIssue,
} from '@backstage-incidents/incidents-common';
import { JsonObject } from '@backstage/types';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import {
  demoSeed,
  emptySeed,
  Simulator,
  SimulatorSeed,
  startSimulator,
} from 'linear-simulator';
import { Server } from 'node:http';
import request from 'supertest';
import { eventually } from './eventually';
import { startIncidentsBackend } from './startIncidentsBackend';
import { testDatabases } from './testDatabases';

export const as = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

/** A backend with a database and a Linear of its own, and people who use it. */
export interface LinearBench {
  simulator: Simulator;
  knex: Knex;
  server: Server;
  /** A second replica on the same database and Linear. */
  addReplica(): Promise<Server>;
  /** Sends any request, as Ada by default. */
  call(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    body?: object,
    options?: { by?: string; key?: string; prefer?: string; server?: Server },
  ): Promise<request.Response>;
  /** Declares an incident and waits for its parent issue. */
  declare(body?: object): Promise<Incident>;
  read(ref: string): Promise<Incident>;
  patch(ref: string, body: object): Promise<Incident>;
  items(ref: string): Promise<ActionItems>;
  /** A forced refresh of our own, after those that views have set off. */
  sync(ref: string): Promise<request.Response>;
  /** Waits until the parent issue has nothing more to follow. */
  settled(ref: string): Promise<ParentIssue>;
  /** Forgets back-offs, so that what waits is tried now. */
  hurry(): Promise<void>;
  close(): Promise<void>;
}

export async function startWithLinear(
  databaseId: TestDatabaseId,
  options: {
    linear?: JsonObject;
    incidents?: JsonObject;
    features?: BackendFeature[];
    catalog?: BackendFeature;
    notifications?: NotificationService;
    /** Replaces parts of what Linear begins with. */
    seed?: SimulatorSeed;
  } = {},
): Promise<LinearBench> {
  const simulator = await startSimulator({
    seed: { ...emptySeed, issues: demoSeed.issues, ...options.seed },
  });
  const knex = await testDatabases.init(databaseId);
  const start = async () => {
    const backend = await startIncidentsBackend({
      knex,
      features: options.features,
      catalog: options.catalog,
      notifications: options.notifications,
      incidents: {
        sync: { throttle: { minutes: 5 }, forcedPerMinute: 100_000 },
        ...options.incidents,
        linear: {
          apiUrl: simulator.apiUrl,
          auth: { apiKey: 'lin_api_demo' },
          routing: { default: { team: 'INC' } },
          ...options.linear,
        },
      },
    });
    return backend.server;
  };
  const server = await start();
  // What the tasks enqueue at start is done, so that it meets nothing that a test makes.
  await eventually(async () => {
    expect(await knex('jobs').where({ state: 'due' })).toEqual([]);
  });

  const call: LinearBench['call'] = async (method, path, body, how = {}) => {
    const pending = request(how.server ?? server)
      [method](`/api/incidents${path}`)
      .set('authorization', how.by ?? as('ada.olsen'));
    if (how.key) pending.set('idempotency-key', how.key);
    if (how.prefer) pending.set('prefer', how.prefer);
    return body ? pending.send(body) : pending;
  };
  const read = async (ref: string): Promise<Incident> => {
    const response = await call('get', `/incidents/${ref}`);
    expect(response.status).toBe(200);
    return response.body;
  };
  const hurry = async () => {
    await knex('jobs')
      .where({ state: 'due' })
      .update({ run_at: new Date(0) });
  };

  return {
    simulator,
    knex,
    server,
    addReplica: start,
    call,
    read,
    hurry,
    async declare(body = {}) {
      const response = await call(
        'post',
        '/incidents',
        { title: 'Checkout fails', severity: 'sev2', ...body },
        { prefer: 'wait=15' },
      );
      expect(response.body).toMatchObject({ parentIssue: expect.anything() });
      expect(response.status).toBe(201);
      return response.body;
    },
    async patch(ref, body) {
      const { version } = await read(ref);
      const response = await call('patch', `/incidents/${ref}`, {
        expectedVersion: version,
        ...body,
      });
      expect(response.status).toBe(200);
      return response.body;
    },
    async items(ref) {
      const response = await call('get', `/incidents/${ref}/action-items`);
      expect(response.status).toBe(200);
      return response.body;
    },
    async sync(ref) {
      for (;;) {
        const response = await call('post', `/incidents/${ref}/sync`);
        if (response.body.outcome !== 'alreadyRunning') return response;
      }
    },
    async settled(ref) {
      await eventually(async () => {
        expect(await knex('jobs').where({ state: 'due' })).toEqual([]);
      });
      return (await read(ref)).parentIssue;
    },
    async close() {
      await simulator.close();
    },
  };
}
