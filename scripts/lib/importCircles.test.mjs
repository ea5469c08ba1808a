import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { paths } from './paths.mjs';

const { fileNames, options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(paths.root, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  paths.root,
);
const cache = ts.createModuleResolutionCache(paths.root, name => name, options);

/** The repository's files that a file imports, including types and lazy imports, as the compiler resolves them. */
function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  return importedFiles
    .map(
      ({ fileName }) =>
        ts.resolveModuleName(fileName, file, options, ts.sys, cache)
          .resolvedModule?.resolvedFileName,
    )
    .filter(found => fileNames.includes(found));
}

/** The first import circle found from each file, as a path of files. */
function findCircle(imports) {
  const done = new Set();
  const visit = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file)) {
      const circle = visit(next, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('imports', () => {
  it('form no circle anywhere in plugins and packages', () => {
    const imports = new Map(fileNames.map(file => [file, importsOf(file)]));
    assert.ok([...imports.values()].flat().length > fileNames.length);
    const circle = findCircle(imports);
    assert.deepEqual(
      circle?.map(file => relative(paths.root, file)),
      undefined,
    );
  });

  it('are reported where they form a circle', () => {
    const imports = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    assert.deepEqual(findCircle(imports), ['b', 'c', 'b']);
  });
});
