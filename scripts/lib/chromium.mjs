import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from './Failure.mjs';
import { paths } from './paths.mjs';

/** Debian's names of the libraries that the Chromium from npm needs. */
const DEBIAN_PACKAGES = ['libnss3', 'libnspr4', 'libexpat1'];

const SYSTEM_COMMANDS = ['chromium', 'chromium-browser', 'google-chrome'];
const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, the system's, or the
 * one from npm.
 *
 * @param {{ node: string, env: Record<string, string | undefined> }} toolchain
 * @returns {{ env: Record<string, string | undefined> }} environment that
 *   names it in CHROMIUM_PATH and lets it find its libraries
 */
export function prepareChromium({ node, env }) {
  const found = env.CHROMIUM_PATH ?? findSystemChromium(env);
  return found
    ? { ...env, CHROMIUM_PATH: found }
    : { ...env, ...unpackChromium({ node, env }) };
}

function findSystemChromium(env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return SYSTEM_COMMANDS.flatMap(name => folders.map(dir => join(dir, name)))
    .concat(MAC_APPLICATIONS)
    .find(file => existsSync(file));
}

function unpackChromium({ node, env }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Failure({
      cause: 'No Chromium was found for the browser tests.',
      advice:
        'Install Chromium or Google Chrome, or set CHROMIUM_PATH to its executable.',
    });
  }
  const folder = join(paths.cache, 'chromium');
  mkdirSync(folder, { recursive: true });
  // The package unpacks below the folder for temporary files, and its shared
  // libraries only where it believes to be in a Lambda
  execFileSync(
    node,
    [
      '--input-type=module',
      '--eval',
      `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`,
    ],
    {
      cwd: paths.root,
      env: { ...env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const executable = join(folder, 'chromium');
  const variables = existsSync('/etc/fonts')
    ? {}
    : { FONTCONFIG_PATH: join(folder, 'fonts') };
  const bundled = {
    LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), env.LD_LIBRARY_PATH]
      .filter(Boolean)
      .join(delimiter),
  };
  if (missingLibraries(executable, env).length === 0) {
    return { ...variables, CHROMIUM_PATH: executable };
  }
  const missing = missingLibraries(executable, { ...env, ...bundled });
  if (missing.length === 0) {
    return { ...variables, ...bundled, CHROMIUM_PATH: executable };
  }
  throw new Failure({
    cause: `Chromium lacks shared libraries: ${missing.join(', ')}.`,
    advice: `On Debian: apt-get install ${DEBIAN_PACKAGES.join(' ')}`,
  });
}

function missingLibraries(executable, env) {
  const output = execFileSync('ldd', [executable], { env, encoding: 'utf8' });
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map(
    match => match[1],
  );
}
