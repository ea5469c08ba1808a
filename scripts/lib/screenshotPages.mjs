import { demoRef } from './demo/demoIncidents.mjs';

/** The demo's incidents that the account of the screenshots can see. */
const INCIDENT = `/catalog/default/incident/${demoRef('checkout-errors')}`;
const PRIVATE_INCIDENT = `/catalog/default/incident/${demoRef('leaked-key')}`;

const card = page => page.getByRole('region', { name: 'Action items' });

async function synced(page) {
  await card(page)
    .getByText(/^Synced .*(ago|now)$/)
    .waitFor();
}

/** Backstage renders its graph of relations last. */
async function drawn(page) {
  await page.locator('[data-testid="node"]').first().waitFor();
}

async function listed(page) {
  await page.getByRole('grid', { name: 'Incidents' }).waitFor();
  await page.getByText(/^\d+ incidents?$/).waitFor();
}

/**
 * The pages that the documentation shows, and when each is complete.
 *
 * @type {{
 *   name: string,
 *   path: string,
 *   ready: (page: import('@playwright/test').Page) => Promise<void>,
 *   windowOnly?: boolean,
 * }[]} `windowOnly`: a dialog covers the window, not the page
 */
export const screenshotPages = [
  { name: 'incident', path: INCIDENT, ready: synced },
  { name: 'incident-private', path: PRIVATE_INCIDENT, ready: synced },
  { name: 'incidents', path: '/incidents', ready: listed },
  {
    name: 'incidents-charts',
    path: '/incidents?charts=1',
    ready: async page => {
      await listed(page);
      for (const title of [
        'Opened and closed per week',
        'Age of open action items',
        'Completion time by severity',
        'Incidents opened per week',
        'Time to mitigate',
      ]) {
        await page
          .getByRole('region', { name: title })
          .locator('svg.recharts-surface, .recharts-wrapper')
          .first()
          .waitFor();
      }
    },
  },
  {
    name: 'operations',
    path: '/incidents/operations',
    ready: async page => {
      await page
        .getByRole('region', { name: 'Connection' })
        .getByText('Connected', { exact: true })
        .waitFor();
      await page.getByRole('button', { name: 'Re-sync everything' }).click();
      await page.getByText(/^Full re-sync completed/).waitFor();
      await page.getByRole('list', { name: 'Needs attention' }).waitFor();
      await page.getByText(/^Team /).waitFor();
    },
  },
  {
    name: 'component',
    path: '/catalog/default/component/checkout',
    ready: async page => {
      await page
        .getByRole('region', { name: 'Incidents', exact: true })
        .getByRole('list', { name: 'Open action items' })
        .waitFor();
      await drawn(page);
    },
  },
  {
    name: 'user',
    path: '/catalog/default/user/ada.olsen',
    ready: async page => {
      await page
        .getByRole('region', { name: 'Incidents led' })
        .getByRole('list', { name: 'Incidents, open ones first' })
        .waitFor();
      await drawn(page);
    },
  },
  {
    name: 'group',
    path: '/catalog/default/group/payments',
    ready: async page => {
      await page
        .getByRole('region', { name: 'Incidents led' })
        .getByRole('list', { name: 'Incidents, open ones first' })
        .waitFor();
      await drawn(page);
    },
  },
  {
    name: 'home',
    path: '/',
    ready: page =>
      page.getByRole('list', { name: 'My action items' }).waitFor(),
  },
  {
    name: 'action-item-menu',
    path: INCIDENT,
    windowOnly: true,
    ready: async page => {
      await synced(page);
      await card(page)
        .getByRole('button', { name: /^Change/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'State' }).click();
      await page.getByRole('menuitemradio').first().waitFor();
    },
  },
  {
    name: 'add-action-item',
    path: INCIDENT,
    windowOnly: true,
    ready: async page => {
      await synced(page);
      await page.getByRole('button', { name: 'Add action item' }).click();
      await page
        .getByRole('dialog')
        .getByLabel('Title')
        .fill('Alert when retries exceed the budget');
    },
  },
];
