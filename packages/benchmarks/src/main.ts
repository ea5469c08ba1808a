import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchedBackend, WEBHOOK_SECRET } from './BenchedBackend';
import { forerunner } from './forerunner';
import { SimulatorProcess } from './SimulatorProcess';

const LATENCY_MS = 80;
const WEBHOOKS = 100;

interface Row {
  what: string;
  requests?: number;
  points?: number;
  milliseconds: number;
  note?: string;
}

const rows: Row[] = [];

function report(row: Row): void {
  rows.push(row);
  process.stderr.write(
    `${row.what}: ${row.requests ?? '-'} requests, ${Math.round(
      row.milliseconds,
    )} ms ${row.note ?? ''}\n`,
  );
}

async function measure(
  what: string,
  simulator: SimulatorProcess,
  run: () => Promise<unknown>,
  note?: () => Promise<string>,
): Promise<void> {
  await simulator.ask({ kind: 'requests' });
  const started = performance.now();
  await run();
  const milliseconds = performance.now() - started;
  const { requests, points } = await simulator.ask({ kind: 'requests' });
  report({ what, requests, points, milliseconds, note: await note?.() });
}

async function usualCases(incidents: number, items: number): Promise<void> {
  const size = `${incidents.toLocaleString('en')} incidents × ${items}`;
  const simulator = await SimulatorProcess.start({
    parents: incidents,
    childrenPerParent: items,
    latencyMs: LATENCY_MS,
  });
  const backend = await BenchedBackend.start(simulator.url);
  const { parents = [] } = await simulator.ask({ kind: 'parents' });
  await backend.insertIncidents(parents);

  await measure(`First sweep, ${size}`, simulator, () => backend.sweep());
  await backend.quiet();
  const before = Date.now();
  await measure(
    `Sweep that finds no change, ${size}`,
    simulator,
    () => backend.sweep(),
    async () => {
      const [row] = await backend
        .knex('action_items')
        .where('changed_at', '>=', before)
        .count({ written: '*' });
      return `${row.written} item rows written`;
    },
  );
  await backend.delta();
  await backend.quiet();
  await measure(`Delta, nothing changed, ${size}`, simulator, () =>
    backend.delta(),
  );
  await simulator.ask({ kind: 'rename', issues: 200, title: 'Renamed' });
  await measure(
    `Delta, 200 issues changed, ${size}`,
    simulator,
    () => backend.delta(),
    async () => {
      const [row] = await backend
        .knex('action_items')
        .where({ title: 'Renamed' })
        .count({ written: '*' });
      return `${row.written} item rows written`;
    },
  );
  await backend.quiet();
  const last = parents[parents.length - 1];
  await simulator.ask({
    kind: 'add',
    parent: last.id,
    issues: 50 - items,
  });
  await measure(
    `Refresh of one incident with 50 items`,
    simulator,
    async () => {
      const status = await backend.post(
        `/incidents/INC-${parents.length}/sync`,
        '{}',
      );
      if (status !== 200) {
        throw new Error(`The refresh answered ${status}`);
      }
    },
  );
  await backend.quiet();
  await webhooks(simulator, backend);
  for (const withRelations of [false, true]) {
    await measure(
      `Forerunner, ${withRelations ? '4N+1' : '2N+1'}, N = ${incidents}`,
      simulator,
      () =>
        forerunner({
          url: simulator.url,
          parentIds: parents.map(({ id }) => id),
          withRelations,
        }),
    );
  }
  await backend.stop();
  simulator.stop();
}

