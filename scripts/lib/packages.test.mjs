import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { paths } from './paths.mjs';

const packages = readdirSync(paths.inRoot('plugins')).map(name => ({
  name,
  manifest: JSON.parse(
    readFileSync(paths.inRoot('plugins', name, 'package.json'), 'utf8'),
  ),
}));
const [{ manifest: first }] = packages;

function roleOf(name) {
  return packages.find(one => one.name === name).manifest.backstage.role;
}

describe('every published package', () => {
  it('says where its source, documentation and issues are', () => {
    const { url } = first.repository;
    const web = url.replace(/^git\+|\.git$/g, '');
    for (const { name, manifest } of packages) {
      assert.deepEqual(manifest.repository, {
        type: 'git',
        url,
        directory: `plugins/${name}`,
      });
      assert.equal(manifest.bugs, `${web}/issues`);
      assert.equal(
        manifest.homepage,
        `${web}/tree/main/plugins/${name}#readme`,
      );
      assert.equal(manifest.license, 'Apache-2.0');
      assert.ok(manifest.description);
      assert.ok(manifest.keywords.includes('backstage'), name);
    }
  });

  it('brings a README, the license and a catalog entity', () => {
    const license = readFileSync(paths.inRoot('LICENSE'), 'utf8');
    for (const { name, manifest } of packages) {
      const file = (...parts) => paths.inRoot('plugins', name, ...parts);
      assert.match(readFileSync(file('README.md'), 'utf8'), /^# /);
      assert.equal(readFileSync(file('LICENSE'), 'utf8'), license);
      assert.ok(
        readFileSync(file('catalog-info.yaml'), 'utf8').includes(manifest.name),
      );
    }
  });

  it('is published with its types, configuration schema and migrations', () => {
    for (const { name, manifest } of packages) {
      assert.equal(manifest.publishConfig.access, 'public');
      assert.equal(manifest.exports['.'], './src/index.ts');
      assert.equal(manifest.exports['./package.json'], './package.json');
      assert.ok(manifest.files.includes('dist'));
      const hasSchema = existsSync(
        paths.inRoot('plugins', name, 'config.d.ts'),
      );
      assert.equal(
        manifest.configSchema,
        hasSchema ? 'config.d.ts' : undefined,
      );
      assert.equal(manifest.files.includes('config.d.ts'), hasSchema);
      assert.equal(
        manifest.files.some(pattern => pattern.startsWith('migrations/')),
        existsSync(paths.inRoot('plugins', name, 'migrations')),
      );
    }
  });

  it('depends on its own libraries and on nothing private', () => {
    for (const { name, manifest } of packages) {
      for (const [dependency, range] of Object.entries(manifest.dependencies)) {
        if (!range.startsWith('workspace:')) continue;
        const [, folder] = dependency.split('/');
        assert.ok(
          roleOf(folder).endsWith('-library'),
          `${name} → ${dependency}`,
        );
      }
    }
  });

  it('lists all packages of its plugin, or names the plugin that it extends', () => {
    const own = packages
      .filter(({ manifest }) => !manifest.backstage.role.endsWith('-module'))
      .map(({ manifest }) => manifest.name)
      .sort();
    for (const { manifest } of packages) {
      const { role, pluginId, pluginPackage, pluginPackages } =
        manifest.backstage;
      if (role.endsWith('-module')) {
        assert.equal(pluginPackage, `@backstage/plugin-${pluginId}-backend`);
      } else {
        assert.deepEqual([...pluginPackages].sort(), own);
      }
    }
  });

  it('is in the changeset of the first release', () => {
    const changeset = readFileSync(
      paths.inRoot('.changeset', 'first-release.md'),
      'utf8',
    );
    for (const { manifest } of packages) {
      assert.ok(changeset.includes(`'${manifest.name}': minor`));
    }
  });
});
