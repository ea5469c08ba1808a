import '@backstage/cli/asset-types';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { incidentsPlugin } from '../src/plugin';
import { galleryEntities } from './entities';

// What the cards link to, and what the app itself asks of a catalog.
const catalog = createFrontendPlugin({
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
      params: {
        path: '/gallery/:section?/:state?',
        title: 'Gallery',
        noHeader: true,
        loader: () => import('./Gallery').then(module => <module.Gallery />),
      },
    }),
    PageBlueprint.make({
      name: 'start',
      params: {
        path: '/',
        noHeader: true,
        loader: () => import('./Gallery').then(module => <module.Gallery />),
      },
    }),
  ],
});

createDevApp({ features: [incidentsPlugin, catalog, gallery] });
