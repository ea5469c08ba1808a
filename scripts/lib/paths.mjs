import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Absolute paths in this repository. */
export const paths = {
  root,
  /** The demo's data between runs. */
  local: join(root, '.local'),
  logs: join(root, '.local', 'logs'),
  /** Downloads of the bootstrap, which can be downloaded again. */
  cache: join(root, '.cache'),
  yarn: join(root, '.yarn', 'releases', 'yarn-4.13.0.cjs'),
  /** The executable of an installed package. */
  bin: name => join(root, 'node_modules', '.bin', name),
  /** Any file or folder of the repository. */
  inRoot: (...parts) => join(root, ...parts),
};
