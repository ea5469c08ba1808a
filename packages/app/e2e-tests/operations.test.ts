import { incidentPath } from './support/Incidents';
import { actionItemsCard, expect, test } from './support/test';

test.describe('the operations page', () => {
  test('shows work that needs a person, and retries it', async ({
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
    const escalations = page
      .getByRole('region', { name: 'Needs a person' })
      .getByRole('list', { name: 'Escalated work' });
    const escalated = escalations
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: ref, exact: true }) });
    await expect(escalated).toContainText('Linear does not allow', {
      timeout: 30_000,
    });

    // The card of the incident says it too.
    await page.goto(incidentPath(ref));
    const card = actionItemsCard(page);
    await expect(
      card.getByText('The parent issue could not be created'),
    ).toBeVisible();

    await linear.mend();
    await page.goto('/incidents/operations');
    await escalated.getByRole('button', { name: /^Retry/ }).click();
    await expect(escalated).toBeHidden({ timeout: 30_000 });
    await page.goto(incidentPath(ref));
    await expect(card.getByRole('link', { name: /INC-\d+/ })).toBeVisible();
  });

  test('tells how the connection stands, runs a sweep, and why an incident goes where it goes', async ({
    page,
    openAs,
  }) => {
    await openAs('ada.olsen', '/incidents/operations');
    const connection = page.getByRole('region', { name: 'Connection' });
    await expect(connection).toContainText('Connected', { timeout: 30_000 });
    await expect(
      connection.getByRole('meter', { name: 'Requests left' }),
    ).toBeVisible();
    await expect(connection.getByRole('row', { name: /^PAY/ })).toContainText(
      'payments',
    );

    const flow = page.getByRole('region', { name: 'Flow' });
    await flow.getByRole('button', { name: 'Run now' }).click();
    await expect(flow.getByText(/^The sweep read \d+ incidents/)).toBeVisible({
      timeout: 45_000,
    });
    await expect(flow).toContainText('completed', { timeout: 45_000 });

    const why = page.getByRole('region', { name: 'Why did it go there?' });
    await expect(why).toContainText('Team INC:');
    await why.getByText('Rules passed over: 1').click();
    await expect(why).toContainText('payments:');
    await why.getByRole('button', { name: /Severity/ }).click();
    await page.getByRole('option', { name: 'SEV1' }).click();
    await why.getByRole('combobox', { name: 'Affects' }).fill('ledger');
    await page.getByRole('option', { name: 'ledger', exact: true }).click();
    await page.keyboard.press('Tab');
    await expect(why).toContainText('Team PAY:');
  });
});
