import { AxeBuilder } from '@axe-core/playwright';
import { expect, Page, test as base } from '@playwright/test';

type Fixtures = {
  /** Fails the test when the page logs an error or throws one. */
  noBrowserErrors: void;
  /** Signs in as one of the seeded people, by display name. */
  signInAs: (displayName: string) => Promise<void>;
};

/** The page of the Linear simulator that the host under test works with. */
export const simulatorUrl = `http://localhost:${
  process.env.E2E_SIMULATOR_PORT ?? '7110'
}`;

/** Playwright's `test` with what every test of the demo host needs. */
export const test = base.extend<Fixtures>({
  noBrowserErrors: [
    async ({ page }, provide) => {
      const errors = new Array<string>();
      page.on('pageerror', error => errors.push(`uncaught: ${error.message}`));
      page.on('console', message => {
        if (message.type() === 'error') {
          errors.push(
            `${message.text().slice(0, 500)} (${message.location().url})`,
          );
        }
      });
      await provide();
      expect(errors, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
  signInAs: async ({ page, request }, provide) => {
    await provide(async displayName => {
      // The host answers before its people are in the catalog.
      await expect
        .poll(
          async () =>
            (
              await request.get('/api/auth/demo/refresh?user=ada.olsen')
            ).status(),
          { timeout: 60_000 },
        )
        .toBe(200);
      await page.goto('/');
      await page
        .getByRole('button', { name: `Sign in as ${displayName}` })
        .click();
      await expect(
        page
          .getByRole('navigation', { name: 'sidebar nav' })
          .getByRole('link', { name: 'Catalog', exact: true }),
      ).toBeVisible();
    });
  },
});

/** Fails when axe finds a breach of WCAG 2.1 A or AA below the selector. */
export async function expectAccessible(page: Page, selector: string) {
  const { violations } = await new AxeBuilder({ page })
    .include(selector)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const summary = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(node => node.target.join(' ')),
  }));
  expect(summary, 'accessibility').toEqual([]);
}

export { expect };
