import '@backstage/cli/asset-types';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { fixtureClient } from '../src/__testUtils__/fixtureClient';
import { incidentsApiRef } from '../src';
import { incidentsPlugin } from '../src/plugin';
import { galleryEntities } from './entities';
import { galleryHandlers } from './states';

// The real plugin over a backend made of fixtures.
const pluginWithFixtures = incidentsPlugin.withOverrides({
  extensions: [
    incidentsPlugin.getExtension('api:incidents/client').override({
      params: defineParams =>
        defineParams({
          api: incidentsApiRef,
          deps: {},
          factory: () => fixtureClient(galleryHandlers),
        }),
    }),
  ],
});

const catalogWithFixtures = createFrontendPlugin({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities: galleryEntities }),
        }),
    }),
    PageBlueprint.make({
      name: 'entity',
      params: {
        path: '/catalog/:namespace/:kind/:name',
        routeRef: entityRouteRef,
        loader: async () => <p>An entity page of the host.</p>,
      },
    }),
  ],
});

const gallery = createFrontendPlugin({
  pluginId: 'gallery',
  extensions: [
    PageBlueprint.make({
      name: 'action-items',
      params: {
        path: '/',
        title: 'Action items card',
        loader: () =>
          import('./Gallery').then(module => <module.ActionItemsGallery />),
      },
    }),
    PageBlueprint.make({
      name: 'overview',
      params: {
        path: '/overview',
        title: 'Overview card',
        loader: () =>
          import('./Gallery').then(module => <module.OverviewGallery />),
      },
    }),
    PageBlueprint.make({
      name: 'related',
      params: {
        path: '/related',
        title: 'Cards of others',
        loader: () =>
          import('./Gallery').then(module => <module.RelatedGallery />),
      },
    }),
  ],
});

createDevApp({ features: [pluginWithFixtures, catalogWithFixtures, gallery] });
