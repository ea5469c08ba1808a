import { LINEAR_USER_ID_ANNOTATION } from '@backstage-incidents/incidents-common';
import { LinearCall, LinearGateway } from '../linear';
import { CatalogUsers } from '../catalog/users';

const BELIEVED_FOR_MS = 10 * 60_000;

/** The Linear user of a catalog user, or why there is none. */
export type LinearUserLookup =
  | { outcome: 'found'; id: string }
  | {
      outcome: 'none';
      cause: 'noEmail' | 'notInLinear';
      /** The same in plain English, for the requester who named the user. */
      because: string;
    };

/**
 * Finds catalog users in Linear by the annotation `linear.app/user-id`, else by
 * their email addresses. That someone is not there is remembered too, so that a
 * reconcile does not look it up each time.
 */
export type LinearUsers = ReturnType<typeof createLinearUsers>;

export function createLinearUsers(deps: {
  users: CatalogUsers;
  linear: LinearGateway;
  now: () => Date;
}) {
  const known = new Map<string, { user: LinearUserLookup; until: number }>();

  async function lookUp(
    userRef: string,
    call: LinearCall,
  ): Promise<LinearUserLookup> {
    const key = await deps.users.linearKeyOf(userRef);
    if (key === undefined) {
      const because = `${userRef} has no email address in the catalog`;
      return { outcome: 'none', cause: 'noEmail', because };
    }
    const found = await deps.linear.findUser(key, call);
    if (found.outcome === 'found') {
      return { outcome: 'found', id: found.value.id };
    }
    const because =
      'id' in key
        ? `no active user of the Linear workspace has the id that the annotation ${LINEAR_USER_ID_ANNOTATION} of ${userRef} names`
        : `no active user of the Linear workspace has the email address of ${userRef}`;
    return { outcome: 'none', cause: 'notInLinear', because };
  }

  return {
    async find(userRef: string, call: LinearCall): Promise<LinearUserLookup> {
      const now = deps.now().getTime();
      const earlier = known.get(userRef);
      if (earlier && earlier.until > now) {
        return earlier.user;
      }
      const user = await lookUp(userRef, call);
      known.set(userRef, { user, until: now + BELIEVED_FOR_MS });
      return user;
    },
  };
}
