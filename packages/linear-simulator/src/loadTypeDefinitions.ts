import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The schema text; found from the package's root, because the built code is in another folder than the source. */
export function loadTypeDefinitions(): string {
  const root = dirname(require.resolve('linear-simulator/package.json'));
  return readFileSync(join(root, 'src/schema.graphql'), 'utf8');
}
