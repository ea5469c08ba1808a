import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('./guard.mjs', import.meta.url));

const running = new Set();
let stopping = false;

/**
 * Starts a command in a process group of its own, under a guard that stops the
 * whole group when this process ends, however it ends.
 *
 * @param {object} options
 * @param {string} options.command
 * @param {string[]} options.args
 * @param {string} options.cwd
 * @param {Record<string, string | undefined>} options.env
 * @param {string} [options.logFile] where its output goes; else to ours
 * @returns {{ exited: Promise<{code: number | null}>, stop: () => Promise<void> }}
 */
export function startGroup({ command, args, cwd, env, logFile }) {
  const log = logFile ? openLog(logFile) : undefined;
  const output = log ?? 'inherit';
  const child = spawn(process.execPath, [GUARD, command, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', output, output],
  });
  if (log !== undefined) {
    closeSync(log);
  }
  // Writing to a guard that already exited must not end this process
  child.stdin.on('error', () => {});

  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => {
      running.delete(group);
      resolve({ code });
    });
  });
  const group = {
    exited,
    async stop() {
      child.stdin.end();
      await exited;
    },
    kill: () => child.kill('SIGTERM'),
  };
  running.add(group);
  return group;
}

function openLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'w');
}

/** Runs a command to its end; see {@link startGroup}. Returns its exit code. */
export async function run(options) {
  const { code } = await startGroup(options).exited;
  return code ?? 1;
}

/** Stops everything that was started, and waits for it. */
export async function stopAll() {
  stopping = true;
  await Promise.all([...running].map(group => group.stop()));
}

/** Whether the whole command is stopping. */
export function isStopping() {
  return stopping;
}

/** Makes the usual signals stop everything that was started, then this process. */
export function stopOnSignals() {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ]) {
    process.on(signal, async () => {
      if (stopping) {
        // Second request: the guards kill at once
        for (const group of running) {
          group.kill();
        }
        return;
      }
      await stopAll();
      process.exit(128 + number);
    });
  }
}
