import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './lib/install.mjs';
import { paths } from './lib/paths.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { reportFailure, say } from './lib/report.mjs';
import { run, stopAll, stopOnSignals } from './lib/run.mjs';
import { runBrowserTests } from './lib/runBrowserTests.mjs';
import {
  closingLine,
  readJestCounts,
  readPlaywrightCounts,
  readTapCounts,
} from './lib/testResults.mjs';
import { temporaryFolder } from './lib/temporaryFolder.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

const patterns = process.argv.slice(2);
const reports = temporaryFolder('test');
/** Every operation that the simulator received, one JSON object per line. */
const record = join(paths.local, 'recorded-operations.jsonl');

/**
 * One part of `npm test`. Its `work` returns the exit code, and how many tests
 * ran if it counts them.
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {(toolchain: object) => Promise<{ code: number, counts?: import('./lib/testResults.mjs').Counts }>} work
 */

/** @returns {Stage} */
function check(name, command, ...args) {
  return {
    name,
    work: async ({ node, env }) => ({
      code: await run({
        command: node,
        args: [paths.bin(command), ...args],
        cwd: paths.root,
        env,
      }),
    }),
  };
}

/** @type {Stage} */
const scriptTests = {
  name: 'Tests of the scripts',
  async work({ node, env }) {
    const logFile = join(reports, 'scripts.tap');
    const code = await run({
      command: node,
      args: ['--test', '--test-reporter=tap', 'scripts/lib/*.test.mjs'],
      cwd: paths.root,
      env,
      logFile,
    });
    const report = readFileSync(logFile, 'utf8');
    if (code !== 0) {
      say(report);
    }
    const counts = readTapCounts(report);
    say(closingLine([counts]));
    return { code, counts };
  },
};

/** @type {Stage} */
const jestTests = {
  name: 'Unit and integration tests (SQLite and PostgreSQL)',
  async work({ node, env }) {
    const report = join(reports, 'jest.json');
    const code = await run({
      command: node,
      args: [
        paths.bin('backstage-cli'),
        'repo',
        'test',
        '--watchAll=false',
        '--json',
        `--outputFile=${report}`,
        ...patterns,
      ],
      cwd: paths.root,
      env: {
        ...(await startPostgres({ node, env })),
        LINEAR_SIMULATOR_RECORD: record,
      },
    });
    return { code, counts: readJestCounts(report) };
  },
};

/** @type {Stage} */
const browserTests = {
  name: 'Browser tests',
  async work(toolchain) {
    const report = join(reports, 'playwright.json');
    const code = await runBrowserTests({
      toolchain,
      args: [],
      env: { E2E_JSON_REPORT: report, LINEAR_SIMULATOR_RECORD: record },
    });
    return { code, counts: readPlaywrightCounts(report) };
  },
};

const stages =
  patterns.length > 0
    ? [jestTests]
    : [
        check('Types', 'tsc'),
        check('Lint', 'backstage-cli', 'repo', 'lint'),
        check('Format', 'prettier', '--check', '--loglevel=warn', '.'),
        scriptTests,
        jestTests,
        browserTests,
      ];

async function runStage(stage, toolchain) {
  say(`\n=== ${stage.name} ===\n`);
  const startedAt = Date.now();
  const { code, counts } = await stage.work(toolchain).catch(error => {
    reportFailure(error);
    return { code: 1, counts: undefined };
  });
  const failed = counts?.failed ?? 0;
  return {
    name: stage.name,
    ok: code === 0 && failed === 0,
    seconds: Math.round((Date.now() - startedAt) / 1000),
    // A stage that failed without a failed test counts as one
    counts: {
      passed: counts?.passed ?? 0,
      failed: code === 0 ? failed : Math.max(failed, 1),
    },
    failures: counts?.failures ?? [],
  };
}

function summarize(results) {
  say('\n=== Summary ===\n');
  for (const { name, ok, seconds } of results) {
    say(`${ok ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  }
  for (const failure of results.flatMap(result => result.failures)) {
    say(`\n${failure}`);
  }
  say('');
  say(closingLine(results.map(result => result.counts)));
}

stopOnSignals();
try {
  const toolchain = prepareToolchain();
  await install(toolchain);
  mkdirSync(paths.local, { recursive: true });
  writeFileSync(record, '');
  const results = [];
  for (const stage of stages) {
    results.push(await runStage(stage, toolchain));
  }
  await stopAll();
  summarize(results);
  process.exitCode = results.every(result => result.ok) ? 0 : 1;
} catch (error) {
  reportFailure(error);
  await stopAll();
  say('\n0 passed, 1 failed');
  process.exitCode = 1;
}
