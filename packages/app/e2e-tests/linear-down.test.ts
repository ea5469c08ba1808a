import { incidentPath } from './support/Incidents';
import { actionItemsCard, expect, test } from './support/test';

test.describe('while Linear is down', () => {
  test.use({ allowedError: /status of 503 .*\/sync\)$/ });

  test('the card keeps its last data, says so, and recovers automatically', async ({
    openIncidentWith,
    linear,
  }) => {
    const { card, items } = await openIncidentWith({
      title: 'Down: the lights are out',
      items: [{ title: 'Find the fuse' }],
    });
    await expect(card.getByText('Find the fuse')).toBeVisible();

    await linear.break({ kind: 'status', status: 503, times: 'untilCleared' });
    await card.getByRole('button', { name: 'Sync' }).click();
    await expect(card.getByText(/You see the data from/)).toBeVisible({
      timeout: 45_000,
    });
    await expect(card.getByText(/^Last synced/)).toBeVisible();
    await expect(card.getByText('Find the fuse')).toBeVisible();

    await linear.clearFaults();
    await linear.change(items[0].identifier, { title: 'Replace the fuse' });
    await expect(card.getByText('Replace the fuse')).toBeVisible({
      timeout: 60_000,
    });
    await expect(card.getByText(/^Synced/)).toBeVisible({ timeout: 60_000 });
    await expect(card.getByText(/isn't responding/)).toBeHidden();
  });

  test('an incident declared meanwhile gets exactly one parent issue afterwards', async ({
    page,
    openAs,
    incidentsOf,
    linear,
  }) => {
    const ada = await incidentsOf('ada.olsen');
    await linear.break({
      kind: 'status',
      status: 503,
      match: 'CreateIssue',
      times: 2,
    });
    const { ref } = await ada.declare({ title: 'Down: born in the dark' });
    await openAs('ada.olsen', incidentPath(ref));
    const card = actionItemsCard(page);
    await expect(card.getByRole('link', { name: /SRE-\d+/ })).toBeVisible({
      timeout: 60_000,
    });
    const issues = await linear.issues();
    expect(
      issues.filter(({ title }) => title === `[${ref}] Down: born in the dark`),
    ).toHaveLength(1);
  });
});
