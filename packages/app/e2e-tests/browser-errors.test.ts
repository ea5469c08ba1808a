import { test } from './support/test';

/** Were one of these to pass, no test of this folder would see such an error. */
test.describe('a test fails', () => {
  test.beforeEach(async ({ page }) => {
    test.fail();
    await page.goto('/robots.txt');
  });

  test('when a page logs an error', ({ page }) =>
    page.evaluate("console.error('logged on purpose')"));

  test('when nobody catches an exception', async ({ page }) => {
    const thrown = page.waitForEvent('pageerror');
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown on purpose');
      });
    });
    await thrown;
  });

  test('when a request is refused', ({ page }) =>
    page.evaluate(() => fetch('/api/incidents/incidents').then(() => {})));

  test('when a request is never answered', ({ page }) =>
    page.evaluate(() => fetch('http://localhost:9/').catch(() => {})));

  test('when it happens in another tab', async ({ context }) => {
    const tab = await context.newPage();
    await tab.goto('/robots.txt');
    await tab.evaluate("console.error('logged on purpose')");
  });
});
