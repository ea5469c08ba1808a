import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { createBackend } from './createBackend';
import { WEBHOOK_PATH } from './http/linearRoutes';
import { services } from './services';

/**
 * Incidents in Backstage whose action items live in Linear.
 *
 * @public
 */
export const incidentsPlugin = createBackendPlugin({
  pluginId: 'incidents',
  register(env) {
    env.registerInit({
      deps: { ...services, httpRouter: coreServices.httpRouter },
      async init({ httpRouter, ...dependencies }) {
        httpRouter.addAuthPolicy({
          path: WEBHOOK_PATH,
          allow: 'unauthenticated',
        });
        httpRouter.use(await createBackend(dependencies));
      },
    });
  },
});
