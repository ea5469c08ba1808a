import { incidentPath } from './support/Incidents';
import { expectAccessible } from './support/expectAccessible';
import { actionItemsCard, expect, test } from './support/test';

test.describe('the operations page', () => {
  test('lists what failed permanently, retries it, and shows the result', async ({
    page,
    openAs,
    incidentsOf,
    linear,
  }) => {
    const ada = await incidentsOf('ada.olsen');
    await linear.break({
      kind: 'error',
      match: 'CreateIssue',
      message: 'You may not create issues here',
      type: 'forbidden',
      code: 'FORBIDDEN',
      times: 'untilCleared',
    });
    const { ref } = await ada.declare({ title: 'Refused: nobody may write' });
    await openAs('ada.olsen', '/incidents/operations');
    const attention = page.getByRole('region', { name: 'Needs attention' });
    const escalated = attention
      .getByRole('list', { name: 'Needs attention' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: ref, exact: true }) });
    await expect(escalated).toContainText('Parent issue', { timeout: 30_000 });
    await expect(escalated).toContainText('are not allowed to do this');
    await expect(escalated).toContainText(/waiting \d+ (s|min)/);
    await expectAccessible(page, 'main');

    // The retry failed, so it is listed again with its reason.
    const retry = escalated.getByRole('button', {
      name: `Retry ${ref} Parent issue`,
    });
    await retry.click();
    await expect(attention.getByRole('status')).toContainText('failed again', {
      timeout: 30_000,
    });

    // The card of the incident says so too.
    await page.goto(incidentPath(ref));
    const card = actionItemsCard(page);
    await expect(
      card.getByText("The parent issue couldn't be created"),
    ).toBeVisible();

    await linear.clearFaults();
    await page.goto('/incidents/operations');
    await retry.click();
    await expect(escalated).toBeHidden({ timeout: 30_000 });
    await expect(attention.getByRole('status')).toContainText(
      `${ref} Parent issue`,
    );
    await page.goto(incidentPath(ref));
    await expect(card.getByRole('link', { name: /SRE-\d+/ })).toBeVisible();
  });

  test('shows the connection and runs a full re-sync', async ({
    page,
    openAs,
  }) => {
    await openAs('ada.olsen', '/incidents/operations');
    const connection = page.getByRole('region', { name: 'Connection' });
    await expect(connection).toContainText('Connected', { timeout: 30_000 });
    for (const name of ['Requests left', 'Points left']) {
      await expect(connection.getByRole('meter', { name })).toBeVisible();
    }
    await expect(connection.getByRole('row', { name: /^PAY/ })).toContainText(
      'payments',
    );

    const flow = page.getByRole('region', { name: 'Sync health' });
    await flow.getByRole('button', { name: 'Re-sync everything' }).click();
    await expect(flow.getByRole('status')).toContainText(
      'Full re-sync completed',
      {
        timeout: 45_000,
      },
    );
    await expect(flow.getByText(/^Read \d+ incidents/)).toBeVisible();
    await expectAccessible(page, 'main');
  });

  test('explains where the parent issue of an incident goes', async ({
    page,
    openAs,
  }) => {
    await openAs('ada.olsen', '/incidents/operations');
    const why = page.getByRole('region', { name: 'Test routing rules' });
    const rules = why
      .getByRole('list', {
        name: 'Rules, in the order in which they are checked',
      })
      .getByRole('listitem');
    await expect(why.getByRole('heading', { name: 'Team SRE' })).toBeVisible();
    await expect(rules.nth(0)).toContainText('payments skipped');
    await expect(rules.nth(1)).toContainText('default matched');

    await why.getByRole('button', { name: /Severity/ }).click();
    await page.getByRole('option', { name: 'SEV1' }).click();
    await why.getByRole('combobox', { name: 'Affects' }).fill('ledger');
    await page.getByRole('option', { name: 'ledger', exact: true }).click();
    await page.keyboard.press('Tab');
    await expect(why.getByRole('heading', { name: 'Team PAY' })).toBeVisible();
    await expect(rules).toHaveCount(1);
    await expect(rules).toContainText('payments matched');
  });
});
