import { expect, Page } from '@playwright/test';
import { Content } from './declareContent';

/** A state of a page that can be shown without leaving it. */
export type View = {
  name: string;
  show: (page: Page, content: Content) => Promise<void>;
  /** Selects our part of the page; the rest is Backstage's. */
  ours: string;
};

/** A menu's popover has the role of a dialog too. */
export const ourDialog =
  ':is([role="dialog"], [role="alertdialog"]):not([data-trigger])';

/** A dialog that a button opens. It closes a dialog that was open before. */
export function dialogView(options: {
  name: string;
  open: (page: Page) => Promise<void>;
}): View {
  return {
    name: options.name,
    show: async page => {
      await closeAll(page);
      await options.open(page);
      await expect(page.locator(ourDialog)).toBeVisible();
    },
    ours: ourDialog,
  };
}

/** Closes the dialog or menu that is open. */
export async function closeAll(page: Page) {
  const open = page.locator(`${ourDialog}, [role="menu"]`);
  while ((await open.count()) > 0) {
    await page.keyboard.press('Escape');
    await expect(open.last()).toBeHidden();
  }
}
