import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import {
  EventsService,
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
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
import catalogModuleIncidents from '.';

const checkout: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: {
      'backstage.io/managed-by-location': 'test:checkout',
      'backstage.io/managed-by-origin-location': 'test:checkout',
    },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'user:jane' },
};
const jane: Entity = {
  ...checkout,
  kind: 'User',
  metadata: { ...checkout.metadata, name: 'jane' },
  spec: { memberOf: [] },
};

const catalogModuleTestEntities = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'test-entities',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        processing.addEntityProvider({
          getProviderName: () => 'test',
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: [checkout, jane].map(entity => ({ entity })),
            }),
        });
      },
    });
  },
});

/** Serves what is stored, as the incidents backend would, and publishes its events. */
function incidentsPlugin(
  stored: ServiceIncident[],
  onStart: (s: Services) => void,
) {
  return createBackendPlugin({
    pluginId: 'incidents',
    register(env) {
      env.registerInit({
        deps: {
          catalog: catalogServiceRef,
          events: eventsServiceRef,
          httpRouter: coreServices.httpRouter,
        },
        async init({ catalog, events, httpRouter }) {
          httpRouter.use((request, response) => {
            const ref = request.path.replace(/^\/incidents\/?/, '');
            response.json(
              ref === ''
                ? { items: stored, totalItems: stored.length }
                : stored.find(incident => incident.ref === ref),
            );
          });
          onStart({ catalog, events });
        },
      });
    },
  });
}

interface Services {
  catalog: CatalogService;
  events: EventsService;
}

describe('catalogModuleIncidents', () => {
  it('shows incidents in a running catalog, those declared later within seconds', async () => {
    const related = {
      lead: 'user:default/jane',
      affects: ['component:default/checkout'],
    };
    const stored: ServiceIncident[] = [
      incidentFixture({ ref: 'INC-1', ...related }),
      redactedIncidentFixture('INC-2'),
    ];
    const started = createDeferred<Services>();
    const backend = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModuleIncidents,
        catalogModuleTestEntities,
        incidentsPlugin(stored, started.resolve),
        eventsServiceFactory,
        mockServices.rootConfig.factory({
          data: { events: { useEventBus: 'never' } },
        }),
      ],
    });
    const { catalog, events } = await started;
    const credentials = mockCredentials.service();
    async function relationsOf(entityRef: string) {
      const entity = await catalog.getEntityByRef(entityRef, { credentials });
      return entity?.relations?.map(
        ({ type, targetRef }) => `${type} ${targetRef}`,
      );
    }

    await eventually(async () => {
      await expect(relationsOf('incident:default/inc-1')).resolves.toEqual([
        'affects component:default/checkout',
        'ledBy user:default/jane',
      ]);
      await expect(relationsOf('user:default/jane')).resolves.toContain(
        'leads incident:default/inc-1',
      );
      await expect(
        relationsOf('component:default/checkout'),
      ).resolves.toContain('affectedBy incident:default/inc-1');
      await expect(relationsOf('incident:default/inc-2')).resolves.toEqual([]);
    });
    const redacted = await catalog.getEntityByRef('incident:default/inc-2', {
      credentials,
    });
    expect(redacted).toMatchObject({
      metadata: { name: 'inc-2', title: 'Private incident' },
    });
    expect(redacted?.spec).toEqual({ visibility: 'private' });
    expect(JSON.stringify(redacted)).not.toMatch(/jane|checkout|sev|linear/i);

    stored.push(incidentFixture({ ref: 'INC-3' }));
    await events.publish({
      topic: INCIDENTS_EVENTS_TOPIC,
      eventPayload: { type: 'incident.created', incidentRef: 'INC-3' },
    });
    await eventually(async () => {
      await expect(
        catalog.getEntityByRef('incident:default/inc-3', { credentials }),
      ).resolves.toMatchObject({ spec: { status: 'active' } });
    });
    await backend.stop();
  }, 30_000);
});
