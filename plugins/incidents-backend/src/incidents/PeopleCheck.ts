import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { errorName } from '../errorName';

/**
 * Checks that the people named in an incident can be people: users, and the
 * lead a known one. A catalog that does not answer must not keep anyone from
 * declaring an incident.
 */
export class PeopleCheck {
  readonly #catalog: CatalogService;
  readonly #logger: LoggerService;

  constructor(options: { catalog: CatalogService; logger: LoggerService }) {
    this.#catalog = options.catalog;
    this.#logger = options.logger;
  }

  /** @throws InputError that names the field */
  async check(
    people: { lead?: string | null; participants?: readonly string[] },
    credentials: BackstageCredentials,
  ): Promise<void> {
    for (const [index, participant] of (people.participants ?? []).entries()) {
      requireUser(`participants[${index}]`, participant);
    }
    if (!people.lead) {
      return;
    }
    requireUser('lead', people.lead);
    let known: boolean;
    try {
      known =
        (await this.#catalog.getEntityByRef(people.lead, { credentials })) !==
        undefined;
    } catch (error) {
      this.#logger.warn(
        `The catalog did not answer whether a lead exists, taking it as given: ${errorName(
          error,
        )}`,
      );
      return;
    }
    if (!known) {
      throw new InputError(
        `lead: ${people.lead} does not exist in the catalog; give the entity ref of a user such as "user:default/jane"`,
      );
    }
  }
}

function requireUser(field: string, ref: string): void {
  if (parseEntityRef(ref).kind !== 'user') {
    throw new InputError(
      `${field}: must be the entity ref of a user such as "user:default/jane"`,
    );
  }
}
