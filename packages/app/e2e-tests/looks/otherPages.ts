import { expect, Page } from '@playwright/test';
import { dialogView, View } from './View';

const charts: View[] = [
  {
    name: 'the incidents page with charts',
    show: async page => {
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      await expect(
        page.getByRole('region', { name: 'Completion time by severity' }),
      ).toBeVisible();
    },
    ours: 'main',
  },
  {
    name: 'the incidents page with charts as tables',
    show: async page => {
      for (const button of await page
        .getByRole('button', { name: /^Table/ })
        .all()) {
        await button.click();
      }
      await expect(
        page.getByRole('table', { name: 'Age of open action items' }),
      ).toBeVisible();
    },
    ours: 'main',
  },
  dialogView({
    name: 'declaring a private incident',
    open: async page => {
      await page.getByRole('button', { name: 'Declare an incident' }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByText(/^Team SRE/)).toBeVisible();
      await dialog.getByRole('button', { name: /Visibility/ }).click();
      await page.getByRole('option', { name: 'Private' }).click();
      await expect(dialog.getByText(/private/i).last()).toBeVisible();
    },
  }),
];

const operations: View = {
  name: 'the operations page with an escalation',
  show: async (page, { refused }) => {
    await expect(
      page
        .getByRole('list', { name: 'Needs attention' })
        .getByRole('link', { name: refused, exact: true }),
    ).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'Parent issue in Linear' }),
    ).toContainText('Team SRE');
  },
  ours: 'main',
};

const home: View = {
  name: 'the home page',
  show: (page: Page) =>
    expect(
      page
        .getByRole('list', { name: 'My action items' })
        .getByText('Late and urgent')
        .first(),
    ).toBeVisible(),
  ours: 'ul[aria-label="My action items"]',
};

const notificationSettings: View = {
  name: 'the notification settings',
  show: async page => {
    await expect(page.getByRole('cell', { name: 'Incidents' })).toBeVisible();
    await page.getByRole('button', { name: 'expand row' }).click();
    await expect(
      page.getByRole('cell', { name: /^An action item/ }).first(),
    ).toBeVisible();
  },
  // The texts of the topics. The switches are Backstage's and have no names.
  ours: 'article td:nth-child(3)',
};

/** Pages of our own, and those of Backstage that we add to. */
export const otherPages = [
  { path: () => '/incidents?charts=1', views: charts },
  { path: () => '/incidents/operations', views: [operations] },
  { path: () => '/', views: [home] },
  { path: () => '/settings/notifications', views: [notificationSettings] },
];
