import { mockCredentials } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { Simulator, startSimulator } from 'linear-simulator';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReplicaProcess } from '../replicas/ReplicaProcess';

const REPLICAS = 3;
const CONCURRENT_CALLERS = 8;
const FAULTS = [
  { kind: 'resetBefore', match: 'CreateIssue' },
  { kind: 'resetAfter', match: 'CreateIssue' },
  { kind: 'resetAfter', match: 'CreateAttachment' },
  { kind: 'resetBefore', match: 'CreateAttachment' },
  { kind: 'malformed', match: 'CreateIssue' },
] as const;

/** What a run came to. */
export interface CreationsReport {
  incidents: number;
  milliseconds: number;
  kills: number;
  /** Requests to Linear that a fault hit, by kind. */
  faults: Record<string, number>;
  /** Requests to declare that had to be repeated. */
  repeatedDeclarations: number;
  requests: number;
  /** Incident numbers, each once and without a gap. */
  distinctNumbers: number;
  linkedParents: number;
  /** Issues in Linear that are not in the trash, and distinct ones by title. */
  issues: number;
  distinctTitles: number;
  attachments: number;
}

/**
 * Declares incidents through three replica processes on one PostgreSQL while
 * Linear's connections break and replicas are killed, and counts what is there
 * in the end.
 */
export async function runCreations(options: {
  incidents: number;
  kills: number;
  /** One fault for about so many incidents. */
  incidentsPerFault: number;
  /** Connection string of an empty PostgreSQL database. */
  connection: string;
}): Promise<CreationsReport> {
  const { incidents, connection } = options;
  const simulator = await startSimulator({
    seed: 'empty',
    limits: {
      requestsPerHour: 10_000_000,
      pointsPerHour: 10_000_000_000,
    },
  });
  const knex = createKnex({ client: 'pg', connection });
  const start = () =>
    ReplicaProcess.start({
      connection,
      linearUrl: simulator.url,
      polls: true,
    });
  const replicas: ReplicaProcess[] = [];
  const started = performance.now();
  try {
    // One after the other: the first one migrates.
    for (let index = 0; index < REPLICAS; index++) {
      replicas.push(await start());
    }
    const state = { declared: 0, repeats: 0, kills: 0, next: 0 };
    const declareAll = async () => {
      while (state.next < incidents) {
        const index = state.next++;
        if (index % options.incidentsPerFault === 0) {
          simulator.faults.add(
            FAULTS[(index / options.incidentsPerFault) % FAULTS.length],
          );
        }
        state.repeats += await declare(index, replicas);
        state.declared++;
      }
    };
    const killSome = async () => {
      for (let kill = 1; kill <= options.kills; kill++) {
        const at = (incidents * kill) / (options.kills + 1);
        while (state.declared < at) await sleep(20);
        const victim = kill % REPLICAS;
        await replicas[victim].kill();
        state.kills++;
        // The claims of the dead expire; those of the living sooner than they think.
        await expireClaims(knex);
        replicas[victim] = await start();
      }
    };
    await Promise.all([
      killSome(),
      ...Array.from({ length: CONCURRENT_CALLERS }, declareAll),
    ]);
    await allLinked(knex, incidents);
    return {
      incidents,
      milliseconds: performance.now() - started,
      kills: state.kills,
      repeatedDeclarations: state.repeats,
      ...(await count(knex, simulator)),
    };
  } finally {
    await Promise.all(replicas.map(replica => replica.kill()));
    await knex.destroy();
    await simulator.close();
  }
}

/** @returns how often it had to be repeated, with its key, at another replica */
async function declare(
  index: number,
  replicas: readonly ReplicaProcess[],
): Promise<number> {
  const key = randomUUID();
  for (let tries = 0; ; tries++) {
    const replica = replicas[(index + tries) % replicas.length];
    try {
      const response = await fetch(`${replica.url}/incidents`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: mockCredentials.user.header(),
          'idempotency-key': key,
        },
        body: JSON.stringify({ title: `Incident ${index}`, severity: 'sev3' }),
      });
      await response.arrayBuffer();
      if (response.status === 201 || response.status === 200) {
        return tries;
      }
    } catch {
      // The replica was killed; whether it had stored anything is not known.
    }
    await sleep(20);
  }
}

async function expireClaims(knex: Knex): Promise<void> {
  await knex('jobs')
    .whereNotNull('claim_id')
    .update({ claim_expires_at: knex.raw('clock_timestamp()') });
}

async function allLinked(knex: Knex, incidents: number): Promise<void> {
  for (;;) {
    const [row] = await knex('parent_issues')
      .where({ is_current: true, status: 'linked' })
      .count({ linked: '*' });
    if (Number(row.linked) >= incidents) {
      return;
    }
    // What waits for a back-off is tried now.
    await knex('jobs')
      .where({ state: 'due' })
      .whereNull('claim_id')
      .update({ run_at: knex.raw('clock_timestamp()') });
    await sleep(500);
  }
}

async function count(
  knex: Knex,
  simulator: Simulator,
): Promise<
  Pick<
    CreationsReport,
    | 'faults'
    | 'requests'
    | 'distinctNumbers'
    | 'linkedParents'
    | 'issues'
    | 'distinctTitles'
    | 'attachments'
  >
> {
  const [numbers] = await knex('incidents').countDistinct({ n: 'number' });
  const [highest] = await knex('incidents').max({ n: 'number' });
  const [linked] = await knex('parent_issues')
    .where({ is_current: true, status: 'linked' })
    .countDistinct({ n: 'incident_number' });
  const issues = simulator.store.issues().filter(issue => !issue.trashed);
  const faults: Record<string, number> = {};
  for (const { fault } of simulator.requests.list()) {
    if (fault) {
      faults[fault] = (faults[fault] ?? 0) + 1;
    }
  }
  return {
    faults,
    requests: simulator.requests.length,
    distinctNumbers:
      Number(numbers.n) === Number(highest.n) ? Number(numbers.n) : -1,
    linkedParents: Number(linked.n),
    issues: issues.length,
    distinctTitles: new Set(issues.map(({ title }) => title)).size,
    attachments: issues.reduce(
      (sum, { id }) => sum + simulator.store.attachmentsOf(id).length,
      0,
    ),
  };
}
