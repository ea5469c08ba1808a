import { test } from './support/test';

/** Expected failures: if one of these passes, the other tests would miss that kind of error. */
test.describe('a test fails', () => {
  test.beforeEach(async ({ page }) => {
    test.fail();
    await page.goto('/robots.txt');
  });

  test('when a page logs an error', ({ page }) =>
    page.evaluate("console.error('logged on purpose')"));

  test('when an exception is not caught', async ({ page }) => {
    const thrown = page.waitForEvent('pageerror');
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown on purpose');
      });
    });
    await thrown;
  });

  test('when a request gets an error response', ({ page }) =>
    page.evaluate(() => fetch('/api/incidents/incidents').then(() => {})));

  test('when a request gets no response', ({ page }) =>
    page.evaluate(() => fetch('http://localhost:9/').catch(() => {})));

  test('when another tab logs an error', async ({ context }) => {
    const tab = await context.newPage();
    await tab.goto('/robots.txt');
    await tab.evaluate("console.error('logged on purpose')");
  });
});
