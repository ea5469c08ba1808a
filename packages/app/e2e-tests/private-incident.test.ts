import { incidentPath, Incidents } from './support/Incidents';
import { Linear } from './support/Linear';
import { declareWith } from './support/declareWith';
import { actionItemsCard, expect, test } from './support/test';

const secret = 'A customer list was sent to the wrong mailbox';
const secretItem = 'Ask the mailbox owner to delete the list';

/** Led by Sam, with Priya as participant. Priya has one action item, the stranger another. */
function declarePrivate(incidents: Incidents, linear: Linear) {
  return declareWith({
    incidents,
    linear,
    declaration: {
      title: secret,
      severity: 'sev2',
      visibility: 'private',
      lead: 'user:default/sam.weber',
      participants: ['user:default/priya.nair'],
      affects: ['component:default/storefront'],
      labels: ['private-test'],
      items: ['priya.nair', 'mei.tanaka'].map(name => ({
        title: secretItem,
        assignee: `${name}@example.com`,
        dueDate: '2024-01-02',
      })),
    },
  });
}

/** What a requester's statistics count of such incidents. */
async function openIncidentsOf(reader: Incidents): Promise<number> {
  const answer = await reader.fetch('/statistics?label=private-test');
  return (await answer.json()).incidents.open;
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
        linear,
      );
      expect((await linear.get(parent)).title).not.toContain(secret);
      expect(
        await openIncidentsOf(await incidentsOf(reader)),
      ).toBeGreaterThanOrEqual(1);

      await openAs(reader, `/incidents?label=private-test&q=${ref}`);
      const row = page.getByRole('row', { name: new RegExp(`${ref}\\b`) });
      await expect(row).toContainText('Private');
      await row.getByRole('link', { name: secret }).click();

      const overview = page.getByRole('region', { name: `${ref} ${secret}` });
      await expect(
        overview.getByText('Private', { exact: true }),
      ).toBeVisible();
      await expect(
        actionItemsCard(page).getByText(secretItem).first(),
      ).toBeVisible();
      await actionItemsCard(page)
        .getByRole('button', { name: 'Add action item' })
        .click();
      await expect(
        page.getByRole('dialog').getByText('its action items are not'),
      ).toBeVisible();
    });
  }

  test('is edited by its lead, who adds an action item to it', async ({
    page,
    openAs,
    incidentsOf,
    linear,
  }) => {
    const { ref } = await declarePrivate(
      await incidentsOf('sam.weber'),
      linear,
    );
    await openAs('sam.weber', incidentPath(ref));
    const card = actionItemsCard(page);
    await card.getByRole('button', { name: 'Add action item' }).click();
    const adding = page.getByRole('dialog');
    await adding
      .getByRole('textbox', { name: 'Title' })
      .fill('Inform those on the list');
    await adding.getByRole('button', { name: 'Add action item' }).click();
    await expect(
      card
        .getByRole('listitem')
        .filter({ hasText: 'Inform those on the list' }),
    ).toBeVisible();

    await page
      .getByRole('region', { name: `${ref} ${secret}` })
      .getByRole('button', { name: 'Edit' })
      .click();
    const editing = page.getByRole('dialog');
    const newTitle = `${secret}, twice`;
    await editing.getByRole('textbox', { name: 'Title' }).fill(newTitle);
    await editing.getByRole('button', { name: 'Save' }).click();
    await expect(
      page.getByRole('region', { name: `${ref} ${newTitle}` }),
    ).toBeVisible();
  });

  test.describe('for a stranger', () => {
    test.use({ allowedError: /status of 404 .*\/api\/incidents\/incidents\// });

    test('does not exist in the API, although an action item of it is hers', async ({
      incidentsOf,
      linear,
    }) => {
      const { ref, items } = await declarePrivate(
        await incidentsOf('sam.weber'),
        linear,
      );
      const stranger = await incidentsOf('mei.tanaka');
      for (const path of [
        `/incidents/${ref}`,
        `/incidents/${ref}/action-items`,
        '/incidents/INC-999999',
      ]) {
        const refused = await stranger.fetch(path);
        expect(refused.status, path).toBe(404);
        expect(await refused.text()).not.toContain(secret);
      }

      const people = ['sam.weber', 'priya.nair', 'mei.tanaka'];
      const assignees = people
        .map(name => `assignee=user:default/${name}`)
        .join('&');
      const term = encodeURIComponent(secret);
      for (const path of [
        '/incidents/incidents?label=private-test',
        `/incidents/incidents?q=${term}`,
        '/incidents/incidents?lead=user:default/sam.weber&limit=200',
        '/incidents/facets',
        `/incidents/action-items?${assignees}`,
        `/search/query?term=${term}`,
        '/catalog/entities?filter=kind=incident',
      ]) {
        const answer = await stranger.fetchApi(path);
        expect(answer.status, path).toBe(200);
        const text = await answer.text();
        for (const word of [secret, secretItem, 'private-test']) {
          expect(text, path).not.toContain(word);
        }
      }
      expect(await openIncidentsOf(stranger)).toBe(0);

      // She is notified of her own action item, without its content.
      const hers = items[1].identifier;
      let notifications = '';
      await expect
        .poll(
          async () => {
            const answer = await stranger.fetchApi('/notifications?limit=100');
            notifications = await answer.text();
            return notifications;
          },
          { timeout: 30_000 },
        )
        .toContain(hers);
      expect(notifications).not.toContain(secret);
      expect(notifications).not.toContain(secretItem);
    });

    test('is on no page', async ({ page, openAs, incidentsOf, linear }) => {
      const { ref } = await declarePrivate(
        await incidentsOf('sam.weber'),
        linear,
      );
      const expectNothing = async () => {
        for (const word of [secret, secretItem]) {
          expect(await page.content()).not.toContain(word);
        }
      };
      await openAs('mei.tanaka', '/incidents?label=private-test');
      await expect(
        page.getByText('No incidents match these filters'),
      ).toBeVisible();
      await expectNothing();

      // The catalog has the entity of a private incident, without title and summary.
      await page.goto(incidentPath(ref));
      await expect(
        page.getByText("You don't have access to this incident").first(),
      ).toBeVisible();
      await expectNothing();

      await page.goto('/catalog/default/user/priya.nair');
      await expect(
        page.getByRole('region', { name: 'Incidents led' }),
      ).toContainText(/incident|\d+ open/);
      await expectNothing();

      await page.goto('/search?query=mailbox');
      await expect(page.getByText(/no results/i).first()).toBeVisible();
      await expectNothing();

      await page.goto('/notifications');
      await expect(
        page.getByText(/of a private incident/).first(),
      ).toBeVisible();
      await expectNothing();
    });
  });
});
