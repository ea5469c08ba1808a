import { InputError } from '@backstage/errors';
import { issueIdentifierSchema } from '@backstage-incidents/incidents-common';

/**
 * What people give as an issue: its identifier (`ENG-12`), or its address, in
 * the browser or in Linear's app, whatever the host and whatever follows the
 * identifier.
 *
 * @throws InputError for anything else
 */
export function issueReference(given: string): string {
  const identifier = issueIdentifierSchema.safeParse(
    /^\s*(?:https?|linear):/i.test(given) ? identifierOfUrl(given) : given,
  );
  if (!identifier.success) {
    throw new InputError(
      'issue: must be an identifier such as ENG-12, or the URL of an issue in Linear',
    );
  }
  return identifier.data;
}

function identifierOfUrl(url: string): string | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return /\/issue\/([^/]+)/i.exec(path)?.[1];
}
