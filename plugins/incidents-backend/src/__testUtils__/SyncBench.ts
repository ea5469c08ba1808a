import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { ActionItems, Incident } from '@backstage-incidents/incidents-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import {
  Habits,
  Simulator,
  SimulatorSeed,
  startSimulator,
} from 'linear-simulator';
import { Server } from 'node:http';
import request from 'supertest';
import { byKey, ExpectedItem, expectedItems } from './expectedItems';
import { eventually } from './eventually';
import { ManualScheduler } from './ManualScheduler';
import { incidentRow, parentIssueRow } from './rows';
import { startIncidentsBackend } from './startIncidentsBackend';
import { testDatabases } from './testDatabases';

const ada = mockCredentials.user.header('user:default/ada.olsen');

/** Services in place of, or beside, those that every test starts with. */
type BackendOptions = Pick<
  Parameters<typeof startIncidentsBackend>[0],
  'features' | 'catalog' | 'config' | 'notifications'
>;

/** One backend process's worth of server and scheduler. */
export interface Replica {
  server: Server;
  scheduler: ManualScheduler;
  stop(): Promise<void>;
}

/** A simulated Linear, a database, and replicas whose tasks run only when triggered. */
export class SyncBench {
  readonly simulator: Simulator;
  readonly knex: Knex;
  readonly #config: JsonObject;
  readonly #linear: JsonObject | undefined;
  readonly #backend: BackendOptions;
  readonly replicas: Replica[] = [];
  /** Awaited before Linear handles a request. */
  gate: (operationName: string) => Promise<void> = async () => {};

  private constructor(options: {
    simulator: Simulator;
    knex: Knex;
    config: JsonObject;
    linear: JsonObject | undefined;
    backend: BackendOptions;
  }) {
    this.simulator = options.simulator;
    this.knex = options.knex;
    this.#config = options.config;
    this.#linear = options.linear;
    this.#backend = options.backend;
  }

  static async start(
    databaseId: TestDatabaseId,
    options: {
      incidents?: JsonObject;
      linear?: JsonObject;
      /** Default true; false: without Linear. */
      configured?: boolean;
      /** What this Linear does otherwise. */
      habits?: Habits;
      /** Linear's clock. */
      linearNow?: () => Date;
      /** Default: never used up. */
      pointsPerHour?: number;
      /** Default: people and teams without issues. */
      seed?: SimulatorSeed;
      backend?: BackendOptions;
    } = {},
  ): Promise<SyncBench> {
    const bench: SyncBench = new SyncBench({
      simulator: await startSimulator({
        seed: options.seed ?? 'empty',
        recordFile: false,
        now: options.linearNow,
        habits: options.habits,
        gate: operationName => bench.gate(operationName),
        limits: {
          requestsPerHour: 1_000_000,
          pointsPerHour: options.pointsPerHour ?? 1_000_000_000,
        },
      }),
      knex: await testDatabases.init(databaseId),
      config: options.incidents ?? {},
      linear: options.configured === false ? undefined : options.linear ?? {},
      backend: options.backend ?? {},
    });
    await bench.addReplica();
    return bench;
  }

