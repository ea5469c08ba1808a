import { LoggerService } from '@backstage/backend-plugin-api';
import { LinearCall, LinearGateway } from '../linear';
import { CatalogUsers } from '../users/CatalogUsers';

/** Who in Linear a catalog user is. */
export type LinearAssignee =
  | { outcome: 'found'; id: string }
  | { outcome: 'none'; because: string };

/** Finds catalog users in Linear by their e-mail addresses. */
export class LeadAssignee {
  readonly #users: CatalogUsers;
  readonly #linear: LinearGateway;
  readonly #logger: LoggerService;
  readonly #known = new Map<string, { id: string; until: number }>();
  readonly #now: () => Date;

  constructor(options: {
    users: CatalogUsers;
    linear: LinearGateway;
    logger: LoggerService;
    now: () => Date;
  }) {
    this.#users = options.users;
    this.#linear = options.linear;
    this.#logger = options.logger;
    this.#now = options.now;
  }

  async find(userRef: string, call: LinearCall): Promise<LinearAssignee> {
    const now = this.#now().getTime();
    const known = this.#known.get(userRef);
    if (known && known.until > now) {
      return { outcome: 'found', id: known.id };
    }
    const email = await this.#users.emailOf(userRef);
    if (email === undefined) {
      return {
        outcome: 'none',
        because: `${userRef} has no e-mail address in the catalog`,
      };
    }
    const found = await this.#linear.usersByEmail([email], call);
    const user = found.get(email.trim().toLocaleLowerCase('en-US'));
    if (!user) {
      this.#logger.info(
        `${userRef} is not in the Linear workspace under the address of the catalog`,
      );
      return {
        outcome: 'none',
        because: `${userRef} is not in the Linear workspace under the address of the catalog`,
      };
    }
    this.#known.set(userRef, { id: user.id, until: now + 10 * 60_000 });
    return { outcome: 'found', id: user.id };
  }
}
