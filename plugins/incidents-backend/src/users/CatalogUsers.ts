import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { errorName } from '../errorName';

const BELIEVED_FOR_MILLISECONDS = 10 * 60_000;
const MAX_CACHED = 10_000;

/**
 * Catalog users by e-mail address and back, each batch in one look-up, cached
 * for a while. Never creates a user.
 */
export class CatalogUsers {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #now: () => Date;
  readonly #cache = new Map<
    string,
    { userRef: string | undefined; until: number }
  >();

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
    now: () => Date;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#now = options.now;
  }

  /**
   * Entity refs by lower-cased e-mail address; unknown addresses are left out.
   * A catalog that does not answer costs the links, not the read of Linear.
   */
  async refsByEmail(
    emails: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(emails.map(normalize))].filter(Boolean);
    const now = this.#now().getTime();
    const unknown = wanted.filter(
      email => (this.#cache.get(email)?.until ?? 0) <= now,
    );
    if (unknown.length > 0) {
      await this.#lookUp(unknown, now);
    }
    return new Map(
      wanted.flatMap(email => {
        const userRef = this.#cache.get(email)?.userRef;
        return userRef === undefined ? [] : [[email, userRef]];
      }),
    );
  }

  /** The e-mail address of a catalog user; `undefined` when there is no such user or no address. */
  async emailOf(userRef: string): Promise<string | undefined> {
    const entity = await this.#catalog.getEntityByRef(userRef, {
      credentials: await this.#auth.getOwnServiceCredentials(),
    });
    return emailOf(entity?.spec);
  }

  async #lookUp(emails: string[], now: number): Promise<void> {
    if (this.#cache.size > MAX_CACHED) {
      this.#cache.clear();
    }
    try {
      const { items } = await this.#catalog.getEntities(
        {
          filter: { kind: 'user', 'spec.profile.email': emails },
          fields: [
            'kind',
            'metadata.name',
            'metadata.namespace',
            'spec.profile.email',
          ],
        },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      );
      const found = new Map<string, string>();
      for (const entity of items) {
        const email = emailOf(entity.spec);
        if (email !== undefined) {
          found.set(
            normalize(email),
            stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
          );
        }
      }
      for (const email of emails) {
        this.#cache.set(email, {
          userRef: found.get(email),
          until: now + BELIEVED_FOR_MILLISECONDS,
        });
      }
    } catch (error) {
      this.#logger.warn(
        `The catalog did not answer who action items are assigned to: ${errorName(
          error,
        )}`,
      );
    }
  }
}

function normalize(email: string): string {
  return email.trim().toLocaleLowerCase('en-US');
}

function emailOf(spec: unknown): string | undefined {
  if (typeof spec !== 'object' || spec === null || !('profile' in spec)) {
    return undefined;
  }
  const { profile } = spec;
  return typeof profile === 'object' &&
    profile !== null &&
    'email' in profile &&
    typeof profile.email === 'string'
    ? profile.email
    : undefined;
}
