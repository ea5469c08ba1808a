import { convertLegacyRouteRefs } from '@backstage/core-compat-api';
import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import {
  actionItemsCard,
  incidentOverviewCard,
  timelineCard,
} from './extensions/entityCards';
import { incidentsApi } from './extensions/incidentsApi';
import { incidentsPage } from './extensions/incidentsPage';
import { myActionItemsWidget } from './extensions/myActionItemsWidget';
import {
  affectingIncidentsCard,
  ledIncidentsCard,
} from './extensions/entityCards';
import { incidentSearchResult, incidentSearchType } from './extensions/search';
import { rootRouteRef } from './routes';

/** The incidents pages and cards, for apps on the new frontend system. @public */
export const incidentsPlugin = createFrontendPlugin({
  pluginId: 'incidents',
  routes: convertLegacyRouteRefs({ root: rootRouteRef }),
  extensions: [
    incidentsApi,
    incidentsPage,
    incidentOverviewCard,
    actionItemsCard,
    timelineCard,
    affectingIncidentsCard,
    ledIncidentsCard,
    myActionItemsWidget,
    incidentSearchResult,
    incidentSearchType,
  ],
});
