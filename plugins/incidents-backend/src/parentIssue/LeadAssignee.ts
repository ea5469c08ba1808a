import { LinearCall, LinearGateway } from '../linear';
import { CatalogUsers } from '../catalog/users';

const BELIEVED_FOR_MILLISECONDS = 10 * 60_000;

/** Who in Linear a catalog user is. */
export type LinearAssignee =
  | { outcome: 'found'; id: string }
  | { outcome: 'none'; because: string };

/**
 * Finds catalog users in Linear by their e-mail addresses. That someone is not
 * there is remembered too: following an incident must not ask again each time.
 */
export class LeadAssignee {
  readonly #users: CatalogUsers;
  readonly #linear: LinearGateway;
  readonly #known = new Map<
    string,
    { assignee: LinearAssignee; until: number }
  >();
  readonly #now: () => Date;

  constructor(options: {
    users: CatalogUsers;
    linear: LinearGateway;
    now: () => Date;
  }) {
    this.#users = options.users;
    this.#linear = options.linear;
    this.#now = options.now;
  }

  async find(userRef: string, call: LinearCall): Promise<LinearAssignee> {
    const now = this.#now().getTime();
    const known = this.#known.get(userRef);
    if (known && known.until > now) {
      return known.assignee;
    }
    const assignee = await this.#lookUp(userRef, call);
    this.#known.set(userRef, {
      assignee,
      until: now + BELIEVED_FOR_MILLISECONDS,
    });
    return assignee;
  }

  async #lookUp(userRef: string, call: LinearCall): Promise<LinearAssignee> {
    const email = await this.#users.emailOf(userRef);
    if (email === undefined) {
      return {
        outcome: 'none',
        because: `${userRef} has no e-mail address in the catalog`,
      };
    }
    const found = await this.#linear.usersByEmail([email], call);
    const user = found.get(email.trim().toLocaleLowerCase('en-US'));
    return user
      ? { outcome: 'found', id: user.id }
      : {
          outcome: 'none',
          because: `${userRef} is not in the Linear workspace under the address of the catalog`,
        };
  }
}
