import { defineConfig } from '@playwright/test';

const port = process.env.E2E_PORT ?? '7107';
const jsonReport = process.env.E2E_JSON_REPORT;

/**
 * `yarn test:e2e` finds a Chromium and free ports, then comes here. The host
 * under test has its own database and simulator, see scripts/e2eServer.mjs.
 */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // One host, whose incidents the tests share
  workers: 1,
  forbidOnly: !!process.env.CI,
  reporter: [
    ['list'],
    ['html', { open: 'never', outputFolder: 'e2e-test-report' }],
    ...(jsonReport
      ? [['json', { outputFile: jsonReport }] as ['json', object]]
      : []),
  ],
  outputDir: 'node_modules/.cache/e2e-test-results',
  webServer: {
    command: 'node scripts/e2eServer.mjs',
    url: `http://localhost:${port}/.backstage/health/v1/readiness`,
    timeout: 240_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
  use: {
    baseURL: `http://localhost:${port}`,
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
