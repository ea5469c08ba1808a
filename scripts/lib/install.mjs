import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from './Failure.mjs';
import { paths } from './paths.mjs';
import { say, step } from './report.mjs';
import { run } from './run.mjs';

const STAMP = join(paths.root, 'node_modules', '.install-stamp');

const NETWORK_FAILURE =
  /ETIMEDOUT|ECONNRESET|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EPIPE|RequestError|TimeoutError|timed out|socket hang up|onCancel handler/i;

/** Whether a failed install's output names a network error. */
export function isNetworkFailure(output) {
  return NETWORK_FAILURE.test(output);
}

/** Installs the packages if their inputs changed since the last install. */
export async function install({ node, env }) {
  const stamp = createStamp();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) {
    say('Packages: up to date');
    return;
  }
  rmSync(STAMP, { force: true });
  await step(
    'Installing packages (about a minute the first time)',
    async () => {
      await runYarn({ node, env });
      return 'done';
    },
  );
  writeFileSync(STAMP, stamp);
}

async function runYarn({ node, env }) {
  const logFile = join(paths.logs, 'install.log');
  for (const attempt of [1, 2]) {
    const code = await run({
      command: node,
      args: [paths.yarn, 'install', '--immutable'],
      cwd: paths.root,
      env: { ...env, YARN_ENABLE_PROGRESS_BARS: '0' },
      logFile,
    });
    if (code === 0) {
      return;
    }
    const network = isNetworkFailure(readFileSync(logFile, 'utf8'));
    if (attempt === 2 || !network) {
      throw new Failure({
        cause: network
          ? 'The packages could not be downloaded, twice.'
          : 'The packages could not be installed.',
        advice: network
          ? 'Check the network, then run the command again: what was downloaded is kept.'
          : 'If you changed a package.json, run `node .yarn/releases/yarn-4.13.0.cjs install` to bring yarn.lock up to date.',
        logFile,
      });
    }
  }
}

/** A hash that changes whenever an install is needed. */
function createStamp() {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch}\n`);
  for (const file of stampedFiles()) {
    hash.update(`${relative(paths.root, file)}\n`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function stampedFiles() {
  const manifests = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(paths.root, folder))
      .sort()
      .map(name => join(paths.root, folder, name, 'package.json')),
  );
  return ['yarn.lock', '.yarnrc.yml', 'package.json']
    .map(name => join(paths.root, name))
    .concat(manifests)
    .filter(file => existsSync(file));
}
