// Checks the packed packages as their users resolve them, with publint and
// @arethetypeswrong/cli:
//   yarn check:packages
import { spawnSync } from 'node:child_process';
import { install } from './lib/install.mjs';
import { packPackages } from './lib/packPackages.mjs';
import { reportFailure, say } from './lib/report.mjs';
import { stopOnSignals } from './lib/run.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

/** What backstage-cli builds in every package, Backstage's own too. */
const ACCEPTED = {
  // It marks what a package provides by a condition that is no path
  publint: /exports\["[^"]*"\]\.backstage/,
  attw: ['cjs-only-exports-default', 'unexpected-module-syntax'],
};

/** Runs a tool from npm; returns its exit code and plain output. */
function runTool(name, args, env) {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['exec', '--yes', `--package=${name}`, '--', ...args],
    { env: { ...env, NO_COLOR: '1' }, encoding: 'utf8' },
  );
  return { status, output: `${stdout}${stderr}` };
}

function errorsOfPublint(tarball, env) {
  const { status, output } = runTool(
    'publint@0.3',
    ['publint', 'run', tarball, '--level', 'error'],
    env,
  );
  const errors = output
    .split('\n')
    .filter(line => /^\d+\. /.test(line) && !ACCEPTED.publint.test(line));
  // Failed without a finding: it did not run
  return status !== 0 && !/^\d+\. /m.test(output) ? [output] : errors;
}

function errorsOfAttw(tarball, env) {
  const { status, output } = runTool(
    '@arethetypeswrong/cli@0.18',
    ['attw', tarball, '--no-color', '--ignore-rules', ...ACCEPTED.attw],
    env,
  );
  return status === 0 ? [] : [output];
}

stopOnSignals();
try {
  const toolchain = prepareToolchain();
  await install(toolchain);
  const packages = await packPackages(toolchain);
  let failed = 0;
  for (const { manifest, tarball } of packages) {
    const errors = [
      ...errorsOfPublint(tarball, toolchain.env),
      ...errorsOfAttw(tarball, toolchain.env),
    ];
    say(`${errors.length === 0 ? 'passed' : 'FAILED'}  ${manifest.name}`);
    errors.forEach(error => say(error));
    failed += errors.length > 0 ? 1 : 0;
  }
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
