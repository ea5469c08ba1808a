import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import {
  NotificationService,
  notificationService,
} from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import {
  BackendFeature,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { coreServices } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { incidentsPlugin } from '../plugin';

function user(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { email: `${name}@example.com` }, memberOf: [] },
  };
}

function component(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
    spec: { type: 'service', lifecycle: 'production', owner: 'sre' },
  };
}

/** Whom and what the tests' catalog knows. */
export const testEntities: Entity[] = [
  user('ada.olsen'),
  user('sam.weber'),
  user('priya.nair'),
  component('checkout'),
  component('ledger'),
];

/** A running backend with only this plugin, a real database, and optionally Linear. */
export async function startIncidentsBackend(options: {
  knex: Knex;
  incidents?: JsonObject;
  /** Configuration beside that of incidents. */
  config?: JsonObject;
  /** Added to, or in place of, what every test starts with. */
  features?: BackendFeature[];
  /** Default: one that runs every task once at start. */
  scheduler?: BackendFeature;
  /** Default: one with the entities above. */
  catalog?: BackendFeature;
  /** Default: one that takes everything. */
  notifications?: NotificationService;
}) {
  const { knex, incidents = {}, features = [] } = options;
  return startTestBackend({
    features: [
      incidentsPlugin,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://backstage.test' },
          backend: { baseUrl: 'http://localhost' },
          ...options.config,
          incidents: { declarePerMinute: 100_000, ...incidents },
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
      options.catalog ?? catalogServiceMock.factory({ entities: testEntities }),
      eventsServiceFactory,
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => options.notifications ?? { send: async () => {} },
      }),
      options.scheduler ?? mockServices.scheduler.factory({}),
      ...features,
    ],
  });
}
