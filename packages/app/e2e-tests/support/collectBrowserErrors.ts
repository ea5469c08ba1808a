import { BrowserContext } from '@playwright/test';

/**
 * Collects the errors of every page of a browser from now on: errors on the
 * console, which include requests that failed or got no response, and
 * uncaught exceptions. Each entry ends with the page's URL.
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
