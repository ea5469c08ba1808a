import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { incidentsServiceRef } from '@backstage-incidents/incidents-node';
import { createActionItemAction } from './actions/createActionItemAction';
import { createIncidentAction } from './actions/createIncidentAction';

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
        config: coreServices.rootConfig,
        incidents: incidentsServiceRef,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ config, incidents, scaffolder }) {
        scaffolder.addActions(
          createIncidentAction({ config, incidents }),
          createActionItemAction({ incidents }),
        );
      },
    });
  },
});
