// Installs our packed packages into fresh Backstage apps, as README says, and
// uses them in a browser:
//   yarn test:stranger [new] [legacy]
// Takes minutes and gigabytes below the folder for temporary files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPart, startSimulator, waitFor } from './lib/demoHost.mjs';
import { createFreshApp } from './lib/freshApp.mjs';
import { install } from './lib/install.mjs';
import { packPackages } from './lib/packPackages.mjs';
import { servePackages } from './lib/packageRegistry.mjs';
import { paths } from './lib/paths.mjs';
import { findFreePort } from './lib/ports.mjs';
import { readSnippets } from './lib/readmeSnippets.mjs';
import { reportFailure, say, step } from './lib/report.mjs';
import { stopAll, stopOnSignals } from './lib/run.mjs';
import { visitAsGuest } from './lib/strangerVisit.mjs';
import { temporaryFolder } from './lib/temporaryFolder.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

const KINDS = ['new', 'legacy'];
const chosen = process.argv.slice(2);
const kinds = chosen.length > 0 ? chosen : KINDS;
const logs = paths.logs;

/** Everything that README promises, in a fresh app of one kind. */
async function tryKind({ toolchain, kind, registry, simulatorPort }) {
  say(`\n=== ${kind} frontend system ===\n`);
  const snippets = readSnippets(
    readFileSync(paths.inRoot('README.md'), 'utf8'),
  );
  const app = await step('create-app', () =>
    createFreshApp({ toolchain, kind, registry }),
  );
  // What create-app does unless told not to
  await step('yarn install', () => app.shell('install', 'yarn install'));
  await step('README', async () => {
    for (const snippet of snippets) {
      await app.follow(snippet);
    }
  });
  await step('tsc', () => app.shell('tsc', 'yarn tsc'));

  const [appPort, backendPort] = [await findFreePort(), await findFreePort()];
  const appUrl = `http://localhost:${appPort}`;
  const backendUrl = `http://localhost:${backendPort}`;
  app.configure({
    app: { baseUrl: appUrl },
    backend: {
      baseUrl: backendUrl,
      listen: { port: backendPort },
      cors: { origin: appUrl },
    },
    incidents: {
      linear: { apiUrl: `http://127.0.0.1:${simulatorPort}/graphql` },
    },
  });
  const host = startPart({
    toolchain: {
      node: toolchain.node,
      env: { ...app.toolchain.env, LINEAR_API_KEY: 'lin_api_demo' },
    },
    logs,
    name: `stranger-${kind}`,
    args: [paths.yarn, 'start'],
    cwd: app.folder,
    url: `${backendUrl}/.backstage/health/v1/readiness`,
  });
  await step('yarn start', async () => {
    await host.ready();
    await waitFor({
      name: `stranger-${kind}`,
      url: appUrl,
      logFile: join(logs, `stranger-${kind}.log`),
    });
  });
  const errors = await step('Guest', () => visitAsGuest({ toolchain, appUrl }));
  await host.stop();
  for (const error of errors) {
    say(`console error: ${error.slice(0, 1000)}`);
  }
  return errors.length === 0;
}

async function main() {
  const unknown = kinds.find(kind => !KINDS.includes(kind));
  if (unknown) {
    throw new Error(`There is no kind ${unknown}, only ${KINDS.join(', ')}`);
  }
  const toolchain = prepareToolchain();
  await install(toolchain);
  const packages = await step('Packing', () => packPackages(toolchain));
  const registry = await servePackages(packages);
  const simulatorPort = await findFreePort();
  const simulator = startSimulator({
    toolchain,
    logs,
    port: simulatorPort,
    state: join(temporaryFolder('simulator'), 'linear-simulator.json'),
  });
  await step('Simulator', simulator.ready);
  let passed = 0;
  for (const kind of kinds) {
    const clean = await tryKind({
      toolchain,
      kind,
      registry: registry.url,
      simulatorPort,
    }).catch(error => {
      reportFailure(error);
      return false;
    });
    passed += clean ? 1 : 0;
  }
  registry.close();
  await stopAll();
  say(`\n${passed} passed, ${kinds.length - passed} failed`);
  process.exitCode = passed === kinds.length ? 0 : 1;
}

stopOnSignals();
try {
  await main();
} catch (error) {
  reportFailure(error);
  await stopAll();
  process.exitCode = 1;
}
