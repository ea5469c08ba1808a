import { expectAccessible } from './support/expectAccessible';
import { expect, test } from './support/test';

test('the sign-in page is accessible and offers the seeded people', async ({
  page,
}) => {
  await page.goto('/');
  await expect(
    page.getByRole('button', { name: 'Sign in as Guest' }),
  ).toBeVisible();
  await expectAccessible(page, 'main');
});

test('a signed-in user sees the catalog and the template, also after a reload, until she signs out', async ({
  page,
  signInAs,
}) => {
  await signInAs('Ada Olsen');
  const sidebar = page.getByRole('navigation', { name: 'sidebar nav' });

  await sidebar.getByRole('link', { name: 'Catalog', exact: true }).click();
  await expect(page.getByRole('link', { name: 'checkout' })).toBeVisible();

  await page.reload();
  await expect(page.getByRole('link', { name: 'checkout' })).toBeVisible();

  await sidebar.getByRole('link', { name: 'Create', exact: true }).click();
  await expect(page.getByText('Declare an incident')).toBeVisible();

  await page.goto('/settings');
  await expect(page.getByText('ada.olsen@example.com')).toBeVisible();
  await page.getByRole('button', { name: /more/i }).click();
  await page.getByRole('menuitem', { name: 'Sign Out' }).click();
  await expect(
    page.getByRole('button', { name: 'Sign in as Ada Olsen' }),
  ).toBeVisible();
});
