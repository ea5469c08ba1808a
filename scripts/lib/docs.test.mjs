import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { paths } from './paths.mjs';
import { insertSnippet, readSnippets } from './readmeSnippets.mjs';

const docs = paths.inRoot('docs');
const texts = [
  ...readdirSync(docs, { recursive: true }).map(file => join(docs, file)),
  ...readdirSync(paths.root).map(file => paths.inRoot(file)),
  ...readdirSync(paths.inRoot('plugins')).map(name =>
    paths.inRoot('plugins', name, 'README.md'),
  ),
].filter(file => file.endsWith('.md'));

/** The text without its code, in which nothing is a link or a heading. */
function prose(file) {
  return readFileSync(file, 'utf8')
    .replace(/^ *```[\s\S]*?^ *```/gm, '')
    .replace(/`[^`\n]*`/g, code => code.replace(/[[\]()]/g, ''));
}

/** The fragments that GitHub and MkDocs give the headings of a page. */
function fragmentsOf(file) {
  return [...prose(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLocaleLowerCase('en-US')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-'),
  );
}

/** The targets of a page's relative links that lead nowhere. */
function brokenLinks(file) {
  const links = [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)];
  return links
    .map(([, target]) => target)
    .filter(target => !/^([a-z]+:|\/)/.test(target))
    .filter(target => {
      const [path, fragment] = target.split('#');
      const found = path ? join(dirname(file), path) : file;
      return (
        !existsSync(found) ||
        (fragment && !fragmentsOf(found).includes(fragment))
      );
    });
}

describe('the documentation', () => {
  it('has every page in its navigation, once', () => {
    const navigation = readFileSync(paths.inRoot('mkdocs.yml'), 'utf8');
    const listed = [...navigation.matchAll(/(\S+\.md)$/gm)].map(
      ([, page]) => page,
    );
    const pages = texts
      .filter(file => file.startsWith(docs))
      .map(file => relative(docs, file));
    assert.deepEqual(listed.sort(), pages.sort());
  });

  it('has no relative link that leads nowhere', () => {
    const broken = texts.flatMap(file =>
      brokenLinks(file).map(
        target => `${relative(paths.root, file)}: ${target}`,
      ),
    );
    assert.deepEqual(broken, []);
  });

  it('has a title on every page', () => {
    for (const file of texts) {
      assert.match(readFileSync(file, 'utf8'), /^(<!--.*-->\n+)?# \S/, file);
    }
  });
});

describe('the reference of the configuration', () => {
  const schemaKeys = new Set(
    readdirSync(paths.inRoot('plugins'))
      .map(name => paths.inRoot('plugins', name, 'config.d.ts'))
      .filter(file => existsSync(file))
      .flatMap(keysOf),
  );
  const reference = readFileSync(join(docs, 'configuration.md'), 'utf8');
  /** The keys in headings and in the first column of tables. */
  const documentedKeys = new Set(
    [...reference.matchAll(/^(?:\| |#+ )(`[^|\n]*)/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`([^`]*)`/g)].flatMap(([, path]) =>
        path.split(/\[\]|\./).filter(Boolean),
      ),
    ),
  );

  it('has every key of the schema', () => {
    const missing = [...schemaKeys].filter(key => !documentedKeys.has(key));
    assert.deepEqual(missing, []);
  });

  it('has no key that the schema lacks', () => {
    const unknown = [...documentedKeys]
      .filter(key => !/^<.*>$/.test(key))
      .filter(key => !schemaKeys.has(key));
    assert.deepEqual(unknown, []);
  });
});

/** The names of all properties that a schema declares under `incidents`. */
function keysOf(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const keys = [];
  const visit = node => {
    if (ts.isPropertySignature(node)) keys.push(node.name.getText());
    ts.forEachChild(node, visit);
  };
  const config = source.statements.find(ts.isInterfaceDeclaration);
  config.members
    .filter(({ name }) => name.getText() === 'incidents')
    .forEach(member => ts.forEachChild(member, visit));
  return keys;
}

describe('the steps of README', () => {
  const snippets = readSnippets(
    readFileSync(paths.inRoot('README.md'), 'utf8'),
  );

  it('are found, in their order', () => {
    assert.deepEqual(
      snippets.map(({ run, file }) => (run ? 'run' : file)),
      [
        'run',
        'packages/backend/src/index.ts',
        'run',
        'packages/app/src/App.tsx',
        'packages/app/src/components/Root/Root.tsx',
        'packages/app/src/components/catalog/EntityPage.tsx',
        'app-config.yaml',
      ],
    );
  });

  it('install every published package that an app adds', () => {
    const commands = snippets.map(({ run, code }) => (run ? code : '')).join();
    for (const name of readdirSync(paths.inRoot('plugins'))) {
      const isLibrary = /-(common|node)$/.test(name);
      assert.equal(
        new RegExp(`@backstage-incidents/${name}\\s`).test(commands),
        !isLibrary,
        name,
      );
    }
  });

  it('go before the lines that they name, section by section', () => {
    const snippet = {
      file: 'a.tsx',
      before: ['import', '</p>'],
      code: "// at the top\nimport b from 'b';\n// inside\n<B />\n",
    };
    assert.equal(
      insertSnippet("import a from 'a';\n<p>\n</p>", snippet),
      "import b from 'b';\nimport a from 'a';\n<p>\n<B />\n</p>",
    );
    assert.throws(
      () => insertSnippet('<p>', snippet),
      /a\.tsx has no line with import/,
    );
  });

  it('are refused when a marker stands above no code', () => {
    assert.throws(
      () => readSnippets('<!-- stranger: {"run": true} -->\n\nText'),
      /not above a code block/,
    );
  });
});
