import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { installBundle, linkDependencies } from '../hosts/installBundle';
import { runUpgrade } from './runUpgrade';

const run = promisify(execFile);
const ROOT = resolve(resolvePackagePath('benchmarks'), '../..');

/**
 * `upgrade/main.ts --from REF [--to REF] --connection URL [--folder DIR]`:
 * builds two versions of this repository and runs a rolling upgrade from one
 * to the other. Both must have the dependencies that are installed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string', default: 'HEAD' },
      connection: { type: 'string' },
      folder: { type: 'string', default: join(ROOT, '.local', 'upgrade') },
    },
  });
  const { from, to, connection, folder } = values;
  if (from === undefined || connection === undefined) {
    throw new Error('Give --from, a git ref, and --connection');
  }
  const before = await build(folder, from);
  const after = await build(folder, to);
  const report = await runUpgrade({
    before,
    after,
    root: ROOT,
    folder,
    connection: new URL(connection),
  });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}

/** @returns the folder of the unpacked bundle; one that was built earlier is used again */
async function build(folder: string, ref: string): Promise<string> {
  const { stdout } = await run('git', ['rev-parse', `${ref}^{commit}`], {
    cwd: ROOT,
  });
  const host = join(folder, stdout.trim());
  if (existsSync(host)) {
    return host;
  }
  const source = join(folder, `source-${stdout.trim()}`);
  await mkdir(folder, { recursive: true });
  await run('git', ['worktree', 'add', '--detach', source, ref], { cwd: ROOT });
  try {
    // What tells yarn that the dependencies are installed
    await copyFile(
      join(ROOT, '.yarn', 'install-state.gz'),
      join(source, '.yarn', 'install-state.gz'),
    );
    await linkDependencies({ dependencies: ROOT, into: source });
    process.stderr.write(`Building ${ref}\n`);
    await run('yarn', ['build:backend'], {
      cwd: source,
      maxBuffer: 100_000_000,
    });
    await installBundle({ source, dependencies: ROOT, into: host });
  } finally {
    await rm(source, { recursive: true, force: true });
    await run('git', ['worktree', 'prune'], { cwd: ROOT });
  }
  return host;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => process.exit(1));
}
main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
