import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { incidentsServiceRef } from '@backstage-incidents/incidents-node';
import { createIncidentCollator } from './createIncidentCollator';
import { indexAgainWhenHidden } from './indexAgainWhenHidden';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  initialDelay: { seconds: 3 },
};

/**
 * Adds documents of type `incident` to the search index.
 *
 * @public
 */
export const searchModuleIncidents = createBackendModule({
  pluginId: 'search',
  moduleId: 'incidents',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        incidents: incidentsServiceRef,
        indexRegistry: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ config, indexRegistry, ...services }) {
        const { auth, incidents, scheduler } = services;
        indexRegistry.addCollator({
          schedule: scheduler.createScheduledTaskRunner(readSchedule(config)),
          factory: createIncidentCollator({ auth, incidents }),
        });
        await indexAgainWhenHidden(services);
      },
    });
  },
});

function readSchedule(config: Config): SchedulerServiceTaskScheduleDefinition {
  const schedule = config.getOptionalConfig(
    'search.collators.incidents.schedule',
  );
  return schedule
    ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
    : DEFAULT_SCHEDULE;
}
