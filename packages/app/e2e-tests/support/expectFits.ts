import { expect, Page } from '@playwright/test';

/** Fails when the page scrolls horizontally. */
export async function expectFits(page: Page) {
  const hidden = await page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );
  expect(hidden, 'pixels to scroll sideways for').toBe(0);
}
