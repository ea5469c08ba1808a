import { chromium, expect } from '@playwright/test';
import { prepareChromium } from './chromium.mjs';

const seen = expect.configure({ timeout: 60_000 });

/**
 * Uses the plugin in a browser as the Guest of a fresh app: declares an incident
 * with a title only, sees its parent issue, adds an action item and syncs.
 *
 * @param {object} options
 * @param {{ node: string, env: Record<string, string | undefined> }} options.toolchain
 * @param {string} options.appUrl
 * @returns {Promise<string[]>} the errors on the console that come from us
 */
export async function visitAsGuest({ toolchain, appUrl }) {
  const env = prepareChromium(toolchain);
  const browser = await chromium.launch({
    env,
    executablePath: env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1400, height: 1000 },
    });
    page.setDefaultTimeout(60_000);
    const errors = [];
    page.on('pageerror', error => errors.push(`uncaught: ${error.message}`));
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(`${message.text()} (${message.location().url})`);
      }
    });

    await page.goto(`${appUrl}/incidents`);
    await signIn(page);
    await declareWithTitleOnly(page);
    await addItem(page);
    await syncNow(page);
    return errors.filter(isOurs);
  } finally {
    await browser.close();
  }
}

/** Whether an error came from our code or our API, or stopped the page; a fresh app has warnings of its own. */
function isOurs(error) {
  return /^uncaught|@backstage-incidents|\/api\/incidents/.test(error);
}

/** Some apps sign guests in by themselves. */
async function signIn(page) {
  const enter = page.getByRole('button', { name: 'Enter' });
  const declare = page.getByRole('button', { name: 'Declare an incident' });
  await seen(enter.or(declare).first()).toBeVisible();
  if (await enter.isVisible()) {
    await enter.click();
  }
}

async function declareWithTitleOnly(page) {
  await page.getByRole('button', { name: 'Declare an incident' }).click();
  const dialog = page.getByRole('dialog', { name: 'Declare an incident' });
  await dialog.getByLabel('Title').fill('Checkout is slow');
  await dialog.getByRole('button', { name: 'Declare', exact: true }).click();
  await seen(
    page.getByRole('heading', { name: /INC-\d+ Checkout is slow/ }),
  ).toBeVisible();
  await seen(
    itemsCard(page)
      .getByRole('link', { name: /SRE-\d+/ })
      .first(),
  ).toBeVisible();
}

async function addItem(page) {
  const card = itemsCard(page);
  await card.getByRole('button', { name: 'Add action item' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an action item' });
  await dialog.getByLabel('Title').fill('Add a cache');
  await dialog.getByRole('button', { name: 'Add action item' }).click();
  await seen(
    card.getByRole('listitem').filter({ hasText: 'Add a cache' }),
  ).toBeVisible();
}

async function syncNow(page) {
  const response = page.waitForResponse(
    one => one.request().method() === 'POST' && one.url().endsWith('/sync'),
  );
  await itemsCard(page).getByRole('button', { name: /Sync/ }).click();
  expect((await response).status()).toBe(200);
}

function itemsCard(page) {
  return page.getByRole('region', { name: 'Action items' });
}
