import { IncidentsClient } from '@backstage-incidents/incidents-common';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import { incidentsApiRef } from './api/incidentsApiRef';
import { myActionItemsCard } from './components/home/myActionItemsCard';
import { rootRouteRef } from './routes';

/** The incidents plugin, for apps on the old frontend system. @public */
export const incidentsPlugin = createPlugin({
  id: 'incidents',
  routes: { root: rootRouteRef },
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
        import('./components/actionItems/ActionItemsCard').then(
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
        import('./components/incident/IncidentOverviewCard').then(
          module => module.EntityIncidentOverviewCard,
        ),
    },
  }),
);

/** Incidents that affect the entity whose page this is. @public */
export const EntityAffectingIncidentsCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityAffectingIncidentsCard',
    component: {
      lazy: () =>
        import('./components/related/EntityAffectingIncidentsCard').then(
          module => module.EntityAffectingIncidentsCard,
        ),
    },
  }),
);

/** Incidents led by the user or the group whose page this is. @public */
export const EntityLedIncidentsCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityLedIncidentsCard',
    component: {
      lazy: () =>
        import('./components/related/EntityLedIncidentsCard').then(
          module => module.EntityLedIncidentsCard,
        ),
    },
  }),
);

/** The user's open action items, as a titled card for a home page. @public */
export const MyActionItems = incidentsPlugin.provide(
  createCardExtension({
    name: 'MyActionItems',
    ...myActionItemsCard,
    components: () =>
      import('./components/home/MyActionItems').then(module => ({
        Content: module.MyActionItems,
      })),
  }),
);

/** The page of all incidents, with the operations page beneath it. @public */
export const IncidentsPage = incidentsPlugin.provide(
  createRoutableExtension({
    name: 'IncidentsPage',
    mountPoint: rootRouteRef,
    component: () =>
      import('./components/IncidentsRouter').then(
        module => module.IncidentsRouter,
      ),
  }),
);
