// Runs in a package while it is packed, after `backstage-cli package prepack`:
// puts `types` first in its exports, since the first condition that fits wins.
import { readFileSync, writeFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
for (const [path, conditions] of Object.entries(manifest.exports)) {
  if (typeof conditions === 'object') {
    const { types, ...others } = conditions;
    manifest.exports[path] = { types, ...others };
  }
}
writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
