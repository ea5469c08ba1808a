import { isUserEntity } from '@backstage/catalog-model';
import { AuthenticationError, InputError } from '@backstage/errors';
import {
  AuthResolverContext,
  createProxyAuthenticator,
} from '@backstage/plugin-auth-node';

/** The user that a request to the demo provider asks to sign in as. */
export type DemoAuthResult = {
  /** Name of a User entity in the namespace `default`. */
  userName: string;
};

const ENTITY_NAME = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/i;

/**
 * Signs in the user named by the query parameter `user`, without any check.
 * Only the demo and its tests use it, to act as several people.
 *
 * @throws Error at start when `environment` is not `development`
 */
export function createDemoAuthenticator(options: {
  /** The value of NODE_ENV. */
  environment: string | undefined;
}) {
  const { environment } = options;
  return createProxyAuthenticator({
    defaultProfileTransform: async (result: DemoAuthResult, context) => {
      const entity = await findDemoUser(result, context);
      const profile = isUserEntity(entity) ? entity.spec.profile : undefined;
      return {
        profile: {
          displayName: profile?.displayName,
          email: profile?.email,
          picture: profile?.picture,
        },
      };
    },
    initialize() {
      if (environment !== 'development') {
        throw new Error(
          `The sign-in provider 'demo' lets anyone be anyone, so it works only with NODE_ENV=development (now '${
            environment ?? ''
          }'). Remove auth.providers.demo from the configuration.`,
        );
      }
      return {};
    },
    async authenticate({ req }) {
      const { user } = req.query;
      if (typeof user !== 'string' || !ENTITY_NAME.test(user)) {
        throw new InputError(
          "The query parameter 'user' must be given once and be the name of a User entity, for example ?user=ada.olsen",
        );
      }
      return { result: { userName: user } };
    },
  });
}

/**
 * The catalog's User entity behind a demo sign-in.
 *
 * @throws AuthenticationError when the catalog has no such user
 */
export async function findDemoUser(
  result: DemoAuthResult,
  context: AuthResolverContext,
) {
  try {
    const { entity } = await context.findCatalogUser({
      entityRef: {
        kind: 'User',
        namespace: 'default',
        name: result.userName,
      },
    });
    return entity;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') {
      throw new AuthenticationError(
        `The catalog has no user '${result.userName}'. Seeded people are in examples/org.yaml; just after the first start they take a few seconds to appear.`,
      );
    }
    throw error;
  }
}
