import { createBackendModule } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import {
  createDemoAuthenticator,
  findDemoUser,
} from './createDemoAuthenticator';

/**
 * Adds the sign-in provider `demo`, for development only:
 * `POST /api/auth/demo/refresh?user=NAME` responds with a session of
 * `user:default/NAME`.
 */
export const demoAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-provider',
  register(registration) {
    registration.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: createDemoAuthenticator({
              environment: process.env.NODE_ENV,
            }),
            signInResolver: async ({ result }, context) =>
              context.signInWithCatalogUser({
                entityRef: stringifyEntityRef(
                  await findDemoUser(result, context),
                ),
              }),
          }),
        });
      },
    });
  },
});
