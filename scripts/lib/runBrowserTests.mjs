import { prepareChromium } from './chromium.mjs';
import { paths } from './paths.mjs';
import { findFreePort } from './ports.mjs';
import { run } from './run.mjs';

/**
 * Runs Playwright against its own host on free ports. Returns its exit code.
 */
export async function runBrowserTests({ toolchain, args, env = {} }) {
  return run({
    command: toolchain.node,
    args: [paths.bin('playwright'), 'test', ...args],
    cwd: paths.root,
    env: {
      ...prepareChromium(toolchain),
      E2E_PORT: `${await findFreePort()}`,
      E2E_SIMULATOR_PORT: `${await findFreePort()}`,
      ...env,
    },
  });
}
