import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './Failure.mjs';
import { paths } from './paths.mjs';
import { run } from './run.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/**
 * Builds and packs every published package.
 *
 * @returns {Promise<{ manifest: object, tarball: string }[]>} where each
 *   archive is, and the package.json in it
 */
export async function packPackages({ node, env }) {
  await build({ node, env, command: 'tsc', args: [] });
  await build({ node, env, command: 'backstage-cli', args: ['repo', 'build'] });
  const folder = temporaryFolder('packages');
  return readdirSync(paths.inRoot('plugins')).map(name => {
    const tarball = join(folder, `${name}.tgz`);
    execFileSync(node, [paths.yarn, 'pack', '--out', tarball], {
      cwd: paths.inRoot('plugins', name),
      env,
      stdio: 'pipe',
    });
    const manifest = execFileSync('tar', [
      '-xzOf',
      tarball,
      'package/package.json',
    ]);
    return { manifest: JSON.parse(manifest), tarball };
  });
}

async function build({ node, env, command, args }) {
  const logFile = join(paths.logs, `pack-${command}.log`);
  const code = await run({
    command: node,
    args: [paths.bin(command), ...args],
    cwd: paths.root,
    env,
    logFile,
  });
  if (code !== 0) {
    throw new Failure({
      cause: `The packages could not be built: ${command} failed.`,
      advice: 'The end of its log above says why.',
      logFile,
    });
  }
}
