import { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { expect, test } from './support/test';

const title = 'Card payments fail at checkout';

/** Chooses a suggestion of one of the scaffolder's pickers. */
async function pick(field: Locator, text: string, option: RegExp) {
  await field.click();
  await field.fill(text);
  await field.page().getByRole('option', { name: option }).first().click();
}

/** Opens a sub-issue or a related issue from its parent's page. */
async function openInLinear(linear: Page, issueTitle: string) {
  await linear
    .getByRole('row')
    .or(linear.getByRole('listitem'))
    .filter({ hasText: issueTitle })
    .getByRole('link')
    .first()
    .click();
}

async function setStateInLinear(linear: Page, state: string) {
  await linear.getByLabel(/^State/).selectOption({ label: state });
  await linear.getByRole('button', { name: 'Set state' }).click();
}

test('an incident declared from the template exists in Backstage and in Linear', async ({
  page,
  context,
  signInAs,
}) => {
  test.slow();
  await signInAs('Ada Olsen');

  await page.goto('/create/templates/default/declare-incident');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Summary').fill('Since the noon release');
  await page.getByLabel('Severity').click();
  await page.getByRole('option', { name: /SEV1/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await pick(page.getByRole('textbox', { name: 'Lead' }), 'Sam', /Sam Weber/);
  await pick(
    page.getByRole('textbox', { name: 'Affected' }),
    'checkout',
    /checkout/,
  );
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();

  const entityLink = page.getByRole('link', { name: /^INC-\d+$/ });
  await expect(entityLink).toBeVisible();
  const ref = (await entityLink.innerText()).trim();
  const parentLink = page.getByRole('link', { name: /Parent issue PAY-\d+/ });
  const parentUrl = await parentLink.getAttribute('href');
  if (!parentUrl) throw new Error('the task links to no parent issue');

  const linear = await context.newPage();
  await linear.goto(parentUrl);
  await expect(
    linear.getByRole('heading', { name: `[${ref}] ${title}` }),
  ).toBeVisible();
  await expect(linear.getByText('Since the noon release')).toBeVisible();
  const backlink = linear.getByRole('link', { name: new RegExp(ref) }).first();
  await expect(backlink).toHaveAttribute(
    'href',
    new RegExp(`/catalog/default/incident/${ref.toLowerCase()}$`),
  );

  for (const subIssue of ['Add a circuit breaker', 'Alert on queue age']) {
    await linear.getByLabel('Sub-issue title').fill(subIssue);
    await linear
      .getByLabel('Sub-issue assignee')
      .selectOption({ label: 'Priya Nair' });
    await linear.getByRole('button', { name: 'Add sub-issue' }).click();
    await expect(linear.getByRole('row', { name: subIssue })).toBeVisible();
  }
  await linear
    .getByLabel('or related issue title')
    .fill('Retry budget for webhooks');
  await linear.getByRole('button', { name: 'Add related issue' }).click();
  await expect(
    linear
      .getByRole('listitem')
      .filter({ hasText: 'Retry budget for webhooks' }),
  ).toBeVisible();
  await openInLinear(linear, 'Add a circuit breaker');
  await setStateInLinear(linear, 'Done');

  await entityLink.click();
  const card = page.getByRole('region', { name: 'Action items' });
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: 'Sync' }).click();
  await expect(card.getByText('Alert on queue age')).toBeVisible();
  await expect(card.getByText('Retry budget for webhooks')).toBeVisible();
  await expect(card.getByText('1 of 3 done')).toBeVisible();
  await expect(card.getByText('Priya Nair').first()).toBeVisible();
  await expect(card.getByText(/Synced .* ago|Synced now/i)).toBeVisible();
  await expect(
    card.getByRole('progressbar', { name: 'Action items progress' }),
  ).toBeVisible();
  await expectAccessible(page, 'article, main');

  for (const item of ['Alert on queue age', 'Retry budget for webhooks']) {
    await linear.goto(parentUrl);
    await openInLinear(linear, item);
    await setStateInLinear(linear, 'Done');
  }
  // Without a click: the view refreshes automatically within the throttle window.
  await expect(card.getByText('3 of 3 done')).toBeVisible({ timeout: 60_000 });
  await expect(card.getByText(/Completed automatically/)).toBeVisible({
    timeout: 60_000,
  });
  await linear.goto(parentUrl);
  await expect(
    linear.getByLabel(/^State/).locator('option:checked'),
  ).toHaveText(/Done/);
  await linear.close();
});

test('the template declares public incidents only and leads to the dialog for private ones', async ({
  page,
  signInAs,
}) => {
  await signInAs('Ada Olsen');
  await page.goto('/create/templates/default/declare-incident');
  await expect(page.getByLabel('Title')).toBeVisible();
  await expect(page.getByText('Private', { exact: true })).toHaveCount(0);
  const link = page.getByRole('link', { name: /incidents page/ });
  await page.goto((await link.getAttribute('href')) ?? '');
  const dialog = page.getByRole('dialog', { name: 'Declare an incident' });
  await expect(dialog.getByText('What other people can see')).toBeVisible();
});
