import createKnex, { Knex } from 'knex';
import { Simulator, startSimulator } from 'linear-simulator';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostProcess } from '../hosts/HostProcess';
import { dropDatabases, startProductionHost } from '../hosts/productionHost';

const TOKEN = 'a-token-of-this-measurement-only';
const WEBHOOK_SECRET = 'upgrade';
const READY_WITHIN_MILLISECONDS = 180_000;
const DONE_WITHIN_MILLISECONDS = 120_000;
const CALLERS = 4;
/** Incidents that are declared while both versions run. */
const DECLARED_TOGETHER = 40;

type Phase = 'before' | 'together' | 'after';

/** What a rolling upgrade came to. */
export interface UpgradeReport {
  /** Incidents declared and synced in each phase. */
  declared: Record<Phase, number>;
  /** Responses other than 2xx, by status. */
  refused: Record<string, number>;
  /** Deliveries stored by the version before, and by the one after. */
  deliveries: { withoutHash: number; withHash: number };
  milliseconds: { together: number };
  /** The most jobs that had failed permanently at any moment. */
  escalated: number;
  /** What needs attention in the end, by code. */
  attention: string[];
  /** Incidents without a linked parent issue of their own, in the end. */
  unlinked: number;
  /** Action items that Linear has and Backstage does not show, and the reverse. */
  missing: number;
  surplus: number;
  jobsLeft: number;
}

