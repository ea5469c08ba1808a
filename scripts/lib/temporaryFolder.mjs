import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder that goes with this process. */
export function temporaryFolder(purpose) {
  const folder = mkdtempSync(join(tmpdir(), `incidents-${purpose}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
