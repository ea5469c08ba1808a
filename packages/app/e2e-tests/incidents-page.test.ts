import { incidentPath } from './support/Incidents';
import { actionItemsCard, expect, test } from './support/test';

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
      name: 'Where it goes in Linear',
    });
    await expect(routing).toContainText('Team INC:');

    await dialog.getByLabel('Title').fill('Refunds are booked twice');
    await dialog.getByRole('button', { name: /Severity/ }).click();
    await page.getByRole('option', { name: 'SEV1' }).click();
    const affects = dialog.getByRole('combobox', { name: 'Affects' });
    await affects.fill('checkout');
    await page.getByRole('option', { name: 'checkout', exact: true }).click();
    await page.keyboard.press('Tab');
    await expect(routing).toContainText('Team PAY:');
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

  test('filters by what its address says, and writes there what is chosen', async ({
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
    const table = page.getByRole('table', { name: 'Incidents' });
    const links = table.getByRole('link');

    await openAs(
      'ada.olsen',
      '/incidents?label=filters&severity=sev2&lead=user:default/sam.weber',
    );
    await expect(links).toHaveText(['Filters: ledger rejects bookings']);

    await page.goto('/incidents?label=filters');
    await expect(links).toHaveCount(2);
    await page
      .getByRole('searchbox', { name: 'Search reference, title, summary' })
      .fill('search is slow');
    await expect(links).toHaveText(['Filters: search is slow']);
    await expect(page).toHaveURL(/[?&]q=search/);

    // Whoever is given the address sees the same.
    await page.reload();
    await expect(links).toHaveText(['Filters: search is slow']);

    await page.goto('/incidents?label=filters');
    await expect(links).toHaveCount(2);
    await page
      .getByRole('button', { name: /Severity/ })
      .first()
      .click();
    await page.getByRole('option', { name: 'SEV4' }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/severity=sev4/);
    await expect(links).toHaveText(['Filters: search is slow']);

    await page.goto('/incidents?label=filters&overdue=true');
    await expect(
      page.getByText('No incident matches these filters'),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await expect(page).toHaveURL(/\/incidents$/);
  });

  test('lets a row be opened and shows how far its work is', async ({
    page,
    openAs,
    incidentsOf,
    linear,
  }) => {
    const ada = await incidentsOf('ada.olsen');
    const { ref, parent } = await ada.declareLinked({
      title: 'Rows: gift cards cannot be redeemed',
      labels: ['rows'],
    });
    const team = parent.split('-')[0];
    await linear.create({ team, parent, title: 'One', state: 'Done' });
    await linear.create({ team, parent, title: 'Two' });
    await ada.sync(ref);

    await openAs('ada.olsen', '/incidents?label=rows');
    const row = page.getByRole('row', { name: new RegExp(ref) });
    await expect(row.getByRole('progressbar')).toBeVisible();
    await expect(row).toContainText('1/2');
    await row.getByRole('link', { name: /gift cards/ }).click();
    await expect(page).toHaveURL(new RegExp(`${incidentPath(ref)}$`));
    await expect(actionItemsCard(page).getByText('1 of 2 done')).toBeVisible();
  });
});
