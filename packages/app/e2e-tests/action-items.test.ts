import { Page } from '@playwright/test';
import { expect, test } from './support/test';

/** Signals connect late on a host that has just started. */
function untilListening(page: Page): Promise<void> {
  return new Promise(resolve => {
    page.on('websocket', socket =>
      socket.on('framesent', ({ payload }) => {
        if (/"subscribe".*"incidents"/.test(String(payload))) resolve();
      }),
    );
  });
}

test.describe('the action items card', () => {
  test('shows what is added and done in Linear, without a reload', async ({
    page,
    openIncidentWith,
    linear,
  }) => {
    const listening = untilListening(page);
    const { parent, team, card } = await openIncidentWith({
      title: 'Live: parcels lose their labels',
    });
    await expect(card.getByText('No action items yet')).toBeVisible();
    await listening;
    // A reload would clear it.
    await page.evaluate(() => document.body.setAttribute('data-kept', 'yes'));

    const item = await linear.create({
      team,
      parent,
      title: 'Print labels again',
      assignee: 'sam.weber@example.com',
    });
    const row = card.getByRole('listitem').filter({ hasText: item.identifier });
    await expect(row).toContainText('Print labels again', { timeout: 45_000 });
    await expect(row).toContainText('Sam Weber');
    await expect(card.getByText('0 of 1 done')).toBeVisible();

    await linear.change(item.identifier, { state: 'In Progress' });
    await expect(row).toContainText('In Progress', { timeout: 45_000 });
    await expect(page.locator('body')).toHaveAttribute('data-kept', 'yes');
  });

  test('creates an added action item in Linear', async ({
    page,
    openIncidentWith,
    linear,
  }) => {
    const { parent, card } = await openIncidentWith({
      title: 'Add: vouchers are rejected',
    });
    await card.getByRole('button', { name: 'Add action item' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an action item' });
    await dialog.getByLabel('Title').fill('Check vouchers every hour');
    const assignee = dialog.getByRole('combobox', { name: 'Assignee' });
    await assignee.fill('Priya');
    await expect(page.getByRole('option')).toHaveCount(1);
    // By keyboard: after a click the combobox now and then opens its list again.
    await assignee.press('ArrowDown');
    await assignee.press('Enter');
    await expect(assignee).toHaveValue('Priya Nair');
    await dialog.getByRole('button', { name: /Priority/ }).click();
    await page.getByRole('option', { name: 'Urgent' }).click();
    await dialog.getByRole('button', { name: 'Add action item' }).click();

    await expect(dialog).toBeHidden();
    const row = card
      .getByRole('listitem')
      .filter({ hasText: 'Check vouchers every hour' });
    await expect(row).toContainText('Priya Nair');
    await expect(
      row.getByRole('button', { name: /^Priority of .+: Urgent$/ }),
    ).toBeVisible();
    const { children } = await linear.get(parent);
    expect(children).toHaveLength(1);
    expect((await linear.get(children[0])).title).toBe(
      'Check vouchers every hour',
    );
  });

  test('moves an item to another state in Linear', async ({
    page,
    openIncidentWith,
    linear,
  }) => {
    const { items, rows } = await openIncidentWith({
      title: 'Move: invoices arrive late',
      items: [
        { title: 'Send them now' },
        { title: 'Find the cause', state: 'In Progress' },
      ],
    });
    await rows[0].getByRole('button', { name: /^Change/ }).click();
    await page.getByRole('menuitem', { name: 'State' }).click();
    await page.getByRole('menuitemradio', { name: 'In Progress' }).click();
    await expect(rows[0]).toContainText('In Progress');
    await expect
      .poll(async () => (await linear.get(items[0].identifier)).state)
      .toBe('In Progress');
  });

  test.describe('when somebody changed the item in Linear first', () => {
    test.use({ allowedError: /status of 409 .*\/transition\)$/ });

    test('reverts the state change and says why', async ({
      page,
      openIncidentWith,
      linear,
    }) => {
      const { items, rows, card } = await openIncidentWith({
        title: 'Conflict: the queue grows',
        items: [
          { title: 'Drain the queue', state: 'Todo' },
          { title: 'Watch the queue', state: 'In Progress' },
        ],
      });
      const [{ identifier }] = items;
      const [row] = rows;
      await expect(row).toContainText('Todo');

      // The change in Linear must not reach the card before the click.
      const answered = page.waitForResponse(/\/transition$/);
      await page.route('**/action-items', async route => {
        if (route.request().method() === 'GET') await answered;
        await route.continue();
      });
      await linear.change(identifier, { state: 'In Review' });
      await row.getByRole('button', { name: /^Change/ }).click();
      await page.getByRole('menuitem', { name: 'State' }).click();
      await page.getByRole('menuitemradio', { name: 'In Progress' }).click();

      expect((await answered).status()).toBe(409);
      const notice = card.getByRole('alert').filter({
        hasText: `Someone else changed ${identifier} first`,
      });
      await expect(notice).toContainText('In Review');
      await expect(row).toContainText('In Review');
      expect((await linear.get(identifier)).state).toBe('In Review');
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      await expect(notice).toBeHidden();
    });
  });

  test('shows the items of another parent issue once it is linked, and none once it is unlinked, until a new one is created', async ({
    page,
    openIncidentWith,
    linear,
  }) => {
    const other = await linear.create({
      team: 'ENG',
      title: 'Everything about the cache',
    });
    const item = await linear.create({
      team: 'ENG',
      parent: other.identifier,
      title: 'Warm the cache at start',
    });
    const { parent, team, card } = await openIncidentWith({
      title: 'Link: the cache is cold',
    });
    const choose = async (name: string) => {
      await card
        .getByRole('button', { name: 'More actions for the parent issue' })
        .click();
      await page.getByRole('menuitem', { name }).click();
    };
    await expect(card.getByRole('link', { name: parent })).toBeVisible();
    await choose('Link another parent issue…');
    const linking = page.getByRole('dialog', {
      name: 'Link another parent issue',
    });
    await expect(linking).toContainText(parent);
    await linking.getByLabel('Linear issue').fill(other.identifier);
    await linking.getByRole('button', { name: 'Link issue' }).click();

    await expect(linking).toBeHidden();
    await expect(
      card.getByRole('link', { name: other.identifier, exact: false }),
    ).toBeVisible();
    await expect(card.getByText(item.title)).toBeVisible({ timeout: 45_000 });
    await expect(card.getByRole('link', { name: parent })).toBeHidden();

    await choose(`Unlink ${other.identifier}…`);
    const unlinking = page.getByRole('dialog', {
      name: `Unlink ${other.identifier}?`,
    });
    await expect(unlinking).toContainText('Nothing is deleted in Linear');
    await unlinking.getByRole('button', { name: 'Unlink' }).click();
    await expect(unlinking).toBeHidden();
    await expect(card.getByText('No parent issue is linked')).toBeVisible();
    await expect(card.getByText(item.title)).toBeHidden();
    expect((await linear.get(other.identifier)).children).toEqual([
      item.identifier,
    ]);

    await card.getByRole('button', { name: 'Create new parent issue' }).click();
    const created = card.getByRole('link', { name: new RegExp(`${team}-`) });
    await expect(created).toBeVisible({ timeout: 45_000 });
    await expect(created).not.toContainText(parent);
    await expect(card.getByText('No action items yet')).toBeVisible();
  });
});
