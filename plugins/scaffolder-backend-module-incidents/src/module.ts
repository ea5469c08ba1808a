import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { incidentsServiceRef } from '@backstage-incidents/incidents-node';
import { createActionItemAction } from './actions/createActionItemAction';
import { createIncidentAction } from './actions/createIncidentAction';
import { waitForEntity } from './waitForEntity';

/**
 * Adds the actions `incidents:incident:create` and
 * `incidents:actionItem:create` to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleIncidents = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'incidents',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        incidents: incidentsServiceRef,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, catalog, config, incidents, scaffolder }) {
        scaffolder.addActions(
          createIncidentAction({
            config,
            incidents,
            waitForEntity: ref => waitForEntity(ref, { auth, catalog }),
          }),
          createActionItemAction({ incidents }),
        );
      },
    });
  },
});
