import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  EventsService,
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import searchPlugin from '@backstage/plugin-search-backend';
import { createDeferred } from '@backstage/types';
import {
  INCIDENTS_EVENTS_TOPIC,
  ServiceIncident,
} from '@backstage-incidents/incidents-common';
import {
  eventually,
  incidentFixture,
  redactedIncidentFixture,
} from '@backstage-incidents/incidents-node/testUtils';
import searchModuleIncidents from '.';

/** Serves what is stored, as the incidents backend would. */
function incidentsPlugin(
  stored: ServiceIncident[],
  onStart: (events: EventsService) => void,
) {
  return createBackendPlugin({
    pluginId: 'incidents',
    register(env) {
      env.registerInit({
        deps: {
          events: eventsServiceRef,
          httpRouter: coreServices.httpRouter,
        },
        async init({ events, httpRouter }) {
          httpRouter.use(({ path }, response) => {
            if (path === '/action-items') {
              response.json({ items: [], totalItems: 0, overdueItems: 0 });
            } else if (path === '/incidents') {
              response.json({ items: stored, totalItems: stored.length });
            } else {
              response.json(
                stored.find(({ ref }) => path === `/incidents/${ref}`),
              );
            }
          });
          onStart(events);
        },
      });
    },
  });
}

/** The test backend's scheduler runs a task when it is told to. */
function withScheduler(onInit: (scheduler: SchedulerService) => void) {
  return createBackendModule({
    pluginId: 'search',
    moduleId: 'test',
    register(env) {
      env.registerInit({
        deps: { scheduler: coreServices.scheduler },
        init: async ({ scheduler }) => onInit(scheduler),
      });
    },
  });
}

describe('searchModuleIncidents', () => {
  it('finds an incident, and no longer once it is private, without waiting for the schedule', async () => {
    const stored: ServiceIncident[] = [
      incidentFixture({ ref: 'INC-1', title: 'Gearbox overheats' }),
    ];
    const started = createDeferred<EventsService>();
    const scheduler = createDeferred<SchedulerService>();
    const backend = await startTestBackend({
      features: [
        searchPlugin,
        searchModuleIncidents,
        incidentsPlugin(stored, started.resolve),
        withScheduler(scheduler.resolve),
        eventsServiceFactory,
        mockServices.rootConfig.factory({
          data: { events: { useEventBus: 'never' } },
        }),
      ],
    });
    const events = await started;
    await (await scheduler).triggerTask('search_index_incident');
    async function titles() {
      const response = await fetch(
        `http://localhost:${backend.server.port()}/api/search/query?term=gearbox`,
        { headers: { Authorization: mockCredentials.user.header() } },
      );
      const { results } = await response.json();
      return results.map(
        ({ document }: { document: { title: string } }) => document.title,
      );
    }

    expect(await titles()).toEqual(['INC-1 Gearbox overheats']);

    stored[0] = redactedIncidentFixture('INC-1');
    await events.publish({
      topic: INCIDENTS_EVENTS_TOPIC,
      eventPayload: { type: 'incident.updated', incidentRef: 'INC-1' },
    });
    await eventually(async () => {
      expect(await titles()).toEqual([]);
    });
    await backend.stop();
  }, 30_000);
});
