import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { CatalogModelSources } from '@backstage/catalog-model/alpha';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { durationToMilliseconds } from '@backstage/types';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { incidentsServiceRef } from '@backstage-incidents/incidents-node';
import { IncidentEntityProvider } from './IncidentEntityProvider';
import { incidentEntityModel } from './incidentEntityModel';
import { IncidentRelationsProcessor } from './IncidentRelationsProcessor';
import { EntityFields } from './toIncidentEntity';

const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { hours: 24 },
  timeout: { minutes: 10 },
};

/**
 * Adds kind Incident and its entity provider to the catalog.
 *
 * @public
 */
export const catalogModuleIncidents = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'incidents',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        incidents: incidentsServiceRef,
        logger: coreServices.logger,
        model: catalogModelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ config, model, processing, ...services }) {
        model.addModelSource(CatalogModelSources.static([incidentEntityModel]));
        processing.addProcessor(new IncidentRelationsProcessor());
        processing.addEntityProvider(
          IncidentEntityProvider.create({
            ...services,
            schedule: readSchedule(config),
            show: readShow(config),
            keepClosedMs: readKeepClosed(config),
          }),
        );
      },
    });
  },
});

const KEY = 'incidents.catalog.show';
const KEEP_CLOSED_KEY = 'incidents.catalog.keepClosed';

function readShow(config: Config): EntityFields {
  const show = config.getOptionalString(KEY) ?? 'full';
  if (show !== 'full' && show !== 'minimal') {
    throw new InputError(`${KEY}: not allowed; allowed: full, minimal`);
  }
  return show;
}

/** In milliseconds. */
function readKeepClosed(config: Config): number {
  return durationToMilliseconds(
    config.has(KEEP_CLOSED_KEY)
      ? readDurationFromConfig(config, { key: KEEP_CLOSED_KEY })
      : { days: 90 },
  );
}

function readSchedule(config: Config): SchedulerServiceTaskScheduleDefinition {
  const schedule = config.getOptionalConfig(
    'catalog.providers.incidents.schedule',
  );
  return schedule
    ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
    : DEFAULT_SCHEDULE;
}