/** Replicas of two versions on one database, Linear, and people who use both. */
export async function runUpgrade(options: {
  /** Folders of the two unpacked bundles. */
  before: string;
  after: string;
  root: string;
  /** For logs and configuration. */
  folder: string;
  connection: URL;
}): Promise<UpgradeReport> {
  const { connection, folder } = options;
  const prefix = `incidents_upgrade_${process.pid}`;
  const simulator = await startSimulator({
    seed: 'empty',
    recordFile: false,
    limits: { requestsPerHour: 1_000_000, pointsPerHour: 1_000_000_000 },
  });
  const database = new URL(connection);
  database.pathname = `/${prefix}_incidents`;
  const knex = createKnex({ client: 'pg', connection: database.href });
  const replicas = new Set<HostProcess>();

  const start = async (version: 'before' | 'after', name: string) => {
    const logFile = join(folder, `${name}.log`);
    await rm(logFile, { force: true });
    const replica = await startProductionHost({
      ...options,
      host: options[version],
      prefix,
      linearUrl: simulator.url,
      logFile,
      backend: {
        auth: {
          externalAccess: [
            { type: 'static', options: { token: TOKEN, subject: 'upgrade' } },
          ],
        },
      },
      incidents: {
        sync: {
          frequency: { seconds: 5 },
          ...(version === 'after' && { forcedPerMinute: 100_000 }),
        },
        // The version before does not know the limits
        ...(version === 'after' && { declarePerMinute: 100_000 }),
      },
      linear: { webhookSecrets: [WEBHOOK_SECRET] },
    });
    const readiness = await replica.ready(READY_WITHIN_MILLISECONDS);
    if (readiness.outcome !== 'ready') {
      await replica.end();
      throw new Error(`${name} is not ready: ${readiness.outcome}`);
    }
    replicas.add(replica);
    simulator.webhooks.register({
      url: `${replica.url}/api/incidents/linear/webhook`,
      secret: WEBHOOK_SECRET,
      allPublicTeams: true,
    });
    return replica;
  };
  const stop = async (replica: HostProcess) => {
    // As a load balancer does, before the process ends
    replicas.delete(replica);
    await replica.shutDown();
  };

  const declared: UpgradeReport['declared'] = {
    before: 0,
    together: 0,
    after: 0,
  };
  const refused: Record<string, number> = {};
  let phase: Phase | undefined = 'before';
  let turn = 0;
  let escalated = 0;

  async function call(path: string, body?: object) {
    const key = randomUUID();
    for (;;) {
      turn += 1;
      const [...running] = replicas;
      const { url } = running[turn % running.length];
      const response = await fetch(`${url}/api/incidents${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: body && JSON.stringify(body),
      }).catch(() => undefined);
      const status = response?.status ?? 0;
      if (response?.ok) {
        return response.json();
      }
      refused[status] = (refused[status] ?? 0) + 1;
      await sleep(100);
    }
  }

  /** Declares incidents, adds and renames items in Linear, and syncs, until there is no phase. */
  async function work(): Promise<void> {
    while (phase) {
      const { ref } = await call('/incidents', {
        title: 'Checkout fails',
        severity: 'sev3',
      });
      const parent = await until(async () => {
        const { parentIssue } = await call(`/incidents/${ref}`);
        return parentIssue.identifier;
      }, `${ref} gets no parent issue`);
      const { store } = simulator;
      const items = ['One', 'Two'].map(title =>
        store.createIssue({ team: 'INC', title, parent }),
      );
      await call(`/incidents/${ref}/sync`, {});
      store.updateIssue(items[0].id, { title: 'Renamed' });
      declared[phase ?? 'after'] += 1;
    }
  }

  let watch: NodeJS.Timeout | undefined;
  try {
    const first = await start('before', 'before-1');
    watch = setInterval(async () => {
      const jobs = await countOf(knex('jobs').where({ state: 'escalated' }));
      escalated = Math.max(escalated, jobs);
    }, 500);
    const working = Array.from({ length: CALLERS }, work);
    await until(() => declared.before >= 10, 'nothing is declared before');
    const startedAt = performance.now();
    phase = 'together';
    const next = await start('after', 'after-1');
    // A replica of the version before that is restarted after the migration
    const second = await start('before', 'before-2');
    await stop(first);
    await until(
      () => declared.together >= DECLARED_TOGETHER,
      'too little is declared together',
    );
    await stop(second);
    const together = performance.now() - startedAt;
    phase = 'after';
    await until(() => declared.after >= 10, 'nothing is declared after');
    phase = undefined;
    await Promise.all(working);
    await until(
      async () => (await countOf(knex('jobs'))) === 0,
      'jobs are left',
    ).catch(() => {});
    const { attention } = await call('/linear/status');
    const report = {
      declared,
      refused,
      deliveries: {
        withoutHash: await countOf(
          knex('webhook_deliveries').whereNull('body_hash'),
        ),
        withHash: await countOf(
          knex('webhook_deliveries').whereNotNull('body_hash'),
        ),
      },
      milliseconds: { together: Math.round(together) },
      escalated,
      attention: attention.map(({ code }: { code: string }) => code),
      ...(await compare(knex, simulator)),
      jobsLeft: await countOf(knex('jobs').whereNot({ kind: 'delta' })),
    };
    await next.end();
    return report;
  } finally {
    clearInterval(watch);
    phase = undefined;
    await Promise.all([...replicas].map(replica => replica.end()));
    await knex.destroy();
    await simulator.close();
    await dropDatabases(connection, prefix);
  }
}

async function compare(
  knex: Knex,
  { store }: Simulator,
): Promise<Pick<UpgradeReport, 'unlinked' | 'missing' | 'surplus'>> {
  const incidents = await knex('incidents').select('number');
  const parents = await knex('parent_issues').where({
    is_current: true,
    status: 'linked',
  });
  const items = await knex('action_items').select('issue_id', 'title');
  const shown = new Set(items.map(row => `${row.issue_id} ${row.title}`));
  const expected = new Set(
    parents
      .flatMap(({ issue_id: parent }) => store.children(parent))
      .map(({ id, title }) => `${id} ${title}`),
  );
  return {
    unlinked: incidents.length - parents.length,
    missing: [...expected].filter(item => !shown.has(item)).length,
    surplus: [...shown].filter(item => !expected.has(item)).length,
  };
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [{ n }] = await query.count({ n: '*' });
  return Number(n);
}

/** @returns what `check` found, once it is not empty */
async function until<T>(
  check: () => T | Promise<T>,
  failure: string,
): Promise<NonNullable<T>> {
  const startedAt = performance.now();
  for (;;) {
    const found = await check();
    if (found) return found;
    if (performance.now() - startedAt > DONE_WITHIN_MILLISECONDS) {
      throw new Error(failure);
    }
    await sleep(50);
  }
}
