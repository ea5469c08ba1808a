import { DemoAccount, demoAccounts } from './demoAccounts';

const STORAGE_KEY = 'demoAccount';

/**
 * Which demo account this browser tab uses. Kept per tab, so that two people
 * can be tried side by side.
 */
export const rememberedAccount = {
  get(): DemoAccount | undefined {
    const id = window.sessionStorage.getItem(STORAGE_KEY);
    return demoAccounts.find(account => account.id === id);
  },
  set(account: DemoAccount): void {
    window.sessionStorage.setItem(STORAGE_KEY, account.id);
  },
  clear(): void {
    window.sessionStorage.removeItem(STORAGE_KEY);
  },
};
