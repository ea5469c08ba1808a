import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { actionItemsCard } from './extensions/actionItemsCard';
import { incidentDescriptionField } from './extensions/incidentDescriptionField';
import { incidentOverviewCard } from './extensions/incidentOverviewCard';
import { incidentsApi } from './extensions/incidentsApi';

/** The incidents pages and cards, for apps on the new frontend system. @public */
export const incidentsPlugin = createFrontendPlugin({
  pluginId: 'incidents',
  extensions: [
    incidentDescriptionField,
    incidentsApi,
    incidentOverviewCard,
    actionItemsCard,
  ],
});
