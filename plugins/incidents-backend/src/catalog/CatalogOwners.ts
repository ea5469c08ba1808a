import { AuthService } from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { timeout, TimeoutStrategy } from 'cockatiel';
import { relationTargets } from './refs';

const TIMEOUT_MILLISECONDS = 30_000;

/** Owners of entities by the catalog's `ownedBy` relations, read as the plugin itself. */
export class CatalogOwners {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #timeout = timeout(TIMEOUT_MILLISECONDS, TimeoutStrategy.Aggressive);

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  /**
   * Owner refs by entity ref, in one request. An entity that the catalog does
   * not have has no owners.
   *
   * @throws when the catalog does not answer for every entity
   */
  async read(
    entityRefs: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const { items } = await this.#timeout.execute(async () =>
      this.#catalog.getEntitiesByRefs(
        { entityRefs: [...entityRefs], fields: ['relations'] },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      ),
    );
    if (items.length !== entityRefs.length) {
      throw new Error(
        `The catalog answered for ${items.length} of ${entityRefs.length} entities`,
      );
    }
    return new Map(
      entityRefs.map((entityRef, index) => [
        entityRef,
        [...new Set(relationTargets(items[index], RELATION_OWNED_BY))],
      ]),
    );
  }
}
