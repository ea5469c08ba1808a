import { Page } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { incidentPath, Incidents } from './support/Incidents';
import { Linear } from './support/Linear';
import { actionItemsCard, expect, test } from './support/test';

type Content = { ref: string; parent: string };

/** An incident in which everything that has a look of its own occurs. */
async function declareColourful(
  incidents: Incidents,
  linear: Linear,
): Promise<Content> {
  const { ref, parent } = await incidents.declareLinked({
    title: 'Looks: everything at once',
    severity: 'sev1',
    lead: 'user:default/ada.olsen',
    affects: ['component:default/checkout'],
    labels: ['looks'],
  });
  const team = parent.split('-')[0];
  const items = [
    { title: 'Late and urgent', priority: 1, dueDate: '2024-01-02' },
    { title: 'Under way', state: 'In Progress', priority: 2 },
    { title: 'Finished', state: 'Done' },
    { title: 'Given up', state: 'Canceled' },
  ];
  for (const item of items) {
    await linear.create({
      team,
      parent,
      assignee: 'ada.olsen@example.com',
      ...item,
    });
  }
  await incidents.sync(ref);
  return { ref, parent };
}

/** What can be looked at without leaving the page. */
type View = {
  name: string;
  show: (page: Page) => Promise<void>;
  /** What of the page is ours; the rest is Backstage's. */
  ours: string;
};

async function closeDialog(page: Page) {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

const pages: { path: (content: Content) => string; views: View[] }[] = [
  {
    path: ({ ref }) => incidentPath(ref),
    views: [
      {
        name: 'the page of an incident',
        show: async page => {
          const card = actionItemsCard(page);
          await expect(card.getByText('Late and urgent')).toBeVisible();
          await card.getByRole('button', { name: /^Closed/ }).click();
          await expect(card.getByText('Given up')).toBeVisible();
        },
        ours: '[role="region"]',
      },
      {
        name: 'adding an action item',
        show: async page => {
          await page.getByRole('button', { name: 'Add action item' }).click();
          await expect(page.getByRole('dialog')).toBeVisible();
        },
        ours: '[role="dialog"]',
      },
      {
        name: 'editing an incident',
        show: async page => {
          await closeDialog(page);
          await page
            .getByRole('region', { name: /Looks/ })
            .getByRole('button', { name: 'Edit', exact: true })
            .click();
          await expect(page.getByRole('dialog')).toBeVisible();
        },
        ours: '[role="dialog"]',
      },
    ],
  },
  {
    path: () => '/incidents?charts=1',
    views: [
      {
        name: 'the incidents page with charts',
        show: async page => {
          await expect(page.getByRole('row').nth(1)).toBeVisible();
          await expect(
            page.getByRole('region', { name: 'Age of open action items' }),
          ).toBeVisible();
        },
        ours: 'main',
      },
      {
        name: 'declaring an incident',
        show: async page => {
          await page
            .getByRole('button', { name: 'Declare an incident' })
            .click();
          await expect(
            page.getByRole('dialog').getByText(/^Team INC/),
          ).toBeVisible();
        },
        ours: '[role="dialog"]',
      },
    ],
  },
  {
    path: () => '/incidents/operations',
    views: [
      {
        name: 'the operations page',
        show: async page => {
          await expect(
            page.getByRole('region', { name: 'Connection' }),
          ).toBeVisible();
          await expect(
            page.getByRole('region', { name: 'Where it goes in Linear' }),
          ).toContainText('Team INC:');
        },
        ours: 'main',
      },
    ],
  },
  {
    path: () => '/catalog/default/component/checkout',
    views: [
      {
        name: 'the page of a component',
        show: page => expectIncidentIn(page, 'Incidents'),
        ours: '[role="region"]',
      },
    ],
  },
  {
    path: () => '/catalog/default/user/ada.olsen',
    views: [
      {
        name: 'the page of a user',
        show: page => expectIncidentIn(page, 'Incidents led'),
        ours: '[role="region"]',
      },
    ],
  },
  {
    path: () => '/',
    views: [
      {
        name: 'the home page',
        show: async page => {
          await expect(
            page
              .getByRole('list', { name: 'My action items' })
              .getByText('Late and urgent')
              .first(),
          ).toBeVisible();
        },
        ours: 'ul[aria-label="My action items"]',
      },
    ],
  },
];

async function expectIncidentIn(page: Page, region: string) {
  await expect(
    page
      .getByRole('region', { name: region, exact: true })
      .getByRole('link', { name: 'Looks: everything at once' })
      .first(),
  ).toBeVisible();
}

const looks = [
  { name: 'in the light, 1400 px wide', scheme: 'light', width: 1400 },
  { name: 'in the dark, 480 px wide', scheme: 'dark', width: 480 },
] as const;

for (const { name, scheme, width } of looks) {
  test.describe(name, () => {
    test.use({ colorScheme: scheme, viewport: { width, height: 900 } });

    test('every page can be read by everybody and fits', async ({
      page,
      openAs,
      incidentsOf,
      linear,
    }) => {
      test.slow();
      const content = await declareColourful(
        await incidentsOf('ada.olsen'),
        linear,
      );
      await page.addInitScript(
        theme => window.localStorage.setItem('theme', theme),
        scheme,
      );
      let signedIn = false;
      for (const { path, views } of pages) {
        if (signedIn) await page.goto(path(content));
        else await openAs('ada.olsen', path(content));
        signedIn = true;
        for (const view of views) {
          await test.step(view.name, async () => {
            await view.show(page);
            await expect(page.locator('body')).toHaveAttribute(
              'data-theme-mode',
              scheme,
            );
            await expectAccessible(page, view.ours);
            const hidden = await page.evaluate(
              () =>
                document.documentElement.scrollWidth -
                document.documentElement.clientWidth,
            );
            expect(hidden, 'pixels to scroll sideways for').toBe(0);
          });
        }
      }
    });
  });
}
