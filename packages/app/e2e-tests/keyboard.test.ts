import { Locator, Page } from '@playwright/test';
import { incidentPath } from './support/Incidents';
import { expect, test } from './support/test';

/** Presses Tab until the target has the focus, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  // While a list of suggestions is open, roles find nothing behind it.
  const element = await target.elementHandle();
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await element?.evaluate(node => node === document.activeElement)) {
      return;
    }
  }
  throw new Error('the focus never came there');
}

test.describe('with the keyboard alone', () => {
  test('the card syncs, changes an item and adds one, and returns the focus', async ({
    page,
    openIncidentWith,
  }) => {
    const { card, rows } = await openIncidentWith({
      title: 'Keyboard: the mouse is broken',
      items: [{ title: 'Buy a new mouse', priority: 3 }],
    });
    const [row] = rows;

    const sync = card.getByRole('button', { name: 'Sync', exact: true });
    await tabTo(page, sync);
    await page.keyboard.press('Enter');
    await expect(card.getByText('Already up to date')).toBeVisible();
    await expect(sync).toBeFocused();

    const menuButton = row.getByRole('button', { name: /^Change/ });
    await tabTo(page, menuButton);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
    await expect(menuButton).toBeFocused();

    await page.keyboard.press('Enter');
    await page.keyboard.press('P');
    await expect(
      page.getByRole('menuitem', { name: 'Priority' }),
    ).toBeFocused();
    await page.keyboard.press('ArrowRight');
    const high = page.getByRole('menuitemradio', { name: 'High' });
    await expect(high).toBeVisible();
    while (!(await high.evaluate(node => node === document.activeElement))) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect(
      row.getByRole('button', { name: /^Priority of .+: High$/ }),
    ).toBeVisible();

    const add = card.getByRole('button', { name: 'Add action item' });
    await add.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add an action item' });
    await expect(dialog.getByLabel('Title')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(add).toBeFocused();

    await page.keyboard.press('Enter');
    await expect(dialog.getByLabel('Title')).toBeFocused();
    await page.keyboard.type('Learn the shortcuts');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(card.getByText('Learn the shortcuts')).toBeVisible();
    await expect(add).toBeFocused();
  });

  test('the incidents page opens and closes its dialog, and a row is one tab stop', async ({
    page,
    openAs,
    incidentsOf,
  }) => {
    const ada = await incidentsOf('ada.olsen');
    const { ref } = await ada.declare({
      title: 'Keyboard: a row of its own',
      labels: ['keyboard'],
    });
    await openAs('ada.olsen', '/incidents?label=keyboard');
    const declare = page.getByRole('button', { name: 'Declare an incident' });
    await tabTo(page, declare);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Declare an incident' });
    await expect(dialog.getByLabel('Title')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(declare).toBeFocused();

    await tabTo(page, page.getByRole('row', { name: /a row of its own/ }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`${incidentPath(ref)}$`));
  });
});
