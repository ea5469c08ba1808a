import { expect, Page } from '@playwright/test';
import { incidentPath } from '../support/Incidents';
import { actionItemsCard } from '../support/test';
import { Content } from './declareContent';
import { closeAll, dialogView, View } from './View';

const cards = '[role="region"]';

function overview(page: Page) {
  return page.getByRole('region', { name: /Looks:/ });
}

async function chooseForParent(page: Page, name: RegExp) {
  await actionItemsCard(page)
    .getByRole('button', { name: 'More actions for the parent issue' })
    .click();
  await page.getByRole('menuitem', { name }).click();
}

const colourful: View[] = [
  {
    name: 'the page of an incident',
    show: async page => {
      const card = actionItemsCard(page);
      await expect(card.getByText('Late and urgent')).toBeVisible();
      await card.getByRole('button', { name: /^Closed/ }).click();
      await expect(card.getByText('Given up')).toBeVisible();
    },
    ours: cards,
  },
  {
    name: 'the menu of an action item',
    show: async page => {
      await actionItemsCard(page)
        .getByRole('button', { name: /^Change/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'State' }).click();
      await expect(page.getByRole('menuitemradio').first()).toBeVisible();
    },
    ours: '[role="menu"]',
  },
  dialogView({
    name: 'adding an action item',
    open: page => page.getByRole('button', { name: 'Add action item' }).click(),
  }),
  dialogView({
    name: 'linking another parent issue',
    open: page => chooseForParent(page, /^Link another/),
  }),
  dialogView({
    name: 'unlinking the parent issue',
    open: page => chooseForParent(page, /^Unlink/),
  }),
  dialogView({
    name: 'adding a note',
    open: page =>
      page
        .getByRole('region', { name: 'Timeline' })
        .getByRole('button', { name: 'Add note' })
        .click(),
  }),
  dialogView({
    name: 'editing an incident',
    open: page =>
      overview(page).getByRole('button', { name: 'Edit', exact: true }).click(),
  }),
  dialogView({
    name: 'closing an incident',
    open: async page => {
      await overview(page)
        .getByRole('button', { name: 'More actions for this incident' })
        .click();
      await page.getByRole('menuitem', { name: 'Mark done' }).click();
    },
  }),
];

const privately: View[] = [
  {
    name: 'the page of a private incident',
    show: page =>
      expect(actionItemsCard(page).getByText('Say nothing')).toBeVisible(),
    ours: cards,
  },
  dialogView({
    name: 'adding an action item to a private incident',
    open: page => page.getByRole('button', { name: 'Add action item' }).click(),
  }),
];

const refused: View[] = [
  {
    name: 'the page of an incident whose parent issue was refused',
    show: async page => {
      await closeAll(page);
      await expect(
        actionItemsCard(page).getByText("The parent issue couldn't be created"),
      ).toBeVisible();
    },
    ours: cards,
  },
];

export const incidentPages = [
  {
    path: (content: Content) => incidentPath(content.colourful),
    views: colourful,
  },
  {
    path: (content: Content) => incidentPath(content.private),
    views: privately,
  },
  { path: (content: Content) => incidentPath(content.refused), views: refused },
];
