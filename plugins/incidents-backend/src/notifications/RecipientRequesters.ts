import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { normalizeRef } from '../catalog/refs';
import { errorName } from '../logUnexpectedError';
import { Requester } from '../incidents/Requester';

/**
 * What a recipient may see, though they are not here to ask. Groups count as
 * far as the catalog names the user a direct member; in doubt less is shown.
 */
export class RecipientRequesters {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #readers: ReadonlySet<string>;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
    /** `incidents.privacy.readers`. */
    readers: readonly string[];
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#readers = new Set(options.readers.map(normalizeRef));
  }

  async requester(userRef: string): Promise<Requester> {
    return {
      kind: 'user',
      userRef: normalizeRef(userRef),
      readsEverything: await this.#readsEverything(userRef),
    };
  }

  async #readsEverything(userRef: string): Promise<boolean> {
    if (this.#readers.size === 0) return false;
    if (this.#readers.has(normalizeRef(userRef))) return true;
    try {
      const user = await this.#catalog.getEntityByRef(userRef, {
        credentials: await this.#auth.getOwnServiceCredentials(),
      });
      return (user?.relations ?? []).some(
        ({ type, targetRef }) =>
          type === RELATION_MEMBER_OF &&
          this.#readers.has(normalizeRef(targetRef)),
      );
    } catch (error) {
      this.#logger.warn(
        `The catalog did not answer whether a recipient may read private incidents, so the notification is neutral: ${errorName(
          error,
        )}`,
      );
      return false;
    }
  }
}
