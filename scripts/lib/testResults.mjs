import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * How many tests passed and failed, and what the failed ones said.
 *
 * @typedef {{ passed: number, failed: number, failures?: string[] }} Counts
 */

/** @returns {Counts} from the file that Jest's `--outputFile` wrote */
export function readJestCounts(file) {
  const report = readJson(file);
  return report
    ? {
        passed: report.numPassedTests,
        // A file that cannot even be loaded has no test that failed
        failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
        failures: report.testResults.flatMap(file =>
          file.assertionResults
            .filter(({ status }) => status === 'failed')
            .map(({ fullName, failureMessages }) =>
              describeFailure(fullName, failureMessages[0]),
            ),
        ),
      }
    : none;
}

/** @returns {Counts} from the file of Playwright's JSON reporter */
export function readPlaywrightCounts(file) {
  const report = readJson(file);
  return report
    ? {
        passed: report.stats.expected + report.stats.flaky,
        failed: report.stats.unexpected,
        failures: report.suites.flatMap(readSuiteFailures),
      }
    : none;
}

/** @returns {Counts} from the text of `node --test --test-reporter=tap` */
export function readTapCounts(text) {
  const count = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail') + count('cancelled') };
}

/** The closing line of `npm test`. */
export function closingLine(counts) {
  const sum = name => counts.reduce((total, count) => total + count[name], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

/** Playwright nests suites: a file, then its `describe` blocks. */
function readSuiteFailures({ suites = [], specs = [] }) {
  return [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ title, tests }) =>
        describeFailure(
          title,
          tests
            .flatMap(({ results }) => results)
            .map(({ error }) => error?.message)
            .find(Boolean),
        ),
      ),
    ...suites.flatMap(readSuiteFailures),
  ];
}

/** The name of a failed test, and the beginning of its message. */
function describeFailure(name, message = 'no message') {
  const lines = stripVTControlCharacters(message).trim().split('\n');
  return [name, ...lines.slice(0, 12)].join('\n    ');
}

const none = { passed: 0, failed: 0 };

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
