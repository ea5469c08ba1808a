import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from './Failure.mjs';
import { isNetworkFailure } from './install.mjs';
import { paths } from './paths.mjs';
import { insertSnippet } from './readmeSnippets.mjs';
import { run } from './run.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

const CREATE_APP = '@backstage/create-app';
const CREATE_APP_VERSION = '0.9.2';

/**
 * Makes a new Backstage app with `create-app`, not installed yet, outside this
 * repository so that it finds no package here.
 *
 * @param {object} options
 * @param {{ node: string, env: Record<string, string | undefined> }} options.toolchain
 * @param {'new' | 'legacy'} options.kind of its frontend system
 * @param {string} options.registry URL from which it installs our packages
 */
export async function createFreshApp({ toolchain, kind, registry }) {
  const { node } = toolchain;
  const folder = join(temporaryFolder('stranger'), 'app');
  const env = {
    ...toolchain.env,
    PATH: [folderWithYarn(node), toolchain.env.PATH].join(delimiter),
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_ENABLE_PROGRESS_BARS: '0',
    // Its own retries crash on a slow registry; ours start over
    YARN_HTTP_RETRY: '0',
    NO_COLOR: '1',
  };

  const app = {
    kind,
    folder,
    toolchain: { node, env },

    /** Runs a command of the app's shell to its end. */
    shell: (name, script) =>
      runLogged({
        name: `stranger-${kind}-${name}`,
        command: 'sh',
        args: ['-ec', script],
        cwd: folder,
        env,
      }),

    /** Does what one snippet of README says, unless it is for the other kind of app. */
    async follow(snippet) {
      if (snippet.app && snippet.app !== kind) return;
      if (snippet.run) {
        await app.shell('readme', snippet.code);
      } else {
        editFile(join(folder, snippet.file), text =>
          insertSnippet(text, snippet),
        );
      }
    },

    configure: config =>
      writeFileSync(
        join(folder, 'app-config.local.yaml'),
        // JSON is YAML
        JSON.stringify(config, undefined, 2),
      ),
  };

  execFileSync(
    node,
    [
      await installCreateApp({ env }),
      ...['--path', folder, '--skip-install'],
      ...(kind === 'legacy' ? ['--legacy'] : []),
    ],
    // Its only question is what the app is called
    { env, input: `stranger-${kind}\n`, stdio: 'pipe' },
  );
  pinVersions(folder, registry);
  return app;
}

/** Gives the app the pins of this repository, and our packages by name. */
function pinVersions(folder, registry) {
  const { resolutions } = readJson(paths.inRoot('package.json'));
  editFile(join(folder, 'package.json'), text => {
    const manifest = JSON.parse(text);
    const pinned = { ...resolutions, ...manifest.resolutions };
    return JSON.stringify({ ...manifest, resolutions: pinned }, undefined, 2);
  });
  editFile(
    join(folder, '.yarnrc.yml'),
    text => `${text}
enableScripts: false
npmScopes:
  backstage-incidents:
    npmRegistryServer: '${registry}'
unsafeHttpWhitelist: ['127.0.0.1']
`,
  );
}

function editFile(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** A folder with the command `yarn`, which README and create-app use. */
function folderWithYarn(node) {
  const folder = temporaryFolder('yarn');
  writeFileSync(
    join(folder, 'yarn'),
    `#!/bin/sh\nexec '${node}' '${paths.yarn}' "$@"\n`,
    { mode: 0o755 },
  );
  return folder;
}

/** Installs `create-app`, of the release that this repository is for, and returns its script. */
async function installCreateApp({ env }) {
  const home = join(paths.cache, `create-app-${CREATE_APP_VERSION}`);
  const script = join(
    home,
    'node_modules',
    CREATE_APP,
    'bin',
    'backstage-create-app',
  );
  if (!existsSync(script)) {
    mkdirSync(home, { recursive: true });
    const { resolutions } = readJson(paths.inRoot('package.json'));
    const overrides = { ...resolutions, '@backstage/errors': '1.3.1' };
    writeFileSync(
      join(home, 'package.json'),
      JSON.stringify({ private: true, overrides }),
    );
    await runLogged({
      name: 'stranger-create-app',
      command: 'npm',
      args: [
        'install',
        '--ignore-scripts',
        `${CREATE_APP}@${CREATE_APP_VERSION}`,
      ],
      cwd: home,
      env,
    });
  }
  return script;
}

/** Runs a command to its end; repeats it while the network fails, a few times. */
async function runLogged({ name, attempts = 5, ...command }) {
  const logFile = join(paths.logs, `${name}.log`);
  const code = await run({ ...command, logFile });
  if (code === 0) return;
  if (attempts > 1 && isNetworkFailure(readFileSync(logFile, 'utf8'))) {
    await runLogged({ name, attempts: attempts - 1, ...command });
    return;
  }
  throw new Failure({
    cause: `“${name}” failed.`,
    advice: 'The end of its log above says why.',
    logFile,
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
