import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages } from './messages';

const SRC = join(__dirname, '..');

/** All code that may use a message, as one text. */
const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path))
  .filter(
    path =>
      !/\.test\.|__testUtils__|i18n\/(messages|reasonMessages)/.test(path),
  )
  .map(path => readFileSync(join(SRC, path), 'utf8'))
  .join('\n');

/** Keys written out, and keys with a part that is filled in: `status.${status}`. */
const usedKeys = new Set(
  [...code.matchAll(/'([a-z]\w*(?:\.[\w-]+)+)'/gi)].map(([, key]) => key),
);
const usedPatterns = [
  ...code.matchAll(/`([a-z]\w*\.[^`\s]*\$\{[^`\s]*)`/gi),
].map(
  ([, template]) =>
    new RegExp(
      `^${template
        .split(/\$\{[^}]*\}/)
        .map(part => part.replaceAll('.', '\\.'))
        .join('[\\w-]+')}$`,
    ),
);

describe('messages', () => {
  it('has no unused message', () => {
    const unused = Object.keys(messages)
      .map(key => key.replace(/_(one|other)$/, ''))
      .filter(
        key =>
          !usedKeys.has(key) &&
          !usedPatterns.some(pattern => pattern.test(key)),
      );
    expect(unused).toEqual([]);
  });
});
