import { join } from 'node:path';
import { startDemoHost } from './lib/demoHost.mjs';
import { install } from './lib/install.mjs';
import { paths } from './lib/paths.mjs';
import { requireFreePorts } from './lib/ports.mjs';
import { reportFailure, say, step } from './lib/report.mjs';
import { stopAll, stopOnSignals } from './lib/run.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';
import { seedDemo } from './seedDemo.mjs';

const ports = { app: 3000, backend: 7007, simulator: 7010 };

async function main() {
  await requireFreePorts(Object.values(ports));
  const toolchain = prepareToolchain();
  await install(toolchain);
  const host = await startDemoHost({
    toolchain,
    ports,
    logs: paths.logs,
    simulatorState: join(paths.local, 'linear-simulator.json'),
  });
  await step('Demo incidents', () =>
    seedDemo({
      backendUrl: `http://127.0.0.1:${ports.backend}`,
      linearUrl: `http://127.0.0.1:${ports.simulator}/graphql`,
      linearApiKey: 'lin_api_demo',
    }),
  );
  say('');
  say(`Open http://localhost:${ports.app} (Backstage)`);
  say(`     http://localhost:${ports.simulator} (the Linear simulator)`);
  say('');
  say('All data is kept in .local/ for the next start. Press Ctrl-C to stop.');
  await host.broken;
}

stopOnSignals();
try {
  await main();
} catch (error) {
  reportFailure(error);
  await stopAll();
  process.exit(1);
}
