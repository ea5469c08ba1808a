import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The schema text; its place is the same seen from `src` and from `dist`. */
export function loadTypeDefinitions(): string {
  return readFileSync(resolve(__dirname, '../src/schema.graphql'), 'utf8');
}
