import { Page } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { incidentPath } from './support/Incidents';
import { actionItemsCard, expect, test } from './support/test';

/** The rows of the list, which are links. */
function incidentLinks(page: Page) {
  return page.getByRole('grid', { name: 'Incidents' }).getByRole('link');
}

test.describe('the incidents page', () => {
  test('declares an incident after saying where its work will go', async ({
    page,
    openAs,
    linear,
  }) => {
    await openAs('ada.olsen', '/incidents');
    await page.getByRole('button', { name: 'Declare an incident' }).click();
    const dialog = page.getByRole('dialog', { name: 'Declare an incident' });
    const routing = dialog.getByRole('region', {
      name: 'Parent issue in Linear',
    });
    await expect(routing).toContainText('Team SRE.');

    await dialog.getByLabel('Title').fill('Refunds are booked twice');
    await dialog.getByRole('button', { name: /Severity/ }).click();
    await page.getByRole('option', { name: 'SEV1' }).click();
    const affects = dialog.getByRole('combobox', { name: 'Affects' });
    await affects.fill('checkout');
    await page.getByRole('option', { name: 'checkout', exact: true }).click();
    await page.keyboard.press('Tab');
    await expect(routing).toContainText('Team PAY.');
    await expect(routing).toContainText('payments');

    await dialog.getByRole('button', { name: 'Declare', exact: true }).click();
    await expect(page).toHaveURL(/\/catalog\/default\/incident\/inc-\d+$/);
    await expect(
      page.getByRole('heading', { name: /^INC-\d+ Refunds are booked twice$/ }),
    ).toBeVisible();
    const parent = actionItemsCard(page).getByRole('link', { name: /PAY-\d+/ });
    await expect(parent).toBeVisible();
    const identifier = /PAY-\d+/.exec(await parent.innerText())?.[0] ?? '';
    expect((await linear.get(identifier)).title).toMatch(
      /^\[INC-\d+\] Refunds are booked twice$/,
    );
  });

  test('filters by its URL, and writes chosen filters to the URL', async ({
    page,
    openAs,
    incidentsOf,
  }) => {
    const ada = await incidentsOf('ada.olsen');
    const common = { labels: ['filters'] };
    await ada.declare({
      ...common,
      title: 'Filters: search is slow',
      severity: 'sev4',
      affects: ['component:default/storefront'],
    });
    await ada.declare({
      ...common,
      title: 'Filters: ledger rejects bookings',
      severity: 'sev2',
      lead: 'user:default/sam.weber',
      affects: ['component:default/ledger'],
    });
    const links = incidentLinks(page);

    await openAs(
      'ada.olsen',
      '/incidents?label=filters&severity=sev2&lead=user:default/sam.weber',
    );
    await expect(links).toHaveText(['Filters: ledger rejects bookings']);
    const chips = page.getByRole('grid', { name: 'Active filters' });
    await expect(chips.getByRole('row')).toHaveText([
      'Severity: SEV2',
      'Lead: Sam Weber',
      'Label: filters',
    ]);
    await chips
      .getByRole('row', { name: /Severity/ })
      .getByRole('button')
      .click();
    await chips.getByRole('row', { name: /Lead/ }).getByRole('button').click();
    await expect(links).toHaveCount(2);
    await expect(page).toHaveURL(/\/incidents\?label=filters$/);

    await page
      .getByRole('searchbox', { name: 'Search reference, title, summary' })
      .fill('search is slow');
    await expect(links).toHaveText(['Filters: search is slow']);
    await expect(page).toHaveURL(/[?&]q=search/);

    // Anyone who opens the URL sees the same.
    await page.reload();
    await expect(links).toHaveText(['Filters: search is slow']);

    await page.goto('/incidents?label=filters');
    await expect(links).toHaveCount(2);
    await page.getByRole('button', { name: /Any severity/ }).click();
    await page.getByRole('option', { name: 'SEV4' }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/severity=sev4/);
    await expect(links).toHaveText(['Filters: search is slow']);

    // Back undoes the last choice, not the whole page.
    await page.goBack();
    await expect(page).toHaveURL(/\/incidents\?label=filters$/);
    await expect(links).toHaveCount(2);

    await page.goto('/incidents?label=filters&overdue=true');
    await expect(
      page.getByText('No incidents match these filters'),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await expect(page).toHaveURL(/\/incidents\??$/);
  });

  test('offers the teams and labels that incidents have, and counts only what is filtered', async ({
    page,
    openAs,
    declareWith,
  }) => {
    const { team } = await declareWith({
      title: 'Facets: refunds are booked twice',
      severity: 'sev1',
      affects: ['component:default/checkout'],
      labels: ['facets'],
      items: [
        { title: 'One', state: 'Done' },
        { title: 'Late', dueDate: '2024-01-02' },
      ],
    });
    await declareWith({
      title: 'Facets: the wiki is down',
      severity: 'sev4',
      labels: ['facets'],
    });

    await openAs('ada.olsen', '/incidents');
    await page.getByRole('button', { name: /Any label/ }).click();
    await page.getByRole('searchbox', { name: 'Search Label' }).fill('facet');
    const option = page.getByRole('option', { name: /^facets/ });
    await expect(option).toContainText('2 incidents');
    await option.click();
    // The first clears the search.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(incidentLinks(page)).toHaveCount(2);

    await page.getByRole('button', { name: /Any team/ }).click();
    await page.getByRole('option', { name: new RegExp(`^${team}`) }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(new RegExp(`team=${team}&label=facets`));
    await expect(incidentLinks(page)).toHaveText([
      'Facets: refunds are booked twice',
    ]);
    const figure = (term: string) =>
      page
        .locator('dl > div')
        .filter({ has: page.getByText(term, { exact: true }) })
        .getByRole('definition');
    await expect(figure('Open incidents')).toHaveText('1');
    await expect(figure('Open action items')).toHaveText('1');
    await expect(figure('Overdue action items')).toHaveText('1 overdue');
  });

  test('restores the current page of the list after Back, a reload or a link', async ({
    page,
    openAs,
    incidentsOf,
  }) => {
    test.slow();
    const ada = await incidentsOf('ada.olsen');
    for (let number = 1; number <= 26; number += 1) {
      const response = await ada.fetch('/incidents', {
        method: 'POST',
        body: JSON.stringify({
          title: `Pages: incident ${number} of many`,
          severity: 'sev5',
          labels: ['pages'],
        }),
      });
      expect(response.status).toBe(201);
    }
    const links = incidentLinks(page);

    await openAs('ada.olsen', '/incidents?label=pages');
    await expect(
      page.getByRole('heading', { name: '26 incidents' }),
    ).toBeVisible();
    await expect(links).toHaveCount(25);
    await expect(page.getByText('1–25 of 26')).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(links).toHaveText(['Pages: incident 1 of many']);
    await expect(page.getByText('26–26 of 26')).toBeVisible();

    await page.reload();
    await expect(links).toHaveText(['Pages: incident 1 of many']);
    await links.first().click();
    await expect(page).toHaveURL(/\/catalog\/default\/incident\/inc-\d+$/);
    await page.goBack();
    await expect(links).toHaveText(['Pages: incident 1 of many']);
    await page.goBack();
    await expect(links).toHaveCount(25);
  });

  test.describe('at a page of the list that no longer exists', () => {
    test.use({ allowedError: /status of 400/ });

    test('shows the first page and says so', async ({
      page,
      openAs,
      incidentsOf,
    }) => {
      const ada = await incidentsOf('ada.olsen');
      await ada.declare({ title: 'Gone: a page', labels: ['gone'] });
      await openAs('ada.olsen', '/incidents?label=gone&after=nonsense');
      await expect(
        page.getByText(/the page you asked for no longer exists/),
      ).toBeVisible();
      await expect(incidentLinks(page)).toHaveText(['Gone: a page']);
      await expect(page).toHaveURL(/\/incidents\?label=gone$/);
    });
  });

  test('copies a link to the current view', async ({
    page,
    openAs,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openAs('ada.olsen', '/incidents?severity=sev1');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByText('Link copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      page.url(),
    );
  });

  test('draws action items over time, as tables too', async ({
    page,
    openAs,
    declareWith,
  }) => {
    await declareWith({
      title: 'Charts: something to draw',
      labels: ['charts'],
      items: [{ title: 'One', state: 'Done' }, { title: 'Two' }],
    });

    await openAs('ada.olsen', '/incidents?label=charts');
    await page.getByRole('button', { name: 'Show charts' }).click();
    await expect(page).toHaveURL(/charts=1/);
    const weeks = page.getByRole('region', {
      name: 'Opened and closed per week',
    });
    await expect(
      weeks.getByRole('img', {
        name: 'In the last 12 weeks, 2 action items were opened and 1 closed.',
      }),
    ).toBeVisible();
    await page.getByRole('radio', { name: '4 weeks' }).click();
    await expect(page).toHaveURL(/weeks=4/);
    await weeks.getByRole('button', { name: /^Table/ }).click();
    const table = weeks.getByRole('table');
    await expect(table.getByRole('row')).toHaveCount(5);
    await expect(table.getByRole('row').last()).toHaveText(/21$/);
    await expectAccessible(page, 'main');

    const ages = page.getByRole('region', { name: 'Age of open action items' });
    await ages.getByRole('button', { name: /^Table/ }).click();
    await expect(ages.getByRole('row', { name: '< 1 d 1' })).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'Completion time by severity' }),
    ).toBeVisible();
  });

  test.describe('480 px wide', () => {
    test.use({ viewport: { width: 480, height: 900 } });

    test('folds its filters into one button that shows how many are set', async ({
      page,
      openAs,
    }) => {
      await openAs('ada.olsen', '/incidents?severity=sev1&overdue=true');
      const fold = page.getByRole('button', { name: 'Filters (2)' });
      const status = page.getByRole('button', { name: /Any status/ });
      await expect(fold).toHaveAttribute('aria-expanded', 'false');
      await expect(status).toBeHidden();
      await fold.click();
      await expect(status).toBeVisible();
      await expectAccessible(page, 'main');
    });
  });

  test('opens an incident from its row, and shows its progress', async ({
    page,
    openAs,
    declareWith,
  }) => {
    const { ref } = await declareWith({
      title: 'Rows: gift cards cannot be redeemed',
      labels: ['rows'],
      items: [{ title: 'One', state: 'Done' }, { title: 'Two' }],
    });

    await openAs('ada.olsen', '/incidents?label=rows');
    const row = page.getByRole('row', { name: new RegExp(ref) });
    await expect(row.getByRole('progressbar')).toBeVisible();
    await expect(row).toContainText('1/2');
    await row.getByRole('link', { name: /gift cards/ }).click();
    await expect(page).toHaveURL(new RegExp(`${incidentPath(ref)}$`));
    await expect(actionItemsCard(page).getByText('1 of 2 done')).toBeVisible();
  });
});
