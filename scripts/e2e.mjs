import { install } from './lib/install.mjs';
import { reportFailure } from './lib/report.mjs';
import { stopAll, stopOnSignals } from './lib/run.mjs';
import { runBrowserTests } from './lib/runBrowserTests.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

stopOnSignals();
try {
  const toolchain = prepareToolchain();
  await install(toolchain);
  process.exitCode = await runBrowserTests({
    toolchain,
    args: process.argv.slice(2),
  });
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
} finally {
  await stopAll();
}
