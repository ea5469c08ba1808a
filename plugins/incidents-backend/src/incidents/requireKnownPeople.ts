import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { errorName } from '../logUnexpectedError';

/**
 * Checks that the people named in an incident can be people: participants users
 * or groups, and the lead a known user. A catalog that does not respond must not keep anyone from
 * declaring an incident.
 *
 * @throws InputError that names the field
 */
export async function requireKnownPeople(
  deps: { catalog: CatalogService; logger: LoggerService },
  people: { lead?: string | null; participants?: readonly string[] },
  credentials: BackstageCredentials,
): Promise<void> {
  const { lead, participants = [] } = people;
  for (const [index, participant] of participants.entries()) {
    requireKind(`participants[${index}]`, participant, ['user', 'group']);
  }
  if (!lead) {
    return;
  }
  requireKind('lead', lead, ['user']);
  let isKnown: boolean;
  try {
    isKnown = Boolean(await deps.catalog.getEntityByRef(lead, { credentials }));
  } catch (error) {
    deps.logger.warn(
      `The catalog did not say whether a lead exists, so it was accepted unchecked: ${errorName(
        error,
      )}`,
    );
    return;
  }
  if (!isKnown) {
    throw new InputError(
      `lead: ${lead} does not exist in the catalog; give the entity ref of a user such as "user:default/jane"`,
    );
  }
}

function requireKind(
  field: string,
  ref: string,
  kinds: readonly ('user' | 'group')[],
): void {
  if (!kinds.some(kind => kind === parseEntityRef(ref).kind)) {
    throw new InputError(
      `${field}: must be the entity ref of a ${kinds.join(
        ' or ',
      )} such as "user:default/jane"`,
    );
  }
}
