// The demo host for the browser tests, with its own ports and state, separate
// from the developer's. Playwright starts and stops it.
import { join } from 'node:path';
import { startDemoHost } from './lib/demoHost.mjs';
import { e2ePorts } from './lib/e2ePorts.mjs';
import { paths } from './lib/paths.mjs';
import { reportFailure } from './lib/report.mjs';
import { stopAll, stopOnSignals } from './lib/run.mjs';
import { temporaryFolder } from './lib/temporaryFolder.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

const ports = e2ePorts(process.env);
const folder = temporaryFolder('e2e');
const baseUrl = `http://localhost:${ports.backend}`;

stopOnSignals();
try {
  const host = await startDemoHost({
    toolchain: prepareToolchain(),
    ports,
    logs: join(paths.logs, 'e2e'),
    simulatorState: join(folder, 'linear-simulator.json'),
    config: {
      app: { baseUrl },
      backend: {
        baseUrl,
        listen: { port: ports.backend },
        cors: { origin: baseUrl },
        auth: {
          externalAccess: [
            {
              type: 'static',
              options: { token: 'e2e-service-token', subject: 'automation' },
            },
          ],
        },
        database: { connection: { directory: join(folder, 'database') } },
      },
      incidents: {
        linear: { apiUrl: `http://127.0.0.1:${ports.simulator}/graphql` },
        sync: {
          throttle: { seconds: 5 },
          frequency: { seconds: 5 },
          forcedPerMinute: 1000,
        },
        declarePerMinute: 1000,
      },
    },
  });
  await host.broken;
} catch (error) {
  reportFailure(error);
  await stopAll();
  process.exit(1);
}
