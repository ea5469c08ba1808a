import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, RELATION_HAS_MEMBER } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { errorName } from '../errorName';
import { relationTargets } from '../catalog/relationTargets';
import { RetryLaterError } from '../RetryLaterError';

/** Of all groups of one question together; each is a parameter of the query. */
const MAX_USERS = 5_000;

/** The people behind refs of users and groups. */
export class GroupMembers {
  readonly #catalog: CatalogService;
  readonly #logger: LoggerService;

  constructor(options: { catalog: CatalogService; logger: LoggerService }) {
    this.#catalog = options.catalog;
    this.#logger = options.logger;
  }

  /**
   * Users as they are, groups as their direct members. Groups are read with the
   * caller's own credentials, so that nobody learns here who is in a group that
   * the catalog would not show them: it has no members then.
   *
   * @throws InputError for other kinds and too many people, RetryLaterError when the catalog does not answer
   */
  async expand(
    refs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const users = new Set<string>();
    const groups: string[] = [];
    for (const ref of refs) {
      const { kind } = parseEntityRef(ref);
      if (kind === 'user') {
        users.add(ref);
      } else if (kind === 'group') {
        groups.push(ref);
      } else {
        throw new InputError(
          'assignee: must be the entity ref of a user or a group such as "group:default/sre"',
        );
      }
    }
    for (const member of await this.#membersOf(groups, credentials)) {
      users.add(member);
    }
    if (users.size > MAX_USERS) {
      throw new InputError(
        `assignee: stands for more than ${MAX_USERS} users; name smaller groups`,
      );
    }
    return [...users];
  }

  async #membersOf(
    groups: string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    if (groups.length === 0) {
      return [];
    }
    try {
      const { items } = await this.#catalog.getEntitiesByRefs(
        { entityRefs: groups, fields: ['relations'] },
        { credentials },
      );
      return items
        .flatMap(group => relationTargets(group, RELATION_HAS_MEMBER))
        .filter(member => parseEntityRef(member).kind === 'user');
    } catch (error) {
      this.#logger.warn(
        `The catalog did not answer who is in a group: ${errorName(error)}`,
      );
      throw new RetryLaterError(
        'The catalog does not answer who is in the group; try again later, or name users',
        5,
      );
    }
  }
}
