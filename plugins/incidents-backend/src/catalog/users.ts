import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  LINEAR_USER_ID_ANNOTATION,
  reason,
} from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { timeout, TimeoutStrategy } from 'cockatiel';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { chunk, LinearUserKey, normalizeName } from '../linear';
import { errorName } from '../logUnexpectedError';
import { RetryLaterError } from '../RetryLaterError';
import { normalizeRef } from './refs';

const CACHED_FOR_MS = 10 * 60_000;
const MAX_CACHED = 10_000;
const TIMEOUT_MS = 10_000;
/** The filter is part of the address of the request. */
const USERS_PER_REQUEST = 50;

/** A user of Linear, as far as it takes to find them in the catalog. */
export interface LinearPerson {
  id: string;
  email: string;
}

/** Catalog users by users of Linear, and back. Never creates a user. */
export type CatalogUsers = ReturnType<typeof createCatalogUsers>;

export function createCatalogUsers(deps: {
  catalog: CatalogService;
  auth: AuthService;
  database: IncidentsDatabase;
  logger: LoggerService;
  now: () => Date;
}) {
  const { catalog, auth, logger } = deps;
  const { knex } = deps.database;
  const limit = timeout(TIMEOUT_MS, TimeoutStrategy.Aggressive);
  const cache = new Map<
    string,
    { userRef: string | undefined; until: number }
  >();

  /** Entity refs of the people; who is not in the catalog is left out. */
  async function readRefs(
    people: LinearPerson[],
  ): Promise<ReadonlyMap<string, string>> {
    const entities: Entity[] = [];
    for (const some of chunk(people, USERS_PER_REQUEST)) {
      const { items } = await limit.execute(async () =>
        catalog.getEntities(
          {
            // The catalog compares without regard to letter case.
            filter: [
              {
                kind: 'user',
                [`metadata.annotations.${LINEAR_USER_ID_ANNOTATION}`]: some.map(
                  ({ id }) => id,
                ),
              },
              {
                kind: 'user',
                'spec.profile.email': some
                  .map(({ email }) => normalizeName(email))
                  .filter(Boolean),
              },
            ],
            fields: [
              'kind',
              'metadata.name',
              'metadata.namespace',
              'metadata.annotations',
              'spec.profile.email',
            ],
          },
          { credentials: await auth.getOwnServiceCredentials() },
        ),
      );
      entities.push(...items);
    }
    return match(people, entities);
  }

  /** As the items of these people are stored; the last change counts. */
  async function readStored(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows: { assignee_id: string; assignee_ref: string }[] = await knex(
      'action_items',
    )
      .select('assignee_id', 'assignee_ref')
      .whereIn('assignee_id', ids)
      .whereNotNull('assignee_ref')
      .groupBy('assignee_id', 'assignee_ref')
      .orderByRaw('max(changed_at)');
    return new Map(rows.map(row => [row.assignee_id, row.assignee_ref]));
  }

  return {
    /**
     * Entity refs by the id of the Linear user; who is not in the catalog is
     * left out. The annotation `linear.app/user-id` wins over the email
     * address. Cached for a while. Whom the catalog cannot be asked about keeps
     * the ref that their action items are stored with.
     */
    async refsOf(
      people: readonly LinearPerson[],
    ): Promise<ReadonlyMap<string, string>> {
      const now = deps.now().getTime();
      const byId = new Map(people.map(person => [person.id, person]));
      const unknown = [...byId.values()].filter(
        ({ id }) => (cache.get(id)?.until ?? 0) <= now,
      );
      let stored: ReadonlyMap<string, string> = new Map();
      if (unknown.length > 0) {
        try {
          const found = await readRefs(unknown);
          if (cache.size > MAX_CACHED) cache.clear();
          for (const { id } of unknown) {
            const until = now + CACHED_FOR_MS;
            cache.set(id, { userRef: found.get(id), until });
          }
        } catch (error) {
          logger.warn(
            `The catalog isn't responding; action items keep the assignees that are stored: ${errorName(
              error,
            )}`,
          );
          stored = await readStored(unknown.map(({ id }) => id));
        }
      }
      return new Map(
        [...byId.keys()].flatMap(id => {
          const userRef = stored.get(id) ?? cache.get(id)?.userRef;
          return userRef === undefined ? [] : [[id, userRef]];
        }),
      );
    },

    /**
     * How to find a catalog user in Linear: the annotation
     * `linear.app/user-id`, else the email address. `undefined` when there is
     * no such user or they have neither.
     *
     * @throws RetryLaterError when the catalog does not respond
     */
    async linearKeyOf(userRef: string): Promise<LinearUserKey | undefined> {
      try {
        const entity = await limit.execute(async () =>
          catalog.getEntityByRef(userRef, {
            credentials: await auth.getOwnServiceCredentials(),
          }),
        );
        const id = entity && linearIdIn(entity);
        if (id !== undefined) return { id };
        const email = entity && emailIn(entity);
        return email === undefined ? undefined : { email };
      } catch {
        throw new RetryLaterError(reason('catalogUnavailable'), 5);
      }
    },
  };
}

function match(
  people: readonly LinearPerson[],
  entities: readonly Entity[],
): ReadonlyMap<string, string> {
  const byId = new Map<string, string>();
  const byEmail = new Map<string, string>();
  for (const entity of entities) {
    const userRef = normalizeRef(stringifyEntityRef(entity));
    const id = linearIdIn(entity);
    const email = emailIn(entity);
    if (id !== undefined) {
      byId.set(normalizeName(id), userRef);
    } else if (email !== undefined) {
      byEmail.set(normalizeName(email), userRef);
    }
  }
  return new Map(
    people.flatMap(({ id, email }) => {
      const userRef =
        byId.get(normalizeName(id)) ?? byEmail.get(normalizeName(email));
      return userRef === undefined ? [] : [[id, userRef]];
    }),
  );
}

function linearIdIn({ metadata }: Entity): string | undefined {
  return metadata.annotations?.[LINEAR_USER_ID_ANNOTATION]?.trim();
}

function emailIn({ spec }: Entity): string | undefined {
  const profile = spec?.profile;
  return typeof profile === 'object' &&
    profile !== null &&
    'email' in profile &&
    typeof profile.email === 'string'
    ? profile.email
    : undefined;
}
