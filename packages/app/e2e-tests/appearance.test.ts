import { expectAccessible } from './support/expectAccessible';
import { expectFits } from './support/expectFits';
import { declareContent } from './looks/declareContent';
import { lookablePages } from './looks/lookablePages';
import { expect, test } from './support/test';

const looks = [
  { name: 'in the light, 1400 px wide', scheme: 'light', width: 1400 },
  { name: 'in the dark, 480 px wide', scheme: 'dark', width: 480 },
] as const;

for (const { name, scheme, width } of looks) {
  test.describe(name, () => {
    test.use({ colorScheme: scheme, viewport: { width, height: 900 } });

    test('every page and dialog is accessible and fits the screen', async ({
      page,
      openAs,
      incidentsOf,
      linear,
    }) => {
      test.slow();
      const content = await declareContent(
        await incidentsOf('ada.olsen'),
        linear,
      );
      await page.addInitScript(
        theme => window.localStorage.setItem('theme', theme),
        scheme,
      );
      await openAs('ada.olsen', '/robots.txt');
      for (const { path, views } of lookablePages) {
        await page.goto(path(content));
        for (const view of views) {
          await test.step(view.name, async () => {
            await view.show(page, content);
            await expect(page.locator('body')).toHaveAttribute(
              'data-theme-mode',
              scheme,
            );
            await expectAccessible(page, view.ours);
            await expectFits(page);
          });
        }
      }
    });
  });
}
