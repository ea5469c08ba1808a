import { BrowserContext } from '@playwright/test';

/**
 * Collects what goes wrong in any page of a browser from now on: errors on the
 * console, which name requests that were refused or never answered, and
 * exceptions that nobody caught. Each entry ends with the address.
 */
export function collectBrowserErrors(context: BrowserContext): string[] {
  const errors = new Array<string>();
  context.on('weberror', webError =>
    errors.push(
      `uncaught: ${webError.error().message} (${webError.page()?.url()})`,
    ),
  );
  context.on('console', message => {
    if (message.type() === 'error') {
      errors.push(
        `${message.text().slice(0, 500)} (${message.location().url})`,
      );
    }
  });
  return errors;
}
