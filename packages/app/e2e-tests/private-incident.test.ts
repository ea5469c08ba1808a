import { incidentPath, Incidents } from './support/Incidents';
import { actionItemsCard, expect, test } from './support/test';

const secret = 'A customer list was sent to the wrong mailbox';

function declarePrivate(lead: Incidents) {
  return lead.declareLinked({
    title: secret,
    severity: 'sev2',
    visibility: 'private',
    lead: 'user:default/sam.weber',
    participants: ['user:default/priya.nair'],
    labels: ['private-test'],
  });
}

test.describe('a private incident', () => {
  for (const reader of ['sam.weber', 'priya.nair']) {
    test(`is there for ${reader}, marked, with a warning before anything is typed into Linear`, async ({
      page,
      openAs,
      incidentsOf,
      linear,
    }) => {
      const { ref, parent } = await declarePrivate(
        await incidentsOf('sam.weber'),
      );
      expect((await linear.get(parent)).title).not.toContain(secret);

      await openAs(reader, '/incidents?label=private-test');
      const row = page.getByRole('row', { name: new RegExp(`${ref}\\b`) });
      await expect(row).toContainText('Private');
      await row.getByRole('link', { name: secret }).click();

      const overview = page.getByRole('region', { name: `${ref} ${secret}` });
      await expect(
        overview.getByText('Private', { exact: true }),
      ).toBeVisible();
      await actionItemsCard(page)
        .getByRole('button', { name: 'Add action item' })
        .click();
      await expect(
        page.getByRole('dialog').getByText('its action items are not'),
      ).toBeVisible();
    });
  }

  test.describe('for a stranger', () => {
    test.use({ allowedError: /status of 404/ });

    test('does not exist', async ({ page, openAs, incidentsOf }) => {
      const { ref } = await declarePrivate(await incidentsOf('sam.weber'));
      const stranger = await incidentsOf('mei.tanaka');
      for (const path of [
        `/incidents/${ref}`,
        `/incidents/${ref}/action-items`,
      ]) {
        const refused = await stranger.fetch(path);
        expect(refused.status).toBe(404);
        expect(await refused.text()).not.toContain(secret);
      }
      const absent = await stranger.fetch('/incidents/INC-999999');
      expect(absent.status).toBe(404);
      const list = await stranger.fetch('/incidents?label=private-test');
      expect((await list.json()).totalItems).toBe(0);

      await openAs('mei.tanaka', '/incidents?label=private-test');
      await expect(
        page.getByText('No incident matches these filters'),
      ).toBeVisible();
      await page.goto(incidentPath(ref));
      // The catalog knows the entity of a private incident, without its words.
      await expect(
        page
          .getByText('This incident is not here for you')
          .first()
          .or(page.getByText(/not found/i).first())
          .first(),
      ).toBeVisible();
      await expect(page.locator('body')).not.toContainText(secret);
      expect(await page.content()).not.toContain(secret);
    });
  });
});
