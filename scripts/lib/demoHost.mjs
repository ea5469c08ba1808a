import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './Failure.mjs';
import { paths } from './paths.mjs';
import { requireFreePorts } from './ports.mjs';
import { step } from './report.mjs';
import { isStopping, run, startGroup } from './run.mjs';

/** How long a part may take until it responds, in milliseconds. */
const READY_WITHIN = 180_000;
const PROBE_EVERY = 200;
const PROBE_TIMEOUT = 60_000;

/**
 * Starts simulator, backend and app, and waits until each responds.
 *
 * @param {object} options
 * @param {{ node: string, env: Record<string, string | undefined> }} options.toolchain
 * @param {object} options.ports
 * @param {number} options.ports.simulator
 * @param {number} options.ports.backend
 * @param {number} [options.ports.app] of the app's development server; absent:
 *   the app is built once, and the backend serves it
 * @param {string} options.logs folder for one log of each part
 * @param {string} options.simulatorState file in which the simulator keeps its state
 * @param {object} [options.config] overrides of app-config.yaml; a
 *   developer's app-config.local.yaml is then left out
 * @returns {Promise<{ broken: Promise<never> }>} `broken` rejects when a part
 *   exits unexpectedly
 */
export async function startDemoHost(options) {
  const { toolchain, ports, logs, simulatorState } = options;
  await requireFreePorts(Object.values(ports));
  const configArgs = options.config ? writeConfig(logs, options.config) : [];
  const start = part => startPart({ toolchain, logs, ...part });

  const simulator = startSimulator({
    toolchain,
    logs,
    port: ports.simulator,
    state: simulatorState,
  });
  await step('Simulator', simulator.ready);
  const parts = [simulator];

  if (ports.app === undefined) {
    await step('Building the app', () => buildApp({ toolchain, logs }));
  } else {
    // Compiles while the backend starts
    parts.push(
      start({
        name: 'app',
        args: [paths.bin('backstage-cli'), 'package', 'start', ...configArgs],
        cwd: paths.inRoot('packages', 'app'),
        url: `http://localhost:${ports.app}/`,
      }),
    );
  }
  const backend = start({
    name: 'backend',
    args: [paths.bin('backstage-cli'), 'package', 'start', ...configArgs],
    cwd: paths.inRoot('packages', 'backend'),
    url: `http://127.0.0.1:${ports.backend}/.backstage/health/v1/readiness`,
  });
  await step('Backend', backend.ready);
  // The host is ready only when its people are in the catalog
  await step('People', () =>
    waitFor({
      name: 'backend',
      url: `http://127.0.0.1:${ports.backend}/api/auth/demo/refresh?user=ada.olsen`,
      logFile: join(logs, 'backend.log'),
    }),
  );
  const app = parts.at(1);
  if (app) {
    await step('App', app.ready);
  }
  const broken = Promise.race([...parts, backend].map(part => part.broken));
  // Later awaits still see the rejection
  broken.catch(() => {});
  return { broken };
}

/**
 * Starts the simulator with the demo's teams and people.
 *
 * @param {object} options
 * @param {number} options.port
 * @param {string} options.state file in which it keeps its state
 */
export function startSimulator({ toolchain, logs, port, state }) {
  return startPart({
    toolchain,
    logs,
    name: 'simulator',
    args: [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'packages/linear-simulator/src/cli.ts',
      '--port',
      `${port}`,
      '--state',
      state,
      '--seed',
      'demo',
    ],
    url: `http://127.0.0.1:${port}/`,
  });
}

async function buildApp({ toolchain, logs }) {
  const logFile = join(logs, 'app-build.log');
  const code = await run({
    command: toolchain.node,
    args: [paths.bin('backstage-cli'), 'package', 'build'],
    cwd: paths.inRoot('packages', 'app'),
    env: { ...toolchain.env, NO_COLOR: '1' },
    logFile,
  });
  if (code !== 0) {
    throw new Failure({
      cause: 'The app could not be built.',
      advice: 'The end of its log above says why.',
      logFile,
    });
  }
  return 'done';
}

function writeConfig(folder, config) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'app-config.overlay.yaml');
  // JSON is YAML
  writeFileSync(file, JSON.stringify(config, undefined, 2));
  return ['--config', paths.inRoot('app-config.yaml'), '--config', file];
}

/**
 * Starts a part of a host, whose log goes to a file of its name.
 *
 * @returns `ready()`, which waits until `url` responds, and `broken`, which
 *   rejects when the part exits unexpectedly
 */
export function startPart({ toolchain, logs, name, args, cwd, url }) {
  const logFile = join(logs, `${name}.log`);
  const group = startGroup({
    command: toolchain.node,
    args,
    cwd: cwd ?? paths.root,
    // The app would open a browser automatically
    env: { ...toolchain.env, BROWSER: 'none', NO_COLOR: '1' },
    logFile,
  });
  const broken = group.exited.then(({ code }) => {
    if (isStopping()) {
      return new Promise(() => {});
    }
    throw new Failure({
      cause: `The ${name} ended with exit code ${code}.`,
      advice: 'The end of its log above says why.',
      logFile,
    });
  });
  broken.catch(() => {});
  return {
    broken,
    stop: group.stop,
    ready: () => Promise.race([broken, waitFor({ name, url, logFile })]),
  };
}

/** Waits until a URL responds; fails early when the log ends in a crash. */
export async function waitFor({ name, url, logFile }) {
  const deadline = Date.now() + READY_WITHIN;
  while (Date.now() < deadline) {
    if (await answers(url)) {
      return;
    }
    if (hasCrashed(readFileSync(logFile, 'utf8'))) {
      throw new Failure({
        cause: `The ${name} crashed while it started.`,
        advice: 'The end of its log above says why.',
        logFile,
      });
    }
    await new Promise(resolve => setTimeout(resolve, PROBE_EVERY));
  }
  throw new Failure({
    cause: `The ${name} did not respond at ${url} within ${
      READY_WITHIN / 1000
    } seconds.`,
    advice: 'The end of its log above shows the last step.',
    logFile,
  });
}

/**
 * Whether the log of a part ends in a crash. The development server of the
 * backend keeps running after a crash and waits for a change, so its exit code
 * does not show one.
 */
export function hasCrashed(log) {
  return /^Node\.js v\d+\.\d+\.\d+$/m.test(log);
}

async function answers(url) {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(PROBE_TIMEOUT),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Not listening yet
    return false;
  }
}
