// Takes screenshots of every page of a running demo into docs/images:
//   npm start, then: node scripts/screenshots.mjs [NAME...]
// Other hosts: --url, --backend, --simulator. Leaves one incident behind whose
// parent issue Linear rejected.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { declareRefused } from './lib/demo/declareRefused.mjs';
import { prepareChromium } from './lib/chromium.mjs';
import { paths } from './lib/paths.mjs';
import { screenshotPages } from './lib/screenshotPages.mjs';

const WIDTHS = [1400, 480];
/** Of the window, at least. */
const HEIGHT = 900;
const SCHEMES = ['light', 'dark'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    backend: { type: 'string', default: 'http://localhost:7007' },
    simulator: { type: 'string', default: 'http://localhost:7010' },
  },
});
const folder = paths.inRoot('docs', 'images');
mkdirSync(folder, { recursive: true });
const wanted = screenshotPages.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);

await declareRefused({
  backendUrl: values.backend,
  simulatorUrl: values.simulator,
});

const env = prepareChromium({ node: process.execPath, env: process.env });
const browser = await chromium.launch({
  env,
  executablePath: env.CHROMIUM_PATH,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      const context = await browser.newContext({
        baseURL: values.url,
        colorScheme,
        viewport: { width, height: HEIGHT },
      });
      const page = await context.newPage();
      await page.addInitScript(
        theme => window.localStorage.setItem('theme', theme),
        colorScheme,
      );
      await page.goto('/');
      await Promise.all([
        page.waitForResponse(/\/api\/auth\/demo\/refresh/),
        page.getByRole('button', { name: 'Sign in as Ada Olsen' }).click(),
      ]);
      for (const { name, path, ready, windowOnly = false } of wanted) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.goto(path);
        await ready(page);
        // Sticky elements would otherwise cover the middle
        await page.setViewportSize({
          width,
          height: windowOnly ? HEIGHT : await heightOf(page),
        });
        await settle(page);
        const file = join(folder, `${name}-${width}-${colorScheme}.png`);
        await page.screenshot({
          path: file,
          animations: 'disabled',
          caret: 'hide',
        });
        console.log(file);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}

function heightOf(page) {
  return page.evaluate(() => document.documentElement.scrollHeight);
}

/** Waits until fonts are loaded and no loading or rendering is in progress. */
async function settle(page) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(
    () =>
      document.querySelector(
        '[class*="Skeleton"], [role="progressbar"]:not([aria-valuenow])',
      ) === null,
  );
  await page.evaluate(
    () =>
      new Promise(resolve => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}
