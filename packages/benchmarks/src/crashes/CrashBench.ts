import { mockCredentials } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { Simulator, startSimulator } from 'linear-simulator';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReplicaOptions } from '../replicas/messages';
import { ReplicaProcess } from '../replicas/ReplicaProcess';

const EVERYTHING_WITHIN_MILLISECONDS = 20_000;

/** What is shown of an incident, in Linear or in the database; one line each, so that a difference can be read. */
export type Shown = string[];

/** A Linear, a PostgreSQL database and replica processes whose tasks run when told to. */
export class CrashBench {
  readonly simulator: Simulator;
  readonly knex: Knex;
  readonly #connection: string;
  readonly #replicas: ReplicaProcess[] = [];
  #incidents = 0;

  private constructor(simulator: Simulator, knex: Knex, connection: string) {
    this.simulator = simulator;
    this.knex = knex;
    this.#connection = connection;
  }

  /** @param connection - connection string of an empty PostgreSQL database */
  static async start(connection: string): Promise<CrashBench> {
    const simulator = await startSimulator({
      seed: 'empty',
      recordFile: false,
      limits: { requestsPerHour: 10_000_000, pointsPerHour: 10_000_000_000 },
    });
    const knex = createKnex({ client: 'pg', connection });
    return new CrashBench(simulator, knex, connection);
  }

  async addReplica(
    options: Omit<ReplicaOptions, 'connection' | 'linearUrl'> = {},
  ): Promise<ReplicaProcess> {
    const replica = await ReplicaProcess.start({
      connection: this.#connection,
      linearUrl: this.simulator.url,
      ...options,
    });
    this.#replicas.push(replica);
    return replica;
  }

