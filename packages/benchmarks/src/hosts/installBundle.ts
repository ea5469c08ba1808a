import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCOPE = '@backstage-incidents';

/**
 * Unpacks what `yarn build:backend` made of a working copy, as an image for
 * production does, with links in place of an installation of its dependencies.
 * Run it with `--preserve-symlinks`, so that they find this folder's packages.
 */
export async function installBundle(options: {
  /** Root of the working copy that was built. */
  source: string;
  /** Root of the working copy that has the dependencies installed. */
  dependencies: string;
  /** A folder that does not exist yet. */
  into: string;
}): Promise<void> {
  const { source, dependencies, into } = options;
  await mkdir(into, { recursive: true });
  for (const archive of ['skeleton.tar.gz', 'bundle.tar.gz']) {
    const file = join(source, 'packages', 'backend', 'dist', archive);
    if (!existsSync(file)) {
      throw new Error(`${file} is missing: run yarn build:backend first`);
    }
    await run('tar', ['-xzf', file, '-C', into]);
  }
  await linkDependencies({ dependencies, into });
}

/** Links every installed package; those of this repository lead to the folder's own. */
export async function linkDependencies(options: {
  dependencies: string;
  into: string;
}): Promise<void> {
  const { dependencies, into } = options;
  const installed = join(dependencies, 'node_modules');
  const modules = join(into, 'node_modules');
  await mkdir(join(modules, SCOPE), { recursive: true });
  for (const name of await readdir(installed)) {
    const own = join(into, 'packages', name);
    if (name !== SCOPE) {
      await symlink(
        existsSync(own) ? own : join(installed, name),
        join(modules, name),
      );
    }
  }
  for (const folder of await readdir(join(into, 'plugins'))) {
    await symlink(join(into, 'plugins', folder), join(modules, SCOPE, folder));
  }
}
