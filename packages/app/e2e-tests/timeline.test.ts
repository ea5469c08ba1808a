import { expectAccessible } from './support/expectAccessible';
import { expect, test } from './support/test';

test('the timeline says what happened, and takes notes while others add theirs', async ({
  page,
  openIncidentWith,
  incidentsOf,
}) => {
  test.slow();
  const { ref, parent, items } = await openIncidentWith({
    title: 'Timeline: the clock is late',
    items: [{ title: 'Wind it up' }, { title: 'Set it right' }],
  });
  const [item] = items;
  const sam = await incidentsOf('sam.weber');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const entry = (text: string) =>
    timeline.getByRole('listitem').filter({ hasText: text });
  await expect(entry('Ada Olsen declared the incident')).toBeVisible();
  await expect(entry(`Parent issue ${parent} was linked`)).toBeVisible();

  await test.step('a note by the keyboard, looked at before it is saved', async () => {
    const add = timeline.getByRole('button', { name: 'Add note' });
    await add.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Add a note to ${ref}` });
    await expect(dialog.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.keyboard.type('Rolled **back** to `v11`');
    await dialog.getByRole('radio', { name: 'Preview' }).click();
    await expect(
      dialog.getByRole('region', { name: 'Preview' }).locator('strong'),
    ).toHaveText('back');
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('button', { name: 'Save note' }).click();
    await expect(dialog).toBeHidden();
    await expect(entry('Ada Olsen added a note').locator('strong')).toHaveText(
      'back',
    );
    await expect(add).toBeFocused();
  });

  await test.step('what another person does shows up by itself', async () => {
    const note = await sam.fetch(`/incidents/${ref}/notes`, {
      method: 'POST',
      body: JSON.stringify({ text: 'It is on time again' }),
    });
    expect(note.status).toBe(201);
    // By a signal, or by polling where the connection was not open yet.
    await expect(entry('It is on time again')).toBeVisible({ timeout: 75_000 });
    const moved = await sam.fetch(
      `/incidents/${ref}/action-items/${item.identifier}/transition`,
      { method: 'POST', body: JSON.stringify({ to: 'Done' }) },
    );
    expect(moved.status).toBe(200);
    await expect(entry(`Sam Weber completed ${item.identifier}`)).toBeVisible();
    await expectAccessible(page, '[role="region"]');
  });

  await test.step("only the reader's own note can be deleted", async () => {
    const remove = timeline.getByRole('button', { name: 'Delete note' });
    await expect(remove).toHaveCount(1);
    await remove.click();
    await page
      .getByRole('dialog', { name: 'Delete this note?' })
      .getByRole('button', { name: 'Delete note' })
      .click();
    await expect(
      entry('Ada Olsen added a note that was later deleted'),
    ).toBeVisible();
    await expect(timeline.getByText('Rolled')).toHaveCount(0);
  });

  await test.step('people only', async () => {
    await timeline.getByRole('radio', { name: 'Automatic' }).click();
    await expect(timeline.getByRole('listitem')).toHaveCount(1);
    await expect(entry(`Parent issue ${parent} was linked`)).toBeVisible();
  });
});