  async close(): Promise<void> {
    await Promise.all(this.#replicas.map(replica => replica.kill()));
    await this.knex.destroy();
    await this.simulator.close();
  }

  /** An incident with a parent issue, three sub-issues and a related issue, none of which was read yet. */
  async insertIncident(): Promise<{ number: number; parent: string }> {
    this.#incidents += 1;
    const number = this.#incidents;
    const { store } = this.simulator;
    const parent = store.createIssue({ team: 'INC', title: 'Parent' }).id;
    const now = this.knex.raw('clock_timestamp()');
    await this.knex('incidents').insert({
      number,
      version: 1,
      title: `Incident ${number}`,
      severity: 'sev3',
      status: 'active',
      visibility: 'public',
      links: '[]',
      started_at: now,
      created_at: now,
      updated_at: now,
    });
    await this.knex('parent_issues').insert({
      issue_id: parent,
      incident_number: number,
      is_current: true,
      version: 1,
      status: 'linked',
      origin: 'linked',
      fields: '{}',
      created_at: now,
      updated_at: now,
    });
    for (const title of ['One', 'Two', 'Three']) {
      store.createIssue({ team: 'INC', title, parent });
    }
    const related = store.createIssue({ team: 'PAY', title: 'Related' });
    store.relate(parent, related.id, 'related');
    return { number, parent };
  }

  /** What people do in Linear with an incident: also what only a sweep can see. */
  edit(parent: string): void {
    const { store } = this.simulator;
    const [first, second, third] = store.children(parent);
    if (first) store.updateIssue(first.id, { title: `Edited ${randomUUID()}` });
    if (second) store.trash(second.id);
    if (third) store.deletePermanently(third.id);
    const [relation] = store.relationsOf(parent);
    if (relation) {
      store.unrelate(relation.issueId, relation.relatedIssueId);
    }
    for (const title of ['New', 'Newer']) {
      store.createIssue({ team: 'INC', title, parent });
    }
    const related = store.createIssue({ team: 'PAY', title: 'Related' });
    store.relate(parent, related.id, 'related');
  }

  /** Work of three kinds, as a webhook, a viewer and a change of the incident make it due. */
  async makeWorkDue(
    incident: { number: number; parent: string },
    { inMinutes = 0 } = {},
  ): Promise<void> {
    const now = this.knex.raw('clock_timestamp()');
    const dueAt = this.knex.raw(`clock_timestamp() + ? * interval '1 minute'`, [
      inMinutes,
    ]);
    const jobs = [
      ...this.simulator.store.children(incident.parent).map(({ id }) => ({
        kind: 'readIssues',
        key: id,
        incident_number: null,
      })),
      ...['refresh', 'reconcileParent'].map(kind => ({
        kind,
        key: String(incident.number),
        incident_number: incident.number,
      })),
    ];
    await this.knex('jobs')
      .insert(
        jobs.map(job => ({
          id: randomUUID(),
          ...job,
          generation: 1,
          completed_generation: 0,
          failed_generation: 0,
          priority: 1,
          state: 'due',
          run_at: dueAt,
          attempts: 0,
          created_at: now,
        })),
      )
      .onConflict(['kind', 'key'])
      .merge({
        generation: this.knex.raw('jobs.generation + 1'),
        state: 'due',
        run_at: dueAt,
      });
  }

  /** The next tick begins a sweep, unless one is unfinished. */
  async makeSweepDue(): Promise<void> {
    await this.knex('sweeps')
      .where({ active: null })
      .update({ started_at: new Date(0) });
  }

  /** What the dead held is free as soon as the database's clock says so; that is not waited for. */
  async expireClaims(): Promise<void> {
    const now = this.knex.raw('clock_timestamp()');
    await this.knex('jobs')
      .whereNotNull('claim_id')
      .update({ claim_expires_at: now });
  }

  /** One delta, one complete sweep and the due work, done by one replica. */
  async heal(replica: ReplicaProcess): Promise<void> {
    await this.#done(replica, 'incidents-delta');
    await this.finishWork(replica);
    await this.makeSweepDue();
    await this.until(async () => {
      await this.#done(replica, 'incidents-sweep');
      const running = await this.knex('sweeps').whereNotNull('active');
      return running.length === 0;
    }, 'a sweep is unfinished');
    await this.finishWork(replica);
  }

  async finishWork(replica: ReplicaProcess): Promise<void> {
    await this.until(async () => {
      await this.knex('jobs')
        .where({ state: 'due' })
        .whereNull('claim_id')
        .update({ run_at: this.knex.raw('clock_timestamp()') });
      await this.#done(replica, 'incidents-jobs');
      return (await this.knex('jobs')).length === 0;
    }, 'work is left');
  }

  /** Items that should be shown, read from Linear's own store. */
  inLinear(): Promise<Shown> {
    return this.#currentParents(({ number, parent }) => {
      const { store } = this.simulator;
      const children = store.children(parent).map(({ id }) => id);
      const related = store
        .relationsOf(parent)
        .map(({ issueId, relatedIssueId }) =>
          issueId === parent ? relatedIssueId : issueId,
        )
        .filter(id => !children.includes(id));
      return [
        ...children.map(id => ({ id, source: 'child' })),
        ...related.map(id => ({ id, source: 'related' })),
      ].flatMap(({ id, source }) => {
        const { title, trashed } = store.issue(id);
        return trashed
          ? []
          : [line(number, id, source, title, store.stateOf(id).type)];
      });
    });
  }

  /** Items that are shown. */
  async inDatabase(): Promise<Shown> {
    const rows = await this.knex('action_items');
    return rows
      .map(row =>
        line(
          row.incident_number,
          row.issue_id,
          row.source,
          row.title,
          row.state_type,
        ),
      )
      .sort();
  }

  /** What a crash could have left behind or doubled; all of them should be 0. */
  async leftovers(): Promise<Record<string, number>> {
    const count = async (table: string) => (await this.knex(table)).length;
    const doubled = this.simulator.store
      .issues()
      .filter(({ id }) => this.simulator.store.attachmentsOf(id).length > 1);
    const unfinished = await this.knex('sweeps').whereNotNull('active');
    return {
      jobs: await count('jobs'),
      sweepCandidates: await count('sweep_candidates'),
      unfinishedSweeps: unfinished.length,
      doubledAttachments: doubled.length,
    };
  }

  /** Milliseconds from now, by the database's clock, until an instant of it. */
  async fromNow(instant: Date): Promise<number> {
    const { rows } = await this.knex.raw('select clock_timestamp() as now');
    return instant.getTime() - rows[0].now.getTime();
  }

  /** A refresh that a person forces at one replica. */
  async forceRefresh(
    replica: ReplicaProcess,
    number: number,
  ): Promise<{ status: number; outcome?: string }> {
    const response = await fetch(
      `${replica.url}/incidents/INC-${number}/sync`,
      {
        method: 'POST',
        headers: { authorization: mockCredentials.user.header() },
      },
    );
    const { outcome }: { outcome?: string } = await response.json();
    return { status: response.status, outcome };
  }

  async #done(replica: ReplicaProcess, task: string): Promise<void> {
    const run = await replica.run(task);
    if (run.outcome !== 'ran' || run.error !== undefined) {
      throw new Error(
        `${task} did not end well: ${
          run.outcome === 'ran' ? run.error : run.outcome
        }`,
      );
    }
  }

  /** Waits for what another process brings about. */
  async until(check: () => Promise<boolean>, failure: string): Promise<void> {
    const started = performance.now();
    while (!(await check())) {
      if (performance.now() - started > EVERYTHING_WITHIN_MILLISECONDS) {
        throw new Error(failure);
      }
      await sleep(20);
    }
  }

  async #currentParents(
    items: (parent: { number: number; parent: string }) => string[],
  ): Promise<Shown> {
    const parents = await this.knex('parent_issues').where({
      is_current: true,
    });
    return parents
      .flatMap(row =>
        items({ number: row.incident_number, parent: row.issue_id }),
      )
      .sort();
  }
}

function line(
  number: number,
  id: string,
  source: string,
  title: string,
  state: string,
): string {
  return `INC-${number} ${source} ${id} ${state} ${title}`;
}
