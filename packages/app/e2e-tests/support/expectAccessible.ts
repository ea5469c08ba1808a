import { AxeBuilder } from '@axe-core/playwright';
import { expect, Page } from '@playwright/test';

/** Fails when axe finds a breach of WCAG 2.1 A or AA below the selector. */
export async function expectAccessible(page: Page, selector: string) {
  // Half-way through a transition a color is neither the one before nor the one after.
  await page.addStyleTag({
    content:
      '*, *::before, *::after { transition: none !important; animation: none !important; }',
  });
  const { violations } = await new AxeBuilder({ page })
    // There are no frames, and the other mode opens a second page for each look.
    .setLegacyMode(true)
    .include(selector)
    .options({
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    })
    .analyze();
  const summary = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(
      ({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`,
    ),
  }));
  expect(summary, 'accessibility').toEqual([]);
}
