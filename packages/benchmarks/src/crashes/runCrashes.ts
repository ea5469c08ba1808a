import { ReplicaProcess } from '../replicas/ReplicaProcess';
import { CrashBench, Shown } from './CrashBench';

/** What a replica can die of; each has steps of its own. */
const TASKS = ['incidents-delta', 'incidents-sweep', 'incidents-jobs'] as const;

type Task = (typeof TASKS)[number];

/** A death, and what the survivor made of it. */
export interface Crash {
  task: Task;
  step: number;
  /** What was about to be done or had just been done, from the run that nothing interrupted. */
  at: string;
  missing: Shown;
  surplus: Shown;
  leftovers: Record<string, number>;
}

export interface CrashesReport {
  /** Steps of an uninterrupted run of each task. */
  steps: Record<Task, number>;
  kills: number;
  crashes: Crash[];
  milliseconds: number;
}

/**
 * Kills replicas with SIGKILL at steps of the delta, the sweep and the worker.
 * After each death another process goes on once the claims have expired, with one
 * delta and one sweep; then what it shows is compared with Linear.
 */
export async function runCrashes(options: {
  /** Connection string of an empty PostgreSQL database. */
  connection: string;
  incidents: number;
  /** How many steps of each task to die at, spread evenly; absent: each. */
  killsPerTask?: number;
}): Promise<CrashesReport> {
  const { connection, killsPerTask } = options;
  const started = performance.now();
  const bench = await CrashBench.start(connection);
  try {
    const survivor = await bench.addReplica();
    const incidents: { number: number; parent: string }[] = [];
    for (let index = 0; index < options.incidents; index++) {
      incidents.push(await bench.insertIncident());
    }
    await bench.heal(survivor);
    const prepare = async () => {
      for (const incident of incidents) {
        bench.edit(incident.parent);
        await bench.makeWorkDue(incident);
      }
      await bench.makeSweepDue();
    };
    const through = async (task: Task): Promise<string[]> => {
      await prepare();
      const run = await survivor.run(task);
      await bench.heal(survivor);
      if (run.outcome !== 'ran') {
        throw new Error('Nobody told the survivor to die');
      }
      return run.steps;
    };
    const steps: Record<Task, string[]> = {
      'incidents-delta': await through('incidents-delta'),
      'incidents-sweep': await through('incidents-sweep'),
      'incidents-jobs': await through('incidents-jobs'),
    };
    const deaths = TASKS.flatMap(task =>
      spread(steps[task].length, killsPerTask).map(step => ({ task, step })),
    );
    const crashes: Crash[] = [];
    let next: Promise<ReplicaProcess> = bench.addReplica();
    for (const [index, { task, step }] of deaths.entries()) {
      const victim = await next;
      const died = await kill(victim, { task, step, prepare });
      if (index < deaths.length - 1) {
        // The next one starts while the survivor heals.
        next = bench.addReplica();
      }
      await bench.expireClaims();
      await bench.heal(survivor);
      crashes.push({
        task,
        step: died,
        at: steps[task][died - 1],
        ...(await compare(bench)),
      });
    }
    return {
      steps: {
        'incidents-delta': steps['incidents-delta'].length,
        'incidents-sweep': steps['incidents-sweep'].length,
        'incidents-jobs': steps['incidents-jobs'].length,
      },
      kills: crashes.length,
      crashes,
      milliseconds: Math.round(performance.now() - started),
    };
  } finally {
    await bench.close();
  }
}

/**
 * Runs differ by a few steps: what was through before is made to die earlier.
 *
 * @returns the step at which it died
 */
async function kill(
  victim: ReplicaProcess,
  options: { task: Task; step: number; prepare: () => Promise<void> },
): Promise<number> {
  const { task, step, prepare } = options;
  await prepare();
  const run = await victim.run(task, { dieAt: step });
  return run.outcome === 'killed'
    ? step
    : kill(victim, { ...options, step: Math.ceil(step * 0.9) });
}

async function compare(
  bench: CrashBench,
): Promise<Pick<Crash, 'missing' | 'surplus' | 'leftovers'>> {
  const [expected, shown] = [await bench.inLinear(), await bench.inDatabase()];
  return {
    missing: expected.filter(item => !shown.includes(item)),
    surplus: shown.filter(item => !expected.includes(item)),
    leftovers: await bench.leftovers(),
  };
}

/** `count` numbers from 1 to `last`, in the middles of as many equal parts. */
function spread(last: number, count = last): number[] {
  return Array.from({ length: Math.min(count, last) }, (_, index) =>
    Math.min(last, Math.ceil(((index + 0.5) * last) / Math.min(count, last))),
  );
}
