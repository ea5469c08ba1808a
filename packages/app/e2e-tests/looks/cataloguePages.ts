import { expect, Page } from '@playwright/test';
import { View } from './View';

const title = 'Looks: everything at once';

function cardView(name: string, region: string): View {
  return {
    name,
    show: async (page: Page) => {
      await expect(
        page
          .getByRole('region', { name: region, exact: true })
          .getByRole('link', { name: title })
          .first(),
      ).toBeVisible();
    },
    ours: `[role="region"]`,
  };
}

/** Pages of entities that incidents affect, or whose people lead them. */
export const cataloguePages = [
  {
    path: () => '/catalog/default/component/checkout',
    views: [cardView('the page of a component', 'Incidents')],
  },
  {
    path: () => '/catalog/default/system/shop',
    views: [cardView('the page of a system', 'Incidents')],
  },
  {
    path: () => '/catalog/default/user/ada.olsen',
    views: [cardView('the page of a user', 'Incidents led')],
  },
  {
    path: () => '/catalog/default/group/sre',
    views: [cardView('the page of a group', 'Incidents led')],
  },
];
