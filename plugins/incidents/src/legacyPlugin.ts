import { IncidentsClient } from '@backstage-incidents/incidents-common';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { incidentsApiRef } from './api/incidentsApiRef';

/** The incidents plugin, for apps on the old frontend system. @public */
export const incidentsPlugin = createPlugin({
  id: 'incidents',
  apis: [
    createApiFactory({
      api: incidentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new IncidentsClient(deps),
    }),
  ],
});

/** The action items of the incident whose entity page this is. @public */
export const EntityActionItemsCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityActionItemsCard',
    component: {
      lazy: () =>
        import('./components/actionItems/EntityActionItemsCard').then(
          module => module.EntityActionItemsCard,
        ),
    },
  }),
);

/** The incident whose entity page this is, at a glance. @public */
export const EntityIncidentOverviewCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityIncidentOverviewCard',
    component: {
      lazy: () =>
        import('./components/incident/EntityIncidentOverviewCard').then(
          module => module.EntityIncidentOverviewCard,
        ),
    },
  }),
);
