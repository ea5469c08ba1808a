import { existsSync, readFileSync } from 'node:fs';

/**
 * How many tests passed and failed.
 *
 * @typedef {{ passed: number, failed: number }} Counts
 */

/** @returns {Counts} from the file that Jest's `--outputFile` wrote */
export function readJestCounts(file) {
  const report = readJson(file);
  return report
    ? {
        passed: report.numPassedTests,
        // A file that cannot even be loaded has no test that failed
        failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
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

const none = { passed: 0, failed: 0 };

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