async function webhooks(
  simulator: SimulatorProcess,
  backend: BenchedBackend,
): Promise<void> {
  const times: number[] = [];
  const accepts: number[] = [];
  for (let index = 0; index < WEBHOOKS; index++) {
    const title = `Told ${index}`;
    const { ids = [] } = await simulator.ask({
      kind: 'rename',
      issues: 1,
      title,
    });
    const body = JSON.stringify({
      action: 'update',
      type: 'Issue',
      webhookTimestamp: Date.now(),
      data: { id: ids[0] },
    });
    const signature = createHmac('sha256', WEBHOOK_SECRET)
      .update(body)
      .digest('hex');
    const sent = performance.now();
    const status = await backend.post('/linear/webhook', body, {
      'linear-delivery': randomUUID(),
      'linear-signature': signature,
    });
    if (status !== 200) {
      throw new Error(`The webhook answered ${status}`);
    }
    const accepted = performance.now();
    accepts.push(accepted - sent);
    while (
      !(await backend
        .knex('action_items')
        .where({ issue_id: ids[0], title })
        .first('title'))
    ) {
      await sleep(2);
    }
    times.push(performance.now() - accepted);
  }
  report({
    what: `Webhook accepted → row updated, ${WEBHOOKS} one after another`,
    milliseconds: percentile(times, 0.95),
    note: `p95; p50 ${Math.round(
      percentile(times, 0.5),
    )} ms; answered in p95 ${Math.round(percentile(accepts, 0.95))} ms`,
  });
}

/** Delta does not grow with the number of incidents. */
async function manyIncidents(incidents: number): Promise<void> {
  const simulator = await SimulatorProcess.start({
    parents: 100,
    childrenPerParent: 2,
    latencyMs: LATENCY_MS,
  });
  const backend = await BenchedBackend.start(simulator.url);
  const { parents = [] } = await simulator.ask({ kind: 'parents' });
  const made = Array.from({ length: incidents - parents.length }, () => ({
    id: randomUUID(),
  }));
  await backend.insertIncidents([...parents, ...made]);
  await backend.delta();
  await backend.quiet();
  await measure(
    `Delta, nothing changed, ${incidents.toLocaleString('en')} incidents`,
    simulator,
    () => backend.delta(),
  );
  await backend.stop();
  simulator.stop();
}

/**
 * Memory of sweeps above idle. The database is a file, so that its rows do not
 * count; live is what a collection leaves, sampled while the sweep runs.
 */
async function memory(incidents: number, items: number): Promise<void> {
  const simulator = await SimulatorProcess.start({
    parents: incidents,
    childrenPerParent: items,
    latencyMs: LATENCY_MS,
  });
  const folder = await mkdtemp(join(tmpdir(), 'benchmark-'));
  const backend = await BenchedBackend.start(
    simulator.url,
    join(folder, 'incidents.sqlite'),
  );
  const { parents = [] } = await simulator.ask({ kind: 'parents' });
  await backend.insertIncidents(parents);
  parents.length = 0;
  globalThis.gc?.();
  const idle = process.memoryUsage();
  await backend.sweep();
  await backend.quiet();
  let live = 0;
  let resident = process.memoryUsage().rss;
  const sampling = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage().rss);
    globalThis.gc?.();
    live = Math.max(live, process.memoryUsage().heapUsed);
  }, 250);
  await measure(
    `Sweep that finds no change, ${incidents.toLocaleString(
      'en',
    )} incidents × ${items}, database in a file`,
    simulator,
    () => backend.sweep(),
    async () =>
      `memory above idle: live heap ${megabytes(
        live - idle.heapUsed,
      )} MB, resident ${megabytes(resident - idle.rss)} MB`,
  );
  clearInterval(sampling);
  await backend.stop();
  simulator.stop();
  await rm(folder, { recursive: true });
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function main(): Promise<void> {
  const cases = process.argv.slice(2);
  const wants = (name: string) => cases.length === 0 || cases.includes(name);
  if (wants('usual')) await usualCases(1_000, 10);
  if (wants('many')) await manyIncidents(100_000);
  if (wants('memory')) {
    // The first only warms the process up.
    for (const incidents of [100, 1_000, 10_000]) await memory(incidents, 10);
  }
  process.stdout.write(
    `\n| case | requests | points | time | |\n|---|---:|---:|---:|---|\n${rows
      .map(
        row =>
          `| ${row.what} | ${row.requests ?? ''} | ${
            row.points ?? ''
          } | ${Math.round(row.milliseconds)} ms | ${row.note ?? ''} |`,
      )
      .join('\n')}\n`,
  );
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