  async addReplica(): Promise<Replica> {
    const scheduler = new ManualScheduler();
    const backend = await startIncidentsBackend({
      ...this.#backend,
      knex: this.knex,
      scheduler: scheduler.feature,
      incidents: {
        sync: { throttle: { minutes: 5 }, forcedPerMinute: 100_000 },
        ...this.#config,
        ...(this.#linear && {
          linear: {
            apiUrl: this.simulator.apiUrl,
            tokenUrl: this.simulator.tokenUrl,
            auth: { apiKey: 'lin_api_demo' },
            routing: { default: { team: 'INC' } },
            ...this.#linear,
          },
        }),
      },
    });
    const replica: Replica = {
      server: backend.server,
      scheduler,
      stop: async () => {
        await backend.stop();
      },
    };
    this.replicas.push(replica);
    return replica;
  }

  get replica(): Replica {
    return this.replicas[0];
  }

  async close(): Promise<void> {
    await this.simulator.close();
  }

  async call(
    method: 'get' | 'post',
    path: string,
    body?: object,
    server: Server = this.replica.server,
  ): Promise<request.Response> {
    const pending = request(server)
      [method](`/api/incidents${path}`)
      .set('authorization', ada);
    return body ? pending.send(body) : pending;
  }

  /** An incident with its parent issue, whose identifier is given back. */
  async declare(body: object = {}): Promise<{ ref: string; parent: string }> {
    const response = await request(this.replica.server)
      .post('/api/incidents/incidents')
      .set('authorization', ada)
      .set('prefer', 'wait=15')
      .send({ title: 'Checkout fails', severity: 'sev2', ...body });
    const incident: Incident = response.body;
    const parent = incident.parentIssue?.identifier;
    if (response.status !== 201 || parent === undefined) {
      throw new Error(`Declaring an incident got status ${response.status}`);
    }
    await this.idle();
    return { ref: incident.ref, parent };
  }

  /** Incidents with parents and items in the state in which a delta or a sweep would have left them. */
  async declareMany(
    incidents: number,
    itemsPerIncident: number,
  ): Promise<{ ref: string; parent: string }[]> {
    const declared: { ref: string; parent: string }[] = [];
    for (let index = 0; index < incidents; index++) {
      const incident = await this.declare();
      for (let item = 0; item < itemsPerIncident; item++) {
        this.simulator.store.createIssue({
          team: 'INC',
          title: `Item ${item}`,
          parent: incident.parent,
        });
      }
      declared.push(incident);
    }
    await this.sweep();
    return declared;
  }

  /** Waits until no job is due. */
  async idle(): Promise<void> {
    await eventually(async () => {
      const due = await this.knex('jobs').where({ state: 'due' });
      if (due.length > 0) {
        throw new Error(`${due.length} jobs are due`);
      }
    });
  }

  /** Forgets back-offs and works until nothing is due. */
  async drain(): Promise<void> {
    await this.knex('jobs')
      .where({ state: 'due' })
      .whereNull('claim_id')
      .update({ run_at: new Date(0) });
    await this.replica.scheduler.run('incidents-jobs');
    await this.idle();
  }

  /** One attempt at a delta, whatever it waited for, and the jobs that come of it. */
  async delta(replica: Replica = this.replica): Promise<void> {
    await this.#hurry('delta');
    await replica.scheduler.run('incidents-delta');
    await replica.scheduler.run('incidents-jobs');
  }

  /** Forgets the back-off of a job, and resumes it if it is escalated. */
  async #hurry(kind: string): Promise<void> {
    await this.knex('jobs')
      .where({ kind })
      .whereNull('claim_id')
      .update({ state: 'due', escalated_at: null, run_at: new Date(0) });
  }

  /** Takes the claims of running jobs away, as when their process has died or stalled. */
  async loseClaims(kind: string): Promise<number> {
    return this.knex('jobs').where({ kind }).whereNotNull('claim_id').update({
      claim_id: null,
      claimed_generation: null,
      claim_expires_at: null,
    });
  }

  /** A delta or sweep whose process dies after so many requests to Linear. */
  async dieDuring(
    kind: 'delta' | 'sweepStep',
    afterRequests: number,
  ): Promise<void> {
    let requests = 0;
    this.gate = async () => {
      requests += 1;
      if (requests === afterRequests + 1) {
        await this.loseClaims(kind);
      }
    };
    await (kind === 'delta' ? this.delta() : this.sweep());
    this.gate = async () => {};
  }

  /** Runs the next sweep, or retries the unfinished one at once. */
  async sweep(replica: Replica = this.replica): Promise<SweepView> {
    await this.knex('sweeps')
      .where({ active: null })
      .update({ started_at: new Date(0) });
    await this.#hurry('sweepStep');
    await replica.scheduler.run('incidents-sweep');
    await replica.scheduler.run('incidents-jobs');
    return this.lastSweep();
  }

  async lastSweep(): Promise<SweepView> {
    const { body } = await this.call('get', '/linear/status');
    return body.sweep;
  }

  async items(ref: string): Promise<ActionItems> {
    const { body } = await this.call('get', `/incidents/${ref}/action-items`);
    return body;
  }

  async titles(ref: string): Promise<string[]> {
    const { items } = await this.items(ref);
    return items.map(item => item.title).sort();
  }

  /**
   * An incident whose parent issue a person made in Linear, put straight into
   * the database; `number` must be free.
   */
  async insert(number: number, title = 'Parent'): Promise<{ parent: string }> {
    const parent = this.simulator.store.createIssue({ team: 'INC', title });
    await this.knex('incidents').insert({
      ...incidentRow(number),
      title: `Incident ${number}`,
      severity: 'sev3',
    });
    await this.knex('parent_issues').insert({
      ...parentIssueRow(number, parent.id),
      origin: 'linked',
    });
    return { parent: parent.id };
  }

  /** The first incidents, with sub-issues, in the state in which a sweep would have left them. */
  async insertMany(
    incidents: number,
    itemsPerIncident: number,
  ): Promise<{ ref: string; parent: string }[]> {
    const inserted: { ref: string; parent: string }[] = [];
    for (let number = 1; number <= incidents; number++) {
      const { parent } = await this.insert(number);
      for (let item = 0; item < itemsPerIncident; item++) {
        const title = `Item ${item}`;
        this.simulator.store.createIssue({ team: 'INC', title, parent });
      }
      inserted.push({ ref: `INC-${number}`, parent });
    }
    await this.sweep();
    await this.drain();
    return inserted;
  }

  /** Forgets every incident, so that a test can begin anew with the same backends. */
  async reset(): Promise<void> {
    this.gate = async () => {};
    this.simulator.faults.clear();
    await this.drain();
    for (const table of ['jobs', 'incidents', 'sweeps', 'webhook_deliveries']) {
      await this.knex(table).delete();
    }
    this.simulator.requests.clear();
  }

  /** Waits until calls go through again: the circuit probes after a while. */
  async circuitClosed(): Promise<void> {
    await eventually(async () => {
      const before = this.simulator.requests.list().length;
      await this.delta();
      const answered = this.simulator.requests.list().slice(before);
      if (!answered.some(entry => entry.status === 200)) {
        throw new Error('The circuit is still open');
      }
    });
  }

  /** What is stored of every incident's items, in the words of the oracle. */
  async stored(): Promise<ExpectedItem[]> {
    const rows = await this.knex('action_items');
    const parents = new Set(
      await this.knex('parent_issues')
        .where({ is_current: true })
        .pluck('issue_id'),
    );
    return rows
      .map(row => ({
        incident: row.incident_number,
        issueId: row.issue_id,
        source: row.source,
        title: row.title,
        identifier: row.identifier,
        stateType: row.state_type,
        archived: Boolean(row.archived),
        isIncident: parents.has(row.issue_id),
      }))
      .sort(byKey);
  }

  /** What the items should be, read from Linear's own store. */
  async expected(): Promise<ExpectedItem[]> {
    const parents = await this.knex('parent_issues').where({
      is_current: true,
      status: 'linked',
    });
    return expectedItems(
      this.simulator.store,
      parents.map(row => ({
        incident: row.incident_number,
        parentId: row.issue_id,
      })),
    );
  }

  /** Names of the operations that Linear was asked since the last `clear`. */
  operations(): string[] {
    return this.simulator.requests.list().map(entry => entry.operationName);
  }
}

export interface SweepView {
  id: string;
  state: string;
  counts: Record<string, number>;
  breaker?: { code: string; params: { wouldRemove: number; of: number } };
}
