import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, RELATION_HAS_MEMBER } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { reason } from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { errorName } from '../logUnexpectedError';
import { RetryLaterError } from '../RetryLaterError';
import { relationTargets } from './refs';

/** Of all groups of one request together; each is a parameter of the query. */
const MAX_USERS = 5_000;

/** Finds the people behind refs of users and groups. */
export type ExpandGroups = ReturnType<typeof createExpandGroups>;

export function createExpandGroups(deps: {
  catalog: CatalogService;
  logger: LoggerService;
}) {
  const { catalog, logger } = deps;

  async function membersOf(
    groups: string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    if (groups.length === 0) {
      return [];
    }
    try {
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs: groups, fields: ['relations'] },
        { credentials },
      );
      return items
        .flatMap(group => relationTargets(group, RELATION_HAS_MEMBER))
        .filter(member => parseEntityRef(member).kind === 'user');
    } catch (error) {
      logger.warn(
        `Could not read the members of a group from the catalog: ${errorName(
          error,
        )}`,
      );
      throw new RetryLaterError(reason('catalogUnavailable'), 5);
    }
  }

  /**
   * Users as they are, groups as their direct members. Groups are read with the
   * caller's own credentials, so that nobody learns here who is in a group that
   * the catalog would not show them: it has no members then.
   *
   * @throws InputError for other kinds and too many people, RetryLaterError
   * when the catalog does not respond
   */
  return async function expandGroups(
    refs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const ofKind = (kind: string) =>
      refs.filter(ref => parseEntityRef(ref).kind === kind);
    const users = ofKind('user');
    const groups = ofKind('group');
    if (users.length + groups.length !== refs.length) {
      throw new InputError(
        'assignee: must be the entity ref of a user or a group such as "group:default/sre"',
      );
    }
    const people = new Set([
      ...users,
      ...(await membersOf(groups, credentials)),
    ]);
    if (people.size > MAX_USERS) {
      throw new InputError(
        `assignee: stands for more than ${MAX_USERS} users; name smaller groups`,
      );
    }
    return [...people];
  };
}
