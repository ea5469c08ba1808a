import {
  INCIDENT_DOCUMENT_TYPE,
  IncidentsClient,
} from '@backstage-incidents/incidents-common';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import {
  createSearchResultListItemExtension,
  SearchResultListItemExtensionProps,
} from '@backstage/plugin-search-react';
import type { ComponentProps } from 'react';
import { incidentsApiRef } from './api/incidentsApiRef';
import { myActionItemsCard } from './components/home/myActionItemsCard';
import type { IncidentSearchResult } from './components/search/IncidentSearchResult';
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

/** What happened to the incident whose entity page this is. @public */
export const EntityTimelineCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityTimelineCard',
    component: {
      lazy: () =>
        import('./components/timeline/TimelineCard').then(
          module => module.EntityTimelineCard,
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

/** An incident among search results; goes inside `<SearchResult>`. @public */
export const IncidentSearchResultListItem: (
  props: SearchResultListItemExtensionProps<
    ComponentProps<typeof IncidentSearchResult>
  >,
) => JSX.Element | null = incidentsPlugin.provide(
  createSearchResultListItemExtension({
    name: 'IncidentSearchResultListItem',
    predicate: result => result.type === INCIDENT_DOCUMENT_TYPE,
    component: () =>
      import('./components/search/IncidentSearchResult').then(
        module => module.IncidentSearchResult,
      ),
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
